"""Why this N: from the files' rows to those of a model, reason by reason, child by child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studytool.gui.icons import icon
from studytool.gui.theme import current, figures, font
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.labels import Note, Title, Wrapped
from studytool.report.labels import model_label
from studytool.report.numbers import MINUS
from studytool.report.way_to_sample import way_to_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from studytool.gui.tokens import Token
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.report.way_to_sample import Part, Way
    from studytool.survey.panel import Panel

_COLUMN = 54
_WIDE_COLUMN = 62
_SIDE = 12
_MOST_NAMES = 200

_Sort = Literal["head", "stage", "reason"]
_HEIGHTS: Mapping[_Sort, int] = {"head": 28, "stage": 22, "reason": 43}


class WhyThisN(QWidget):
    """The flow behind one model; rows open to say who left."""

    back_asked = Signal()
    """A person wants to see the report again."""
    model_asked = Signal(str, object)
    """Another model of the same table is to be explained; all of its models come with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = link("Back to the report", "arrow-left")
        self._back.clicked.connect(self.back_asked)
        self._others = QHBoxLayout()
        self._others.setSpacing(16)
        self._under = Note()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("Flow of rows")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 16, 20, 8)
        rows.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch(1)
        rows.addLayout(top)
        rows.addWidget(Title("Why this N?"))
        rows.addWidget(self._under)
        rows.addLayout(self._others)
        rows.addWidget(self._area, 1)

    def show_model(
        self,
        spec: ModelSpec,
        result: ModelResult,
        panel: Panel,
        *,
        among: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Explain the rows of a model.

        Parameters
        ----------
        spec, result : ModelSpec, ModelResult
            The model and its answer.
        panel : Panel
            The linked panel it was fitted on.
        among : iterable of (str, str)
            Name and words of each model of the same table, to choose another.
        """
        way = way_to_sample(spec, result, panel)
        self._under.setText(
            f"From the {way.parts[0].rows:,} rows in the files to the {result.n_rows:,} behind "
            f"{model_label(spec)}. Every row leaves once, for the first reason that applies. "
            "For the study's own team: small numbers are not hidden here."
        )
        self._offer(list(among), spec.name)
        self._area.setWidget(_flow(way, result))

    def focus_back(self) -> None:
        """Put the keyboard on the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, among: Sequence[tuple[str, str]], shown: str) -> None:
        while (item := self._others.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if len(among) > 1:
            for name, words in among:
                button = link(words)
                button.setEnabled(name != shown)
                button.setToolTip("Explained below" if name == shown else "")
                button.clicked.connect(self._asker(name, [other for other, _ in among]))
                self._others.addWidget(button)
                button.show()
            self._others.addStretch(1)

    def _asker(self, name: str, among: list[str]) -> Callable[[], None]:
        return lambda: self.model_asked.emit(name, among)


def _flow(way: Way, result: ModelResult) -> QWidget:
    """Return the table of stages and reasons."""
    body = QWidget()
    rows = QVBoxLayout(body)
    rows.setContentsMargins(0, 4, 8, 8)
    rows.setSpacing(0)
    rows.addWidget(_Line("rule"))
    rows.addWidget(_head(way))
    rows.addWidget(_Line("rule"))
    first = way.parts[0].rows
    for place, part in enumerate(way.parts):
        if place:
            rows.addWidget(_Line("line"))
        rows.addWidget(_Reason(part, way) if part.leaves else _stage(part, way, first))
    rows.addWidget(_Line("rule"))
    told = Wrapped(_last_words(way, result))
    told.setProperty("kind", "note")
    told.setContentsMargins(0, 6, 0, 0)
    rows.addWidget(told)
    rows.addStretch(1)
    return body


def _last_words(way: Way, result: ModelResult) -> str:
    words = f"{way.sum_in_words()}."
    if result.flow.singletons:
        words += (
            f" Of these, {result.flow.singletons:,} are alone in an effect: they are kept and "
            "carry no information on the estimate."
        )
    return words


def _head(way: Way) -> QWidget:
    return _row(QLabel(), way.heads, way, "head")


def _stage(part: Part, way: Way, first: int) -> QWidget:
    words = QLabel(part.head)
    words.setFont(font(weight=600))
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    words.setToolTip(part.head)
    stage = QFrame()
    rows = QVBoxLayout(stage)
    rows.setContentsMargins(0, 6, 0, 8)
    rows.setSpacing(4)
    rows.addWidget(_row(words, _numbers(part, way), way, "stage"))
    rows.addWidget(_Bar(part.rows / first if first else 0.0))
    return stage


def _numbers(part: Part, way: Way) -> list[str]:
    counts = [*part.by_wave, part.rows, part.people]
    if way.grouped:
        counts.append(part.groups)
    sign = MINUS if part.leaves else ""
    return [f"{sign if count else ''}{count:,}" for count in counts]


def _row(words: QWidget, cells: Sequence[str], way: Way, sort: _Sort) -> QWidget:
    row = QWidget()
    row.setMinimumHeight(_HEIGHTS[sort])
    line = QHBoxLayout(row)
    line.setContentsMargins(_SIDE, 0, _SIDE, 0)
    line.setSpacing(0)
    line.addWidget(words, 1)
    waves = len(way.heads) - 2 - way.grouped
    for place, text in enumerate(cells):
        cell = QLabel(text)
        heavy = sort == "head" or (sort == "stage" and place >= waves)
        cell.setFont(figures(font(weight=600 if heavy else 400)))
        if sort != "stage":
            cell.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        cell.setFixedWidth(_COLUMN if place < waves else _WIDE_COLUMN)
        line.addWidget(cell)
    return row


class _Line(QFrame):
    """A hairline in the colour of a token."""

    def __init__(self, token: Token) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Fill it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), current().color(self._token))


