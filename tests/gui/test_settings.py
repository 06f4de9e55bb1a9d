"""Settings: what was kept comes back, a damaged file counts as never set."""

from __future__ import annotations

from PySide6.QtCore import QByteArray

from studytool.gui.settings import REMEMBERED, Settings, folder_for_settings


def test_what_was_kept_comes_back(tmp_path):
    kept = Settings(tmp_path / "window.ini")
    kept.theme = "dark"
    kept.geometry = QByteArray(b"\x00\x01place")
    kept.keep_widths("models", (448, 758))
    again = Settings(tmp_path / "window.ini")
    assert again.theme == "dark"
    assert again.geometry == QByteArray(b"\x00\x01place")
    assert again.widths("models") == (448, 758)
    assert again.widths("waves") is None


def test_the_latest_document_is_first_and_there_once(tmp_path):
    settings = Settings(tmp_path / "window.ini")
    for name in ("a.toml", "b.toml", "a.toml"):
        settings.add_recent(tmp_path / name, f"Study of {name}")
    assert [entry.path.name for entry in settings.recent()] == ["a.toml", "b.toml"]
    assert settings.recent()[0].title == "Study of a.toml"
    settings.forget_recent((tmp_path / "a.toml").resolve())
    assert [entry.path.name for entry in settings.recent()] == ["b.toml"]


def test_only_so_many_documents_are_kept(tmp_path):
    settings = Settings(tmp_path / "window.ini")
    for number in range(REMEMBERED + 3):
        settings.add_recent(tmp_path / f"{number}.toml", "")
    assert len(settings.recent()) == REMEMBERED
    assert settings.recent()[0].path.name == f"{REMEMBERED + 2}.toml"


def test_a_damaged_file_counts_as_never_set(tmp_path):
    damaged = '[General]\ntheme={"x\nrecent="[[1, 2], [\\"a\\", \\"b\\", \\"never\\"], 7]"\n'
    (tmp_path / "window.ini").write_text(damaged + 'widths_models="[0, -4]"\n', encoding="utf-8")
    settings = Settings(tmp_path / "window.ini")
    assert settings.theme == "system"
    assert settings.recent() == ()
    assert settings.geometry.isEmpty()
    assert settings.widths("models") is None


def test_settings_are_in_the_persons_own_folder(own_settings):
    assert own_settings in folder_for_settings().parents
