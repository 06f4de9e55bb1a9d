"""Start: the window is there, and Python looks for garbage again."""

from __future__ import annotations

import gc

import pytest

from studytool.gui.start import first_window


@pytest.mark.parametrize("looked", [True, False])
def test_the_window_is_shown_and_garbage_is_looked_for_as_before(
    qapp, tmp_path, monkeypatch, looked
):
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    if not looked:
        gc.disable()
    try:
        application, window = first_window()
        assert gc.isenabled() is looked
    finally:
        gc.enable()
    assert application is qapp
    assert window.isVisible()
    assert not window.furnished
    window.close()
    window.deleteLater()
