"""A crash report says where in the program, never what was in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.crash import folder_for_reports, report_of, write_report

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ANSWER = "JHB-0143 was hit at home"


def a_fault() -> Exception:
    answer = ANSWER
    try:
        try:
            int(answer)
        except ValueError as error:
            raise KeyError(answer) from error
    except KeyError as fault:
        return fault
    raise AssertionError


def test_the_report_names_types_and_places_but_no_values() -> None:
    report = report_of(a_fault())
    assert "KeyError" in report
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "a_fault" in report
    assert "JHB" not in report
    assert "answer" not in report


def test_the_report_is_written_to_the_persons_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = write_report(a_fault())
    assert path is not None
    assert path.parent == folder_for_reports() == tmp_path / "studytool"
    assert ANSWER not in path.read_text(encoding="utf-8")


def test_two_reports_in_one_second_are_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert write_report(a_fault()) != write_report(a_fault())


def test_no_place_to_write_is_no_second_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    assert write_report(a_fault()) is None
