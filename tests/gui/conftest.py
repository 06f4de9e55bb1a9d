from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import pytest

# Before Qt starts: no screen is needed, and none is touched.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_STYLE_OVERRIDE", None)

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

FONTS = Path(__file__).resolve().parents[2] / "studytool" / "gui" / "fonts"
# Qt makes these for itself, once, and keeps them.
OF_QT = {"QTipLabel"}


def top_level_widgets():
    """Windows there are now, Qt's own left out."""
    found = QApplication.topLevelWidgets()
    return [widget for widget in found if widget.metaObject().className() not in OF_QT]


def let_go():
    """Carry out what `deleteLater` asked for."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def left_behind(before):
    """Names of the windows that a test made and did not take away."""
    let_go()
    found = [widget for widget in top_level_widgets() if widget not in before]
    if found:
        del found
        gc.collect()
        let_go()
    left = [widget for widget in top_level_widgets() if widget not in before]
    return [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]


@pytest.fixture(scope="session")
def window_fonts(qapp):
    """The fonts that travel with the program; without them every text would be boxes."""
    QLocale.setDefault(QLocale.c())
    for path in sorted(FONTS.glob("*.otf")):
        assert QFontDatabase.addApplicationFont(str(path)) >= 0, f"{path.name} is no font"
    return qapp


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path_factory):
    """Settings, recent files and recovery copies of a test stay in a folder of the test."""
    home = tmp_path_factory.mktemp("person")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for style in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(style, QSettings.Scope.UserScope, str(home / "settings"))
    return home


@pytest.fixture(autouse=True)
def nothing_left_behind(window_fonts, own_settings):
    """A test that leaves a window or a thread of a job behind fails."""
    assert window_fonts is QApplication.instance()
    assert own_settings.is_dir()
    before = top_level_widgets()
    yield
    assert left_behind(before) == []
    threads = [thread.name for thread in threading.enumerate()]
    assert [name for name in threads if name.startswith("studytool-job")] == []
