"""Bad input through the front door: refused with a reason, or counted; no value is told."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from studytool.cli import DONE, REFUSED, main
from tests.small_study import change, put, wave_rows, write_study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def excel_wave(study: Path, content: bytes) -> None:
    change(study, "wave2.csv", "wave2.xlsx")
    (study.parent / "wave2.xlsx").write_bytes(content)


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(wave_rows(2)):
            sheet.write_row(place, 0, row.split(","))
    return buffer.getvalue()


def locked(content: bytes) -> bytes:
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("a password", buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 200_000_000)
    return buffer.getvalue()


def rows_of(study: Path, wave: int, change_row: Callable[[list[str]], list[str]]) -> None:
    put(study.parent / f"wave{wave}.csv", change_row(wave_rows(wave)))


def with_cell(rows: list[str], column: str, value: str, *, row: int | None = None) -> list[str]:
    """Return the rows with one cell, or a whole column, set to `value`."""
    place = rows[0].split(",").index(column)
    made = [rows[0]]
    for number, text in enumerate(rows[1:], start=2):
        cells = text.split(",")
        if row in {None, number}:
            cells[place] = value
        made.append(",".join(cells))
    return made


def in_both_waves(study: Path, column: str, value: str) -> None:
    for wave in (1, 2):
        rows_of(study, wave, lambda rows: with_cell(rows, column, value))


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a missing file": (lambda s: (s.parent / "wave2.csv").unlink(), "wave2.csv"),
    "a directory": (lambda s: change(s, '"wave2.csv"', '"."'), "folder"),
    "an empty file": (lambda s: (s.parent / "wave2.csv").write_bytes(b""), "empty"),
    "a web page named xlsx": (lambda s: excel_wave(s, b"<html><table>"), "web page"),
    "a text named xlsx": (lambda s: excel_wave(s, b"child,score\n1,2\n"), "wave2.xlsx"),
    "a truncated workbook": (lambda s: excel_wave(s, workbook()[:-400]), "wave2.xlsx"),
    "a workbook with a password": (lambda s: excel_wave(s, locked(workbook())), "password"),
    "a zip bomb": (lambda s: excel_wave(s, bomb()), "wave2.xlsx"),
    "a wrong encoding": (
        lambda s: (s.parent / "wave2.csv").write_bytes("child,score\nZoë,1\n".encode("cp1252")),
        "encoding",
    ),
    "a ragged csv": (lambda s: rows_of(s, 2, lambda r: [*r, "C13,F7,3"]), "row 14"),
    "duplicate headers": (
        lambda s: rows_of(s, 2, lambda r: [r[0].replace("size", "score"), *r[1:]]),
        "score",
    ),
    "an unknown column": (
        lambda s: change(s, 'name = "score"\n', 'name = "score"\ncolumns = "scoore"\n'),
        "scoore",
    ),
    "an undecided duplicate": (lambda s: rows_of(s, 2, lambda r: [*r, r[5]]), "rows 6 and 14"),
    "all outcomes missing": (
        lambda s: in_both_waves(s, "score", ""),
        "score",
    ),
    "a treatment that never changes": (
        lambda s: put(s.parent / "visits.csv", ["child,visit_date", "C99,2021-03-12"]),
        "models[0]",
    ),
    "one cluster": (lambda s: in_both_waves(s, "family", "F1"), "models[0]"),
    "a typo in a key": (lambda s: change(s, "higher_is", "higher_iss"), "higher_iss"),
    "an expression that tries __import__": (
        lambda s: change(s, "log(size)", "__import__('os').system('true')"),
        "derived[0]",
    ),
    "a source outside root": (lambda s: change(s, '"wave2.csv"', '"../wave2.csv"'), "waves[1]"),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_stops_a_run_exits_2_writes_nothing_and_tells_no_value(
    spoiled: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, told = SPOILED[spoiled]
    spoil(study)
    out = study.parent / "out"
    assert main(["run", str(study), "--out", str(out)]) == REFUSED
    message = capsys.readouterr().err
    assert told in message
    assert list(out.iterdir()) == []
    for child in range(1, 13):
        assert f"C{child:02d}" not in message
    assert "Zoë" not in message


def record_of(study: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["run", str(study), "--json"]) == DONE
    record: dict[str, Any] = json.loads(capsys.readouterr().out)
    return record


def finding(record: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [found for found in record["findings"] if found["code"] == code]
    return dict(found)


def test_the_small_study_is_sound(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = record_of(study, capsys)
    assert record["results"]["effect"]["n_rows"] == 24
    assert record["exposures"]["visited"]["report"]["matched"] == 4
    assert [f for f in record["findings"] if f["level"] != "note"] == []


def test_3a_in_a_number_is_missing_with_a_reason_and_listed(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows_of(study, 2, lambda rows: with_cell(rows, "score", "3a", row=4))
    record = record_of(study, capsys)
    assert finding(record, "cells_unreadable")["cells"] == ["wave2.csv, row 4, column score"]
    flow = record["results"]["effect"]["flow"]
    assert {"reason": "outcome missing: unreadable", "rows": 1, "people": 0} in flow


def test_text_in_a_date_is_missing_and_listed(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows_of(study, 2, lambda rows: with_cell(rows, "day", "next week", row=3))
    found = finding(record_of(study, capsys), "cells_unreadable")
    assert found["cells"] == ["wave2.csv, row 3, column day"]


def test_ids_and_dates_that_match_nothing_are_counted_in_parts_that_add_up(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = study.parent / "visits.csv"
    added = ["C99,2021-03-12,45", "C01,2021-12-01,45", "C02,2091-03-12,45", "C02,soon,45"]
    put(log, [*log.read_text(encoding="utf-8").splitlines(), *added])
    record = record_of(study, capsys)
    report = record["exposures"]["visited"]["report"]
    assert report["rows"] == 8
    parts = ("matched", "unmatched", "outside", "undated", "excluded")
    assert [report[part] for part in parts] == [4, 1, 1, 2, 0]
    assert finding(record, "ids_unmatched")["cells"] == ["visits.csv, row 6, column child"]
    assert finding(record, "dates_impossible")["cells"] == ["visits.csv, row 8, column visit_date"]


def test_a_collinear_control_is_dropped_by_name_and_said_so(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    controls = 'cluster = ["household"]\ncontrols = ["size", "twice"]'
    change(study, 'cluster = ["household"]', controls)
    twice_the_size = '[[derived]]\nname = "twice"\nexpression = "2 * size"'
    change(study, "[[exposures]]", f"{twice_the_size}\n\n[[exposures]]")
    rows_of(study, 2, lambda rows: with_cell(rows, "size", "9", row=3))
    record = record_of(study, capsys)
    twice = record["results"]["effect"]["estimates"]["twice"]
    assert twice["estimate"] is None
    assert "size" in twice["reason"]
    assert record["results"]["effect"]["estimates"]["size"]["estimate"] is not None


def test_a_formula_in_the_data_leaves_as_text(study: Path, tmp_path: Path) -> None:
    change(study, 'label = "Score"', 'label = "=1+1"')
    assert main(["run", str(study), "--out", str(tmp_path / "out")]) == DONE
    with zipfile.ZipFile(tmp_path / "out" / "tables.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)
