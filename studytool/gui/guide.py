"""Guide: drives the real window by its menus, links and fields, and takes pictures of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QPointF, Qt, QUrl
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListWidget,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from studytool.gui.widgets.card import Card
from studytool.gui.widgets.timeline_view import TimelineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studytool.gui.main_window import MainWindow

Seen = TypeVar("Seen", bound=QWidget)

_PATIENCE_SECONDS = 60
_SETTLING_MILLISECONDS = 150
_TABS_BELOW = 1100


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the window is dressed for a picture.

    Attributes
    ----------
    name : str
        Part of the name of the file.
    title : str
        What stands over the picture.
    theme : str
        "light", "dark" or "high_contrast".
    size : (int, int)
        Of the window without its frame, in logical pixels.
    scale : int
        Pixels of the screen for each logical pixel.
    """

    name: str
    title: str
    theme: str
    size: tuple[int, int]
    scale: int = 1


class Guide:
    """Leads through a window.

    Parameters
    ----------
    window : MainWindow
        Shown, with nothing open.
    folder : Path
        Where the pictures go.
    sheets : sequence of Sheet
        How the window is dressed for each picture.
    """

    def __init__(self, window: MainWindow, folder: Path, sheets: Sequence[Sheet]) -> None:
        self.window = window
        self._folder = folder
        self._sheets = sheets
        self._afterwards: list[Callable[[], None]] = []

    def picture(self, name: str) -> None:
        """Write the window as it is, once for each sheet, and tidy up what was asked for."""
        for sheet in self._sheets:
            self._dress(sheet)
            self._save(f"{name}-{sheet.name}")
            bench = self.window.bench
            if sheet.size[0] < _TABS_BELOW and bench is not None and bench.isVisible():
                bench.show_pane(1)
                self._lay_out_anew()
                self._save(f"{name}-{sheet.name}-report")
                bench.show_pane(0)
        self._dress(self._sheets[0])
        while self._afterwards:
            self._afterwards.pop()()

    def afterwards(self, tidy: Callable[[], None]) -> None:
        """Have something done once the next picture is taken."""
        self._afterwards.append(tidy)

    def do(self, key: str) -> None:
        """Do what a menu entry does."""
        self.window.deeds[key].trigger()
        settle()

    def wait_for_results(self) -> None:
        """Let the window work until its report is of the study as it is."""
        document = self.window.document
        wait_until(
            lambda: document.run is not None and not document.stale,
            f"the study was run ({document.error})",
        )

    def wait_for_button(self, text: str) -> None:
        """Let the window work until a button whose words begin so can be seen."""
        wait_until(
            lambda: any(one.text().startswith(text) for one in self._seen(QAbstractButton)),
            f"there is a button {text!r}",
        )

    def press(self, text: str) -> None:
        """Click the first button whose words begin so.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for button in self._seen(QAbstractButton):
            if button.text().replace("&", "").startswith(text) and button.isEnabled():
                button.click()
                settle()
                return
        raise LookupError(f"no button {text!r} can be seen")

    def open_tab(self, text: str) -> None:
        """Open the first tab whose words begin so.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for bar in self._seen(QTabBar):
            for place in range(bar.count()):
                if bar.tabText(place).startswith(text):
                    bar.setCurrentIndex(place)
                    settle()
                    return
        raise LookupError(f"no tab {text!r} can be seen")

    def follow(self, text: str, *, after: str = "") -> None:
        """Follow the first link of that text in a document, or the first after other words.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for browser in self._seen(QTextBrowser):
            start = browser.document().find(after) if after else QTextCursor(browser.document())
            cursor = browser.document().find(text, start)
            while not cursor.isNull() and not cursor.charFormat().isAnchor():
                cursor = browser.document().find(text, cursor)
            if not cursor.isNull():
                place = QTextCursor(cursor)
                place.setPosition(cursor.selectionStart() + 1)
                browser.anchorClicked.emit(QUrl(place.charFormat().anchorHref()))
                settle()
                return
        raise LookupError(f"no link {text!r} can be seen")

    def choose(self, name: str, text: str) -> None:
        """Choose the first row of a list whose words begin so.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for shown in self._seen(QListWidget):
            for place in range(shown.count()):
                if shown.accessibleName() == name and shown.item(place).text().startswith(text):
                    shown.setCurrentRow(place)
                    settle()
                    return
        raise LookupError(f"no row {text!r} can be seen in {name!r}")

    def press_card(self, text: str) -> None:
        """Click the first card whose words hold these.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for card in self._seen(Card):
            if text in card.accessibleName():
                card.clicked.emit()
                settle()
                return
        raise LookupError(f"no card {text!r} can be seen")

    def hold_window(self, step: QWidget) -> None:
        """Drag the beginning of the chosen window a third to its end, until the next picture."""
        view = step.findChildren(TimelineView)[0]
        view.setFocus()
        area = view.window_area()
        begin = QPointF(area.left(), area.center().y())
        middle = QPointF(area.left() + area.width() / 3, area.center().y())
        _mouse(view, QEvent.Type.MouseButtonPress, begin)
        _mouse(view, QEvent.Type.MouseMove, middle)
        settle()
        self.afterwards(view.let_go)

    def type_in(self, label: str, text: str) -> None:
        """Type into the first field whose label begins so, and leave it.

        Raises
        ------
        LookupError
            If none can be seen.
        """
        for line in self._seen(QLineEdit):
            if line.accessibleName().startswith(label):
                line.setFocus()
                line.setText(text)
                line.editingFinished.emit()
                settle()
                return
        raise LookupError(f"no field {label!r} can be seen")

    def _dress(self, sheet: Sheet) -> None:
        self.window.show_theme(sheet.theme)
        self.window.resize(*sheet.size)
        self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        """Lay out what was hidden: a picture settles it at heights that are not of its width."""
        settle()
        for widget in self.window.findChildren(QWidget):
            widget.updateGeometry()
        settle()

    def _seen(self, kind: type[Seen]) -> list[Seen]:
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def _save(self, name: str) -> None:
        path = self._folder / f"{name}.png"
        if not self.window.grab().save(str(path)):
            raise OSError(f"{path} cannot be written")


def _mouse(view: TimelineView, sort: QEvent.Type, place: QPointF) -> None:
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    everywhere = QPointF(view.viewport().mapToGlobal(place.toPoint()))
    event = QMouseEvent(sort, place, everywhere, left, left, nothing)
    QApplication.sendEvent(view.viewport(), event)


def settle() -> None:
    """Let the window lay itself out, draw, and let go of what is not needed any more."""
    deadline = QDeadlineTimer(_SETTLING_MILLISECONDS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Let the window work until something holds.

    Raises
    ------
    TimeoutError
        If it does not within two minutes; says what was waited for.
    """
    deadline = QDeadlineTimer(1000 * _PATIENCE_SECONDS)
    while not holds():
        if deadline.hasExpired():
            raise TimeoutError(f"waited in vain until {what}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    settle()
