from __future__ import annotations

from datetime import date, datetime, time

import openpyxl
import pyarrow as pa
import pytest

from studytool.core.errors import SourceError
from studytool.intake.formats.excel import ExcelImporter


@pytest.fixture
def book():
    made = openpyxl.Workbook()
    made.active.title = "children"
    return made


def read(tmp_path, book, **options):
    path = tmp_path / "a.xlsx"
    book.save(path)
    return ExcelImporter(**options).read(path)


def refused(tmp_path, book, **options) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, book, **options)
    return caught.value


def fill(book, *rows, sheet=None):
    for row in rows:
        (book[sheet] if sheet else book.active).append(row)
    return book


def cells(parsed):
    return parsed.table.to_pydict()


def test_numbers_dates_and_text_are_kept_apart(tmp_path, book):
    fill(
        book,
        ["id", "age", "date", "mixed", 2020, "when", "yes"],
        ["001", 7, date(2021, 3, 4), 3, "x", time(10, 30), True],
        ["002", None, date(2021, 3, 5), "3a", None, None, False],
        ["003", 7.5, None, date(2021, 3, 6), "NA", None, None],
    )
    parsed = read(tmp_path, book)
    assert cells(parsed) == {
        "id": ["001", "002", "003"],
        "age": [7.0, None, 7.5],
        "date": [datetime(2021, 3, 4), datetime(2021, 3, 5), None],
        "mixed": ["3", "3a", "2021-03-06"],
        "2020": ["x", None, "NA"],
        "when": ["10:30:00", None, None],
        "yes": ["TRUE", "FALSE", None],
    }
    assert parsed.table.schema.field("date").type == pa.timestamp("us")
    assert parsed.rows.to_pylist() == [2, 3, 4]
    assert parsed.findings == ()


def test_rows_are_rows_of_the_sheet_wherever_the_table_stands(tmp_path, book):
    sheet = book.active
    sheet["C4"], sheet["D4"], sheet["C6"], sheet["D6"], sheet["C9"] = "id", "x", "a", 1, "b"
    sheet["C11"] = "made by the office"
    parsed = read(tmp_path, book, header_row=4, skip_footer=1)
    assert cells(parsed) == {"id": ["a", "b"], "x": [1.0, None]}
    assert parsed.rows.to_pylist() == [6, 9]
    assert read(tmp_path, book, header_row=4, rows=1).rows.to_pylist() == [6]
    assert refused(tmp_path, book, header_row=12).where == "row 12"
    assert "column names is empty" in refused(tmp_path, book).what


def test_errors_and_uncalculated_formulas_are_missing_and_told(tmp_path, book):
    fill(book, ["id", "score"], ["a", "#REF!"], ["b", "=1+1"], ["c", 4], ["Total", "#N/A"])
    book.active["B2"].data_type = book.active["B5"].data_type = "e"
    parsed = read(tmp_path, book, skip_footer=1)
    assert cells(parsed)["score"] == [None, None, 4.0]
    assert [(f.level, f.code, f.cells) for f in parsed.findings] == [
        ("warning", "cells_error", ("row 2, column score",)),
        ("warning", "cells_uncalculated", ("row 3, column score",)),
    ]


def test_many_errors_are_counted_after_the_first_fifty(tmp_path, book):
    fill(book, ["id", "x"], *([str(n), "#N/A"] for n in range(60)))
    for row in range(2, 62):
        book.active.cell(row, 2).data_type = "e"
    (finding,) = read(tmp_path, book).findings
    assert finding.message.startswith("60 cell(s)")
    assert len(finding.cells) == 51
    assert finding.cells[-1] == "and 10 more"


def test_merged_cells_are_told_and_not_filled(tmp_path, book):
    fill(book, ["hh", "sdq", None], ["h1", 1, 2], [None, 3, 4], ["h2", 5, 6])
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("A2:A3")
    parsed = read(tmp_path, book)
    assert cells(parsed)["hh"] == ["h1", None, "h2"]
    assert parsed.table.column_names == ["hh", "sdq", "column_3"]
    findings = {finding.code: finding for finding in parsed.findings}
    assert set(findings) == {"columns_unnamed", "cells_merged"}
    assert set(findings["cells_merged"].cells) == {
        "row 1, columns sdq to column_3",
        "rows 2 to 3, column hh",
    }


def test_a_title_merged_above_the_names_is_no_matter(tmp_path, book):
    fill(book, ["SYNTHETIC", None], ["id", "x"], ["a", 1])
    book.active.merge_cells("A1:B1")
    assert read(tmp_path, book, header_row=2).findings == ()


def test_the_same_name_twice_is_refused(tmp_path, book):
    assert '"age"' in refused(tmp_path, fill(book, ["id", "age", "age"], ["a", 1, 2])).what


def test_the_sheet_is_asked_for_where_several_hold_something(tmp_path, book):
    fill(book, ["id"], ["a"])
    book.create_sheet("empty")
    assert cells(read(tmp_path, book)) == {"id": ["a"]}
    book.create_sheet("households")
    fill(book, ["hh"], ["h1"], sheet="households")
    error = refused(tmp_path, book)
    assert '"children", "households"' in error.what
    assert 'sheet = "children"' in error.remedy
    assert cells(read(tmp_path, book, sheet="households")) == {"hh": ["h1"]}
    book["households"].sheet_state = "hidden"
    assert cells(read(tmp_path, book)) == {"id": ["a"]}


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path, book):
    error = refused(tmp_path, fill(book, ["id"]), sheet="childen")
    assert error.remedy == 'Did you mean "children"?'
    assert "is empty" in refused(tmp_path, openpyxl.Workbook()).what


def test_a_damaged_workbook_is_called_damaged(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(SourceError, match="damaged"):
        ExcelImporter().read(path)
