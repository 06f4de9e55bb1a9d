"""There is one window: nothing flashes up beside it and takes the keyboard away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studytool.gui.app import open_window
from studytool.gui.places import ORDER
from studytool.gui.settings import Settings
from tests.gui.by_label import click, seen
from tests.small_study import write_study

SLOW = 60_000
# Qt's own: the list of a combo box that a person opened, a tooltip.
OF_QT = {"QComboBoxPrivateContainer", "QTipLabel"}


class Spy(QObject):
    """Writes down every window that is shown besides the one."""

    def __init__(self, window):
        super().__init__()
        self.window, self.shown = window, []

    def eventFilter(self, watched, event):  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            kind = watched.metaObject().className()
            if watched.isWindow() and watched is not self.window and kind not in OF_QT:
                self.shown.append(kind)
        return False


@pytest.fixture
def window(qapp, tmp_path, qtbot):
    made = open_window(qapp, settings=Settings(tmp_path / "window.ini"))
    made.resize(1366, 768)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.document.undo.setClean()
    made.close()
    made.deleteLater()


def test_no_other_window_is_shown_on_the_way_through_the_steps(window, qapp, qtbot, tmp_path):
    spy = Spy(window)
    qapp.installEventFilter(spy)
    window.opening.open(write_study(tmp_path))
    for deed in ("step_models", "findings", "notes", "help"):
        window.deeds[deed].trigger()
    qtbot.waitUntil(lambda: window.document.run is not None, timeout=SLOW)
    for step in ORDER:
        window.deeds[f"step_{step}"].trigger()
        QApplication.processEvents()
    window.deeds["step_models"].trigger()
    click(window, "ANCOVA")
    window.deeds["new"].trigger()
    window.line.choose("Do not save")
    for step in ORDER:
        window.deeds[f"step_{step}"].trigger()
    qapp.removeEventFilter(spy)
    assert spy.shown == []
    assert window.isActiveWindow()


@pytest.mark.parametrize("step", ORDER)
def test_after_a_step_is_opened_the_keyboard_is_in_the_window(window, qtbot, tmp_path, step):
    window.opening.open(write_study(tmp_path))
    qtbot.waitUntil(lambda: window.document.run is not None, timeout=SLOW)
    number = Qt.Key(ord(str(1 + ORDER.index(step))))
    QTest.keyClick(window, number, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.current == step
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert seen(window)
