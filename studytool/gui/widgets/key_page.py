"""What the rows are, and what a person decided about rows and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.core.counted import several
from studytool.gui.forms import Form
from studytool.gui.levels_control import LevelsControl
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.buttons import flush, mark, primary, quiet, secondary
from studytool.gui.widgets.labels import Heading, Help, Note, Wrapped
from studytool.gui.words import choice_words
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.errors import StudyError
    from studytool.gui.choices import Choices
    from studytool.survey.levels import LevelColumn

_DESIGN = (("design",), ("person", "wave"), ("levels",), ("missing",))
_WORDS = {"action": "What to do", "row": "Which row", "reason": "Why"}
_HELPS = {
    "action": "What happens to the row, or to the cell in the column named below.",
    "row": "What the row says, such as child_id = JHB-0143: as the file writes it.",
    "wave": "Left empty: in every wave.",
    "source": "Left empty: in every file.",
    "column": "Of the cell. For an ID: left empty.",
    "value": "The right answer, or the right ID.",
    "reason": "Told with the results: without names.",
}
_LEVELS = (
    "What people lie in. Standard errors are grouped by a level, and files of households or "
    "schools join by it."
)
_DECISION = (("action",), ("wave", "source"), ("row",), ("column", "value"), ("reason",))


class KeyPage(QWidget):
    """The form of the key, and the list of decisions with a draft under it."""

    design_proposed = Signal(object)
    """A person's PanelDesign."""
    decision_added = Signal(object)
    """A person's Decision."""
    decision_removed = Signal(int)
    """Place of the decision to take out."""
    move_asked = Signal()
    """A person wants the decisions in the document, to change them."""
    pairs_asked = Signal()
    """A person wants to see the rows of an ID that occurs twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._design = Form(
            PanelDesign, rows=_DESIGN, labels={"wave": "Wave"}, helps={"levels": _LEVELS}
        )
        self._draft: Form | None = None
        self._made: Decision | None = None
        self._state = Note()
        self._list, self._draft_place = QVBoxLayout(), QVBoxLayout()
        self._new = secondary("Add decision …", "plus")
        self._pairs = quiet("Compare the pairs")
        self._pairs.setToolTip("Rows of one ID in one wave, side by side, and what to decide.")
        self._pairs.clicked.connect(self.pairs_asked)
        self._move = flush("Take them into this study, to change them")
        self._add, self._drop = primary("Add decision"), quiet("Cancel")
        self._new.clicked.connect(lambda: self.start_draft({}))
        self._add.clicked.connect(self._take)
        self._drop.clicked.connect(self._end_draft)
        self._move.clicked.connect(self.move_asked)
        self._design.proposed.connect(self.design_proposed)
        self._lay_out()
        self._end_draft()

    def show_design(self, design: PanelDesign, choices: Choices) -> None:
        """Show what the rows are."""
        self._design.set_choices(choices)
        self._design.show_spec(design)

    def offer_levels(self, columns: Sequence[LevelColumn]) -> None:
        """Offer the columns that may hold a level."""
        control = self._design.field("levels").control
        if isinstance(control, LevelsControl):
            control.offer(columns)

    def refuse_design(self, error: StudyError) -> None:
        """Say at the levels why the key cannot be changed so."""
        self._design.set_error("levels", f"{error.what} {error.remedy}".strip())

    def show_error(self, error: StudyError | None) -> None:
        """Put an error of the study at the field it is about."""
        self._design.clear_errors()
        if error is not None and error.where.startswith("panel"):
            self._design.show_error(error)

    def show_decisions(
        self, decisions: Sequence[Decision], rows: Sequence[int | None], *, source: str
    ) -> None:
        """Show what was decided.

        Parameters
        ----------
        decisions : sequence of Decision
            In the order of the document.
        rows : sequence of int or None
            Rows each changed; None before they were carried out.
        source : str
            File that holds them; empty where the document does.
        """
        _empty(self._list)
        self._state.setText(_told(len(decisions), source))
        self._move.setVisible(bool(source))
        self._new.setEnabled(not source)
        self._new.setToolTip(f"The decisions are kept in {source}." if source else "")
        for place, (decision, count) in enumerate(zip(decisions, rows, strict=True)):
            line = _DecisionLine(decision, count, can_remove=not source)
            line.removed.connect(lambda place=place: self.decision_removed.emit(place))
            self._list.addWidget(line)

    def start_draft(self, values: dict[str, Any]) -> None:
        """Open the form of a new decision, some of its fields filled in."""
        self._end_draft()
        if not self._new.isEnabled():
            return
        values = {"action": "set_missing" if values.get("column") else "drop"} | values
        self._draft = Form(Decision, rows=_DECISION, labels=_WORDS, helps=_HELPS)
        self._draft.show_draft(values)
        self._draft.proposed.connect(self._keep)
        self._draft_place.insertWidget(0, self._draft)
        for part in (self._add, self._drop):
            part.show()
        self._new.hide()
        self._add.setEnabled(False)
        self._draft.reveal("action")
        QTimer.singleShot(0, self, self._show_draft)

    def _show_draft(self) -> None:
        """Bring the draft into view, once it is laid out."""
        if self._draft is not None:
            self._area.ensureWidgetVisible(self._add)
            self._area.ensureWidgetVisible(self._draft.field("action"))

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, GAP_FIELDS, GAP_INSIDE, GAP_FIELDS)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(Heading("What a row is"))
        rows.addWidget(self._design)
        rows.addSpacing(GAP_FIELDS)
        head = QHBoxLayout()
        head.addWidget(Heading("Decisions"))
        head.addStretch(1)
        head.addWidget(self._pairs)
        head.addWidget(self._new)
        rows.addLayout(head)
        rows.addWidget(self._state)
        rows.addWidget(self._move, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._drop)
        buttons.addStretch(1)
        self._draft_place.addLayout(buttons)
        rows.addLayout(self._draft_place)
        self._list.setSpacing(0)
        rows.addLayout(self._list)
        rows.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _keep(self, made: Decision) -> None:
        self._made = made
        self._add.setEnabled(True)
        if self._draft is not None:
            self._draft.show_spec(made)

    def _take(self) -> None:
        made = self._made
        self._end_draft()
        if made is not None:
            self.decision_added.emit(made)

    def _end_draft(self) -> None:
        self._made = None
        if self._draft is not None:
            self._draft.hide()
            self._draft.deleteLater()
            self._draft = None
        for part in (self._add, self._drop):
            part.hide()
        self._new.show()


class _DecisionLine(QFrame):
    """One decision: what, where, why, how many rows, and a cross that takes it out."""

    removed = Signal()

    def __init__(self, decision: Decision, rows: int | None, *, can_remove: bool) -> None:
        super().__init__()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Wrapped(decision_words(decision, rows)))
        texts.addWidget(Help(f"Because: {decision.reason}."))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, GAP_INSIDE, 0, GAP_INSIDE)
        line.addLayout(texts, 1)
        if can_remove:
            cross = mark("trash-2", f"Remove: {decision_words(decision, rows)}")
            cross.clicked.connect(self.removed)
            line.addWidget(cross)


def decision_words(decision: Decision, rows: int | None) -> str:
    """Return a decision in one sentence.

    Parameters
    ----------
    decision : Decision
        What was decided.
    rows : int or None
        Rows it changed; None before it was carried out.
    """
    where = [f"wave {decision.wave:g}"] if decision.wave is not None else []
    where += [decision.source] if decision.source else []
    row = ", ".join(f"{name} {value}" for name, value in decision.row.items())
    cell = f", column {decision.column}" if decision.column else ""
    value = f" to {decision.value}" if decision.value is not None else ""
    done = "" if rows is None else f" ({several(rows, 'row')})"
    place = f"{', '.join(where)}: " if where else ""
    return f"{place}{choice_words('action', decision.action)}{value}: {row}{cell}{done}"


def _told(number: int, source: str) -> str:
    if not number:
        return "Nothing has been decided about rows or cells yet."
    counted = several(number, "decision")
    kept = (
        f" kept in {source}, apart from the study, so that the study alone can be shared"
        if source
        else " kept in the study itself; it names the people concerned"
    )
    return f"{counted},{kept}. Each is told with the results."


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
