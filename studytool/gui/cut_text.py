"""Cut text: says so when what a person pastes or types is longer than its field holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from studytool.gui.widgets.chipped_text import ChippedText
from studytool.gui.widgets.limited_text import LimitedText

if TYPE_CHECKING:
    from studytool.gui.message_line import MessageLine

ABOUT = "cut text"
"""What the message is about."""
_WATCHED = "cut_is_said"


class CutText(QObject):
    """Watches the field that has the keyboard, whichever screen it is on.

    Parameters
    ----------
    line : MessageLine
        Where it is said.
    window : QWidget
        Only the fields of this window are watched.
    """

    def __init__(self, line: MessageLine, window: QWidget) -> None:
        super().__init__(window)
        self._line, self._window = line, window
        self._watching = False
        window.installEventFilter(self)
        if window.isVisible():
            self._begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Watch the keyboard while the window is shown."""
        if watched is self._window and event.type() == QEvent.Type.Show:
            self._begin()
        elif watched is self._window and event.type() == QEvent.Type.Close:
            self._end()
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication) and not self._watching:
            application.focusChanged.connect(self._watch)
            self._watching = True
            self._watch(None, application.focusWidget())

    def _end(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication) and self._watching:
            application.focusChanged.disconnect(self._watch)
            self._watching = False

    def _watch(self, _: QWidget | None, field: QWidget | None) -> None:
        if field is None or field.property(_WATCHED) or field.window() is not self._window:
            return
        if isinstance(field, QLineEdit):
            field.setProperty(_WATCHED, True)
            field.inputRejected.connect(self._say_line)
        elif isinstance(field, (ChippedText, LimitedText)):
            field.setProperty(_WATCHED, True)
            field.shortened.connect(self._say)

    def _say_line(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and len(field.text()) >= field.maxLength():
            self._say(field.maxLength())

    def _say(self, longest: int) -> None:
        self._line.say(
            "warning",
            f"The text was cut: this field holds {longest:,} characters.",
            "What came after them was left out. Keep long texts in a file of their own.",
            about=ABOUT,
        )
