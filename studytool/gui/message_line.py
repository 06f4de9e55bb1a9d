"""Message line: what went wrong or what is asked, beneath the top bar; never a modal box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studytool.gui.icons import pixmap
from studytool.gui.plain_words import place_words, plainly
from studytool.gui.theme import current
from studytool.gui.widgets.buttons import link, mark
from studytool.gui.widgets.elided import Elided
from studytool.gui.widgets.labels import Wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from studytool.core.errors import StudyError
    from studytool.gui.tokens import Token

_LONGEST = 300
_BESIDE = 1000
"""As wide as this, the ways to answer stand beside the words; below it, beneath them."""

Level = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class _Look:
    word: str
    icon: str
    text: Token
    mark: Token
    soft: Token


_LOOKS: dict[Level, _Look] = {
    "note": _Look("Note.", "info", "accent", "accent", "accent_soft"),
    "warning": _Look("Caution.", "triangle-alert", "amber", "amber_mark", "amber_soft"),
    "error": _Look("Serious.", "octagon-x", "red", "red_mark", "red_soft"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer.

    Attributes
    ----------
    text : str
        Verb and object.
    act : callable
        What it does; the line closes first.
    """

    text: str
    act: Callable[[], object]


class MessageLine(QWidget):
    """One message at a time, in two lines with the rest on request, and the ways to answer it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_line")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._look = _LOOKS["note"]
        self._buttons: list[QPushButton] = []
        self.about = ""
        self._icon, self._title, self._text = QLabel(self), Elided("", self), Elided("", self)
        self._title.setProperty("kind", "heading")
        self._whole = (Wrapped("", self), Wrapped("", self))
        self._whole[0].setProperty("kind", "heading")
        self._more = link("More", parent=self)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._unfold)
        self._field = QLineEdit(self)
        self._field.setMaxLength(_LONGEST)
        self._field.returnPressed.connect(self._answer_first)
        self._ways = QHBoxLayout()
        self._ways.setSpacing(4)
        self._close = mark("x", "Close this message", self)
        self._close.clicked.connect(self.clear)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.hide()

    @property
    def title(self) -> str:
        """The first line of what is said."""
        return self._title.text()

    def say(
        self,
        level: Level,
        title: str,
        text: str = "",
        *,
        choices: Sequence[Choice] = (),
        about: str = "",
    ) -> None:
        """Show a message in place of the one before.

        Parameters
        ----------
        level : {"note", "warning", "error"}
            How much it matters.
        title, text : str
            The fact; the figure, what it means and what to do.
        choices : sequence of Choice
            Ways to answer, the usual first.
        about : str
            Name by which `clear_about` takes this message away.
        """
        self._look = _LOOKS[level]
        self.about = about
        said = (f"{self._look.word} {title}", text)
        for short, whole, words in zip((self._title, self._text), self._whole, said, strict=True):
            short.setText(words)
            whole.setText(words)
        self._more.setChecked(False)
        self._unfold(False)
        self._field.hide()
        self._show_choices(choices)
        self._draw()
        self.setAccessibleName(f"{self._title.text()} {text}".strip())
        self.show()
        QTimer.singleShot(0, self, self._weigh)
        if choices and about == "question":
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(
        self, error: StudyError, *, choices: Sequence[Choice] = (), about: str = ""
    ) -> None:
        """Show what is wrong, where, why and the remedy."""
        told = (error.where and f"{place_words(error.where)}.", error.why, error.remedy)
        more = list(getattr(error, "__notes__", ()))
        rest = (f"And {len(more)} more to mend.",) if more else ()
        text = " ".join(_sentence(part) for part in (*told, *rest) if part)
        self.say("error", plainly(error.what), plainly(text), choices=choices, about=about)

    def ask_text(
        self, title: str, text: str, value: str, taken: Callable[[str], object], *, answer: str
    ) -> None:
        """Ask for one line of text.

        Parameters
        ----------
        title, text : str
            What is asked, and what the answer does.
        value : str
            What stands in the field to begin with.
        taken : callable
            Called with the text; the line closes first.
        answer : str
            Verb of the button that gives the answer.
        """
        choices = (
            Choice(answer, lambda: taken(self._field.text().strip())),
            Choice("Keep as it is", lambda: None),
        )
        self.say("note", title, text, choices=choices, about="question")
        self._field.setText(value)
        self._field.setAccessibleName(title)
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def choose(self, text: str) -> None:
        """Answer with the choice of that name."""
        next(button for button in self._buttons if button.text() == text).click()

    @property
    def choices(self) -> tuple[str, ...]:
        """The ways to answer."""
        return tuple(button.text() for button in self._buttons)

    def clear(self) -> None:
        """Take the message away."""
        self.about = ""
        self.hide()

    def clear_about(self, about: str) -> None:
        """Take the message away if it is about that."""
        if self.about == about:
            self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Put the ways to answer where there is room, and offer what is left out."""
        super().resizeEvent(event)
        wide = self.width() >= _BESIDE
        beside, beneath = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(beside if wide else beneath)
        QTimer.singleShot(0, self, self._weigh)

    def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the soft ground and the mark at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(self._look.soft))
        painter.fillRect(QRect(0, 0, 3, self.height()), current().color(self._look.mark))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for part in (self._title, self._text, *self._whole, self._field):
            words.addWidget(part)
        words.addStretch(1)
        answers = QHBoxLayout()
        answers.setSpacing(4)
        answers.addWidget(self._more)
        answers.addLayout(self._ways)
        self._parts.setSpacing(2)
        self._parts.addLayout(words, 1)
        self._parts.addLayout(answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._parts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _unfold(self, whole: bool) -> None:
        """Show all that is said, or two lines of it."""
        self._more.setText("Less" if whole else "More")
        for short, long in zip((self._title, self._text), self._whole, strict=True):
            short.setVisible(bool(short.text()) and not whole)
            long.setVisible(bool(long.text()) and whole)

    def _weigh(self) -> None:
        """Offer the rest where two lines do not hold it."""
        lines = [line for line in (self._title, self._text) if line.isVisible()]
        short = any(line.shown != line.text() for line in lines)
        self._more.setVisible(short or self._more.isChecked())

    def _show_choices(self, choices: Sequence[Choice]) -> None:
        while (item := self._ways.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._buttons = [link(choice.text, parent=self) for choice in choices]
        for button, choice in zip(self._buttons, choices, strict=True):
            button.clicked.connect(lambda _=False, act=choice.act: self._answer(act))
            self._ways.addWidget(button)
        self._ways.addStretch(1)

    def _answer_first(self) -> None:
        self._buttons[0].click()

    def _answer(self, act: Callable[[], object]) -> None:
        self.clear()
        act()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.icon, self._look.mark, 16, ratio=ratio))
        self.update()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
