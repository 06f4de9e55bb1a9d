"""How people were chosen: one question, its answer in words, and what decided under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.choices import Choices
from studytool.gui.forms import Form
from studytool.gui.model_words import rule_words
from studytool.gui.readings import shape_of
from studytool.gui.tokens import GAP_LABEL
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.gui.widgets.section import Section
from studytool.gui.words import choice_words
from studytool.models.spec import Assignment

if TYPE_CHECKING:
    from studytool.core.errors import StudyError

NOT_SAID = "Not said yet"
_ROWS = (
    ("variables",),
    ("cutoff",),
    ("combine", "wave"),
    ("allocation_unit", "strata"),
    ("also",),
)
_HELPS = {"variables": "", "wave": "", "combine": "", "allocation_unit": ""}


class AssignmentQuestion(QWidget):
    """Asks how people came to be treated. The guard reads the answer."""

    answered = Signal(object)
    """A person's answer: an Assignment, or None where it is taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices()
        self._entry: Assignment | None = None
        self._service = ""
        self._combo = QuietCombo()
        self._field = Field("How were people chosen for it?", self._combo)
        self._field.set_hint("Decides which comparison is fair, and what there is to mind here.")
        self._details = Section("What decided")
        self._form = Form(Assignment, rows=_ROWS, helps=_HELPS)
        self._details.body.addWidget(self._form)
        self._field.put_beside_label(self._details.head)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_LABEL)
        rows.addWidget(self._field)
        rows.addWidget(self._details)
        self._combo.activated.connect(lambda _: self._take_rule())
        self._form.proposed.connect(self.answered)

    def show_entry(
        self, entry: Assignment | None, *, service: str, people: str, choices: Choices
    ) -> None:
        """Show how people came to a service.

        Parameters
        ----------
        entry : Assignment or None
            What the study says; None where it says nothing.
        service : str
            The exposure asked about; empty where the treatment is no service, so that nothing
            can be said.
        people : str
            What the people are called.
        choices : Choices
            Names of the study.
        """
        fresh = service != self._service
        self._entry, self._service, self._choices = entry, service, choices
        self._field.set_label(f"How were {people} chosen for it?")
        self._fill()
        self._combo.setEnabled(bool(service))
        said = "" if service else "Only of a service can it be said how it was given."
        self._combo.setToolTip(said)
        self._field.set_help(said)
        self._form.set_choices(choices)
        decided = entry is not None and entry.rule != "random"
        self._details.setVisible(decided)
        self._details.head.setVisible(decided)
        if entry is not None:
            self._form.show_spec(entry, fresh=fresh)
        if fresh:
            self._details.set_open(False)

    def show_error(self, error: StudyError) -> None:
        """Put an error at the part of the answer that it is about."""
        if self._form.field_at(error.where):
            self._details.set_open(True)
            self._form.show_error(error)
        else:
            self._field.set_error(f"{error.what} {error.remedy}".strip())

    def reveal(self, where: str) -> None:
        """Give the question, or the part that a place is about, the focus."""
        name = self._form.field_at(where)
        if name and self._details.isVisible():
            self._details.set_open(True)
            self._form.reveal(name)
        else:
            self._combo.setFocus()

    def _fill(self) -> None:
        self._field.set_error("")
        offered = [(NOT_SAID, "")]
        for rule in shape_of(Assignment.model_fields["rule"].annotation).literals:
            own = self._entry is not None and self._entry.rule == rule
            words = rule_words(self._entry, self._choices) if own and self._entry else ""
            offered.append((words or choice_words("rule", rule), rule))
        box = self._combo
        if offered != [(box.itemText(at), box.itemData(at)) for at in range(box.count())]:
            box.clear()
            for words, rule in offered:
                box.addItem(words, rule)
        rule = self._entry.rule if self._entry is not None else ""
        self._combo.setCurrentIndex(self._combo.findData(rule))

    def _take_rule(self) -> None:
        rule = str(self._combo.currentData())
        if not rule:
            self.answered.emit(None)
        elif self._entry is not None:
            self.answered.emit(Assignment.model_validate(self._entry.model_dump() | {"rule": rule}))
        else:
            self.answered.emit(Assignment.model_validate({"exposure": self._service, "rule": rule}))
            self._details.set_open(True)
