"""Scores and computed variables: a list, and the form of the one that is chosen."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.core.spec import kinds
from studytool.gui import edits, variable_edits
from studytool.gui.choices import Choices, choices_of
from studytool.gui.expression_check import told_of
from studytool.gui.family_form import FamilyForm
from studytool.gui.forms import Form
from studytool.gui.model_words import changed_words
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.buttons import quiet, secondary
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.labels import Caption
from studytool.gui.widgets.plain_list import PlainList
from studytool.gui.widgets.refusal import Refusal
from studytool.gui.words import field_help
from studytool.survey import measures
from studytool.survey.derive import Derived
from studytool.survey.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.gui.document import Document
    from studytool.study import Study
    from studytool.survey.panel import Panel

_SCORE = (
    ("label", "name"),
    ("items",),
    ("reverse",),
    ("of", "lowest"),
    ("cut",),
    ("item_range", "minimum_items"),
    ("prorate",),
    ("higher_is", "domain"),
)
_FORMULA = (("label", "name"), ("expression",), ("higher_is", "unit"), ("labels",))
_PLACE = re.compile(r"(?P<group>measures|derived)\[(?P<number>\d+)\]")
_WIDTH = 248


class ComputedPage(QWidget):
    """All scores and computed variables of a study; each edit is a step of its own."""

    variable_chosen = Signal(str)
    """A person is looking at this variable."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._open = ""
        self._choices = Choices()
        self._list = PlainList("Scores and computed variables")
        self._heading, self.refusal = Caption(), Refusal()
        self._copy, self._delete = quiet("Duplicate", "copy"), quiet("Delete", "trash-2")
        self._score = secondary("Add score", "plus")
        self._formula = secondary("Add formula", "plus")
        self._empty = EmptyState(
            "No scores yet",
            "A score adds up answers, such as a scale of difficulties; a formula computes a "
            "variable from others, such as log(income). Both can be used like any variable.",
            action="Add score",
            icon_name="plus",
        )
        self._family = FamilyForm(kinds(Measure, measures), label="How it is scored", rows=_SCORE)
        self._derived = Form(Derived, rows=_FORMULA)
        self._area = self._scrolled()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the computed variables of the study as they are now."""
        study, entries = self.document.study, self._entries()
        self._choices = choices_of(study, self.document.run)
        names = [item.name for _, _, item in entries]
        place = names.index(self._open) if self._open in names else 0
        rows = [(item.label or item.name, _under(item)) for _, _, item in entries]
        self._list.show_rows(rows, place if entries else -1)
        for part in (self._list, self._area, self._heading, self._copy, self._delete):
            part.setVisible(bool(entries))
        self._empty.setVisible(not entries)
        if entries:
            self._show(place)

    def choose(self, name: str) -> bool:
        """Show the variable of a name; return whether there is one."""
        names = [item.name for _, _, item in self._entries()]
        if name in names:
            self._open = name
            self.refresh()
        return name in names

    def reveal(self, where: str) -> None:
        """Show the variable and the field that a place such as ``derived[1].name`` is about."""
        found = _PLACE.match(where)
        items = getattr(self.document.study, found["group"]) if found else ()
        if found is None or int(found["number"]) >= len(items):
            return
        self.choose(items[int(found["number"])].name)
        if found["group"] == "measures":
            self._family.reveal(where)
        else:
            self._derived.reveal(self._derived.field_at(where))

    @property
    def _panel(self) -> Panel | None:
        run = self.document.run
        return None if run is None else run.link.panel

    def _entries(self) -> list[tuple[str, int, Any]]:
        study = self.document.study
        return [
            (group, place, item)
            for group in variable_edits.GROUPS
            for place, item in enumerate(getattr(study, group))
        ]

    def _current(self) -> tuple[str, int, Any] | None:
        return next((entry for entry in self._entries() if entry[2].name == self._open), None)

    def _show(self, place: int) -> None:
        group, number, item = self._entries()[place]
        fresh = self._area.property("shown") != item.name
        self._open = item.name
        self._area.setProperty("shown", item.name)
        self._heading.setText(item.label or item.name)
        of_score = group == "measures"
        self._family.setVisible(of_score)
        self._derived.setVisible(not of_score)
        self._family.set_fill(self._fill())
        self._family.set_choices(self._choices)
        if of_score:
            self._family.show_spec(item, fresh=fresh)
        else:
            self._derived.show_spec(item, fresh=fresh)
            self._check(item.expression)
        if fresh:
            self._area.verticalScrollBar().setValue(0)
        self._show_error(f"{group}[{number}]")
        if self.isVisible():
            self.variable_chosen.emit(item.name)

    def _fill(self) -> dict[str, Any]:
        """Return what another way of scoring needs and this one may not have."""
        scores = [one.name for one in self.document.study.measures if one.name != self._open]
        fill: dict[str, Any] = {"of": scores[0] if scores else "", "cut": {"high": 1.0}}
        try:
            fill["items"] = variable_edits.items_for(
                self.document.study, self._choices, self._panel
            )
        except StudyError:
            return fill
        return fill if scores else fill | {"of": fill["items"][0]}

    def _show_error(self, place: str) -> None:
        error, form = self.document.error, self._family.form
        for one in (self._derived, form):
            if one is not None:
                one.clear_errors()
        if error is None or not error.where.startswith(place):
            return
        if place.startswith("measures"):
            self._family.show_error(error)
        elif self._derived.field_at(error.where):
            self._derived.show_error(error)
        else:
            self._derived.set_error("expression", f"{error.what} {error.remedy}".strip())

    def _check(self, text: str) -> None:
        """Say under the formula what it gives, or what stands in its way."""
        field = self._derived.field("expression")
        help_text = field_help(Derived, "expression")
        if not text.strip():
            field.set_help(help_text)
            return
        told = told_of(text, self._panel, own=self._open)
        field.set_error("" if told.sound else told.text)
        field.set_help(f"{help_text} {told.text}" if told.sound else help_text)

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, GAP_FIELDS, GAP_FIELDS)
        rows.addWidget(self._family)
        rows.addWidget(self._derived)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _lay_out(self) -> None:
        adders = QHBoxLayout()
        adders.setSpacing(GAP_INSIDE)
        adders.addWidget(self._score)
        adders.addWidget(self._formula)
        left = QVBoxLayout()
        left.setSpacing(GAP_INSIDE)
        left.addLayout(adders)
        left.addWidget(self._list, 1)
        left.addStretch(0)
        self._list.setFixedWidth(_WIDTH)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._copy)
        head.addWidget(self._delete)
        right = QVBoxLayout()
        right.setSpacing(GAP_INSIDE)
        right.addLayout(head)
        right.addWidget(self.refusal)
        right.addWidget(self._empty)
        right.addWidget(self._area, 1)
        right.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP_FIELDS, 0, 0)
        row.setSpacing(GAP_FIELDS * 2)
        row.addLayout(left)
        row.addLayout(right, 1)
        chain = (self._score, self._formula, self._list, self._copy, self._delete)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._choose_row)
        self._family.proposed.connect(self._propose)
        self._derived.proposed.connect(self._propose)
        self._derived.field("expression").control.findChildren(QLineEdit)[0].textEdited.connect(
            self._check
        )
        self._score.clicked.connect(lambda: self._add(variable_edits.with_new_score))
        self._empty.acted.connect(lambda: self._add(variable_edits.with_new_score))
        self._formula.clicked.connect(lambda: self._add(variable_edits.with_new_derived))
        self._copy.clicked.connect(self._duplicate)
        self._delete.clicked.connect(self._take_out)

    def _choose_row(self, place: int) -> None:
        if 0 <= place < len(self._entries()):
            self.refusal.clear()
            self._show(place)

    def _propose(self, item: Any) -> None:  # noqa: ANN401  # a measure or a formula
        entry = self._current()
        if entry is None:
            return
        group, place, before = entry
        text = f"{_noun(group)} “{before.label or before.name}”: "
        text += changed_words(before, item, self._choices)
        self._open = item.name
        study = self.document.study
        if not self._edit(text, lambda: variable_edits.with_computed(study, group, place, item)):
            self._open = before.name

    def _add(self, make: Callable[[Study, Choices, Panel | None], tuple[Study, str]]) -> None:
        before = self._open

        def made() -> Study:
            study, self._open = make(self.document.study, self._choices, self._panel)
            return study

        if not self._edit(
            "new score" if make is variable_edits.with_new_score else "new formula", made
        ):
            self._open = before
            return
        entry = self._current()
        if entry is not None:
            self.reveal(f"{entry[0]}[{entry[1]}].label")

    def _duplicate(self) -> None:
        entry, before = self._current(), self._open
        if entry is None:
            return

        def made() -> Study:
            study, self._open = variable_edits.with_copy(self.document.study, entry[0], entry[1])
            return study

        if not self._edit(f"{_noun(entry[0])} “{before}” duplicated", made):
            self._open = before

    def _take_out(self) -> None:
        """Delete the open variable; what rests on it is said, with the way back."""
        entry = self._current()
        if entry is None:
            return
        (group, place, item), study = entry, self.document.study
        users = variable_edits.users_of_variable(study, item.name)
        text = f"{_noun(group)} “{item.name}” deleted"
        if self._edit(text, lambda: edits.without_item(study, group, place)) and users:
            told = f"“{item.name}” is deleted. {variable_edits.left_without(users)}"
            self.refusal.tell(told, "Undo", self.document.undo.undo)

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its field, or above the form."""
        self.refusal.clear()
        try:
            study = make()
        except StudyError as error:
            form = self._family.form if error.where.startswith("measures") else self._derived
            if form is not None and form.field_at(error.where):
                form.show_error(error)
            else:
                self.refusal.tell(f"{error.what} {error.remedy}".strip())
            return False
        self.document.edit(text, study)
        self.refresh()
        return True


def _noun(group: str) -> str:
    return "score" if group == "measures" else "variable"


def _under(item: Any) -> str:  # noqa: ANN401  # a measure or a formula
    """Return what a computed variable is made of, for the second line of its row."""
    if isinstance(item, Derived):
        return f"= {item.expression}"
    inputs = item.inputs()
    kind = item.in_words()
    return f"{kind}: {inputs[0]}" if len(inputs) == 1 else f"{kind}: {len(inputs)} items"