class _Bar(QWidget):
    """How much of all rows is left."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(8)
        self.setAccessibleName(f"{share:.0%} of all rows")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the bar on its ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = min(300, self.width() - 2 * _SIDE)
        theme = current()
        for share, colour in (
            (1.0, theme.color("accent_soft")),
            (self._share, theme.color("accent")),
        ):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(_SIDE, 0, width * share, 8), 2, 2)


class _Reason(QFrame):
    """Rows that leave; opens to say whose they are."""

    def __init__(self, part: Part, way: Way) -> None:
        super().__init__()
        self._fold = QPushButton(part.head)
        self._fold.setProperty("kind", "fold")
        self._fold.setCheckable(True)
        self._fold.setToolTip(part.head)
        self._fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fold.setAccessibleName(f"{part.head}: who")
        self._who = _who(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        numbers = _numbers(part, way)
        rows.addWidget(_row(self._fold, numbers, way, "reason"))
        rows.addWidget(self._who)
        self._fold.toggled.connect(self._open)
        self._open(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Open or close at a click anywhere in the row."""
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() <= self._row_end():
            self._fold.toggle()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Mark it as chosen while it is open."""
        super().paintEvent(event)
        if self._fold.isChecked():
            painter = QPainter(self)
            painter.fillRect(self.rect(), current().color("accent_soft"))
            painter.fillRect(0, 0, 3, self.height(), current().color("accent"))

    def _row_end(self) -> int:
        return self._fold.mapTo(self, self._fold.rect().bottomLeft()).y() + _SIDE

    def _open(self, is_open: bool) -> None:
        self._fold.setIcon(icon("chevron-down" if is_open else "chevron-right", "ink2", 14))
        self._who.setVisible(is_open)
        self.update()


def _who(part: Part) -> QWidget:
    """Return who left altogether, and who stays with other rows."""
    box = QWidget()
    rows = QVBoxLayout(box)
    rows.setContentsMargins(_SIDE + 28, 0, _SIDE, 10)
    rows.setSpacing(4)
    for words, names in (
        ("Leave altogether", part.gone),
        ("Stay with other rows", part.staying),
    ):
        if names:
            more = len(names) - _MOST_NAMES
            listed = ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
            head = QLabel(f"{words} ({len(names):,})")
            head.setFont(font(9.5, 500))
            told = Wrapped(listed)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(head)
            rows.addWidget(told)
    if not (part.gone or part.staying):
        rows.addWidget(Wrapped("The data name nobody here."))
    return box
