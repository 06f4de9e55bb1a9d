"""Rail: the seven steps with their marks; findings and notes at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from studytool.gui.icons import icon
from studytool.gui.theme import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

    from studytool.gui.step_marks import Mark
    from studytool.gui.tokens import Token

WIDE, NARROW = 160, 52
_ROW, _FOOT_ROW, _ICON = 36, 28, 14
_MARKS: dict[str, tuple[str, Token, str]] = {
    "done": ("check", "accent", "done"),
    "warning": ("triangle-alert", "amber_mark", "something to mind"),
    "waits": ("clock", "ink3", "waits for an earlier step"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the rail.

    Attributes
    ----------
    key : str
        Name in the code.
    number : int
        Its number, from 1, and its shortcut's.
    title : str
        The noun.
    """

    key: str
    number: int
    title: str


class _Row(QAbstractButton):
    """A button that paints itself as a row of the rail."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.folded = False
        self._ringed = True
        self._height = height
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the height of a row at the width of the rail."""
        return QSize(NARROW if self.folded else WIDE, self._height)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show the focus only where the keyboard brought it."""
        self._ringed = event.reason() != Qt.FocusReason.OtherFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Show the focus once the keyboard is used."""
        self._ringed = True
        super().keyPressEvent(event)

    def _ground(self, painter: QPainter) -> None:
        if self.isChecked():
            painter.fillRect(self.rect(), current().color("paper"))
            painter.fillRect(QRect(0, 0, 3, self.height()), current().color("accent"))
        elif self.isDown():
            painter.fillRect(self.rect(), current().color("accent_soft"))

    def _focus(self, painter: QPainter) -> None:
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(current().color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _ink(self, token: Token) -> QColor:
        return current().color("accent" if self.underMouse() and not self.isChecked() else token)

    def _text(
        self, painter: QPainter, place: QRect, text: str, *, weight: int, tint: Token
    ) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight(weight))
        painter.setFont(font)
        painter.setPen(self._ink(tint))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class StepRow(_Row):
    """The row of one step: number, noun, mark."""

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__(_ROW, parent)
        self.entry = entry
        self._mark: Mark = ""
        self.setCheckable(True)
        self.setText(entry.title)
        self.set_mark("")

    @property
    def mark(self) -> Mark:
        """What the rail says of the step."""
        return self._mark

    def set_mark(self, mark: Mark, told: str = "") -> None:
        """Show a check, a triangle, a clock or nothing; the words go to the tooltip and readers.

        Parameters
        ----------
        mark : {"done", "warning", "waits", ""}
            What the step says of itself.
        told : str
            The words, where there are better ones than those every mark has.
        """
        said = (told or _MARKS[mark][2]) if mark else ""
        name = f"{self.entry.number} {self.entry.title}"
        spoken = f"{name}, {said}" if said else name
        if (mark, spoken) == (self._mark, self.accessibleName()):
            return  # after most edits every row says what it said
        self._mark = mark
        self.setAccessibleName(spoken)
        self.setToolTip(f"{name} (Ctrl+{self.entry.number})" + (f": {said}" if said else ""))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the row."""
        painter = QPainter(self)
        self._ground(painter)
        chosen = self.isChecked()
        number = QRect(16, 0, 16, self.height())
        number_tint: Token = "accent" if chosen else "ink3"
        self._text(
            painter, number, str(self.entry.number), weight=600 if chosen else 400, tint=number_tint
        )
        if not self.folded:
            title = QRect(36, 0, self.width() - 64, self.height())
            weight = 600 if chosen else 400
            self._text(painter, title, self.entry.title, weight=weight, tint="ink")
        if self._mark:
            name, tint, _ = _MARKS[self._mark]
            place = QRect(
                self.width() - _ICON - (6 if self.folded else 12), 0, _ICON, self.height()
            )
            icon(name, tint, _ICON).paint(painter, place)
        self._focus(painter)


class CountRow(_Row):
    """A row of the foot: icon, noun, how many."""

    def __init__(self, title: str, icon_name: str, parent: QWidget) -> None:
        super().__init__(_FOOT_ROW, parent)
        self._icon = icon_name
        self.setText(title)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many there are."""
        spoken = f"{self.text()}: {count}"
        if spoken == self.accessibleName():
            return
        self._count = count
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the row."""
        painter = QPainter(self)
        self._ground(painter)
        icon(self._icon, "ink2", _ICON).paint(painter, QRect(16, 0, _ICON, self.height()))
        if not self.folded:
            title = QRect(38, 0, self.width() - 66, self.height())
            self._text(painter, title, self.text(), weight=400, tint="ink2")
        if self._count or not self.folded:
            shown = str(self._count)
            wide = self.fontMetrics().horizontalAdvance(shown)
            place = QRect(
                self.width() - wide - (4 if self.folded else 13), 0, wide + 2, self.height()
            )
            self._text(painter, place, shown, weight=400, tint="ink")
        self._focus(painter)


class Rail(QWidget):
    """The steps in the order of the line."""

    chosen = Signal(str)
    """A person asked for the step of this key."""
    findings_asked = Signal()
    """A person asked for all findings."""
    notes_asked = Signal()
    """A person asked for the notes between results."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Steps")
        self.folded = False
        self._rows = {entry.key: StepRow(entry, self) for entry in entries}
        self.findings = CountRow("Findings", "list-checks", self)
        self.notes = CountRow("Notes", "pen-line", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(0)
        for row in self._rows.values():
            layout.addWidget(row)
            row.clicked.connect(self._tell_chosen)
        layout.addStretch(1)
        layout.addWidget(self.findings)
        layout.addWidget(self.notes)
        self.findings.clicked.connect(self.findings_asked)
        self.notes.clicked.connect(self.notes_asked)
        self.fold(folded=False)

    def choose(self, key: str) -> None:
        """Mark the step that is shown; none where `key` is empty."""
        for name, row in self._rows.items():
            row.setChecked(name == key)

    def set_mark(self, key: str, mark: Mark, told: str = "") -> None:
        """Show what a step's row says, in these words where there are any."""
        self._rows[key].set_mark(mark, told)

    def mark(self, key: str) -> Mark:
        """Return what a step's row says."""
        return self._rows[key].mark

    def row(self, key: str) -> StepRow:
        """Return the row of a step."""
        return self._rows[key]

    def fold(self, *, folded: bool) -> None:
        """Show numbers only, or nouns too."""
        self.folded = folded
        for row in (*self._rows.values(), self.findings, self.notes):
            row.folded = folded
            row.updateGeometry()
        self.setFixedWidth(NARROW if folded else WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the ground, and the hairline to the work pane."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("rail"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), current().color("line"))

    def _tell_chosen(self) -> None:
        row = self.sender()
        if isinstance(row, StepRow):
            self.chosen.emit(row.entry.key)
