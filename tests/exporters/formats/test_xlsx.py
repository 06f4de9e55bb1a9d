from __future__ import annotations

import zipfile
from dataclasses import replace

import openpyxl
import pytest

from studytool.core.errors import StudyError
from studytool.exporters.exporter import Output
from studytool.exporters.formats.xlsx import Workbook
from studytool.report.figure import Figure
from studytool.report.table import Cell, Column, Row, Table
from tests.golden_office import as_text, golden

ROWS = (
    Row(
        "Home visits",
        (Cell(-0.1416, decimals=2), Cell(low=-0.25, high=-0.03), Cell(0.58, "percent", 0)),
    ),
    Row("Harsh discipline", (Cell(reason="fewer than 5"), Cell(), Cell(1.0, "count", 0))),
    Row("Cost", (Cell(4425.0, "money", 0, currency="R"), Cell(), Cell(0.004, "p"))),
)
HEADS = (Column("Estimate", "Offer"), Column("95 % interval", "Offer"), Column("Share"))
TABLE = Table("t1", "regression", "What changed", "Term", HEADS, ROWS, "Points", ("n 120.",))
FIGURE = Figure(
    name="f1",
    kind="trend",
    caption="It fell",
    alt_text="A line.",
    columns=("wave", "value"),
    data=({"wave": Cell("2020", "text"), "value": Cell(17.25, decimals=1)},),
    paint=lambda *_: None,
    tell=lambda _: ("It fell", "A line."),
)


def output(tables=None, figures=None, title="A study (synthetic)"):
    return Output(title, tables or {"t1": TABLE}, figures or {"f1": FIGURE}, None, ("Seed: 7.",))


def written(tmp_path, **parts):
    path = tmp_path / "tables.xlsx"
    Workbook().write(output(**parts), path)
    return path


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_table_and_every_chart_has_a_sheet(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path))
    assert book.sheetnames == ["Contents", "t1", "f1"]
    contents = cells(book["Contents"])
    assert ["t1", "Table: What changed"] in contents
    assert ["f1", "Data of the chart: It fell"] in contents
    assert contents[1][0] == "SYNTHETIC DATA"
    assert contents[-1][0] == "Seed: 7."


def test_numbers_are_numbers_at_full_precision_and_intervals_two_columns(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path))["t1"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    heads = [cell.value for cell in rows["Term"] if cell.value]
    assert heads == ["Term", "Estimate", "95 % interval, low", "95 % interval, high", "Share"]
    visits = rows["Home visits"]
    visits = visits[:5]
    assert [cell.value for cell in visits[1:]] == [-0.1416, -0.25, -0.03, 0.58]
    assert [cell.number_format for cell in visits[1:]] == ["#,##0.00", "#,##0.00", "#,##0.00", "0%"]
    assert rows["Cost"][1].number_format == '"R"#,##0'
    assert [cell.value for cell in rows["Harsh discipline"][1:5]] == ["fewer than 5", "–", None, 1]
    assert sheet.cell(sheet.max_row, 1).value == "n 120."


def test_a_text_that_looks_like_a_formula_or_link_stays_text(tmp_path):
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org", "12", "\x0bbell"]
    rows = tuple(Row(text, (Cell(text, "text"),)) for text in texts)
    table = Table("=t", "k", "=caption", "=stub", (Column("=head"),), rows, "=unit", ("=note",))
    path = written(tmp_path, tables={"=t": table}, title="=title")
    sheet = openpyxl.load_workbook(path)["=t"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    with zipfile.ZipFile(path) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            assert b"<f>" not in file.read(name)
        assert not [name for name in file.namelist() if "worksheets/_rels" in name]


@pytest.mark.parametrize(
    ("names", "sheets"),
    [
        (["a/b", "a:b"], ["a b", "a b 2"]),
        (["Contents", "HISTORY"], ["Contents 2", "HISTORY 2"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 29 + " 2"]),
        (["'t'", "[]"], ["t", "Sheet"]),
    ],
)
def test_sheet_names_are_safe_and_each_is_there_once(tmp_path, names, sheets):
    tables = {name: replace(TABLE, name=name) for name in names}
    book = openpyxl.load_workbook(written(tmp_path, tables=tables))
    assert book.sheetnames == ["Contents", *sheets, "f1"]


def test_the_same_study_gives_the_same_bytes(tmp_path):
    first = written(tmp_path).read_bytes()
    assert written(tmp_path).read_bytes() == first


def test_a_place_that_cannot_be_written_is_an_error_of_the_study(tmp_path):
    with pytest.raises(StudyError):
        Workbook().write(output(), tmp_path / "missing" / "tables.xlsx")


def test_a_workbook_is_written_as_it_was_when_it_looked_right(tmp_path):
    text = as_text(written(tmp_path), r"xl/(worksheets/.*|sharedStrings|styles|workbook)\.xml")
    assert text == golden("tables.txt")


def test_an_estimate_has_its_standard_error_beside_it_and_a_hidden_one_has_none(tmp_path):
    rows = (
        Row("Visits", (Cell(-2.5, std_error=0.75), Cell(low=-4.0, high=-1.0), Cell(0.01, "p"))),
        Row("Hidden", (Cell(reason="fewer than 5"), Cell(reason="fewer than 5"), Cell())),
    )
    heads = tuple(Column(head, "Offer") for head in ("Estimate", "95 % interval", "p"))
    table = Table("t", "regression", "Effects", "Term", heads, rows)
    sheet = openpyxl.load_workbook(written(tmp_path, tables={"t": table}))["t"]
    lines = {row[0].value: [cell.value for cell in row[1:6]] for row in sheet.iter_rows()}
    assert lines["Term"][:2] == ["Estimate", "Std. error"]
    assert lines["Visits"] == [-2.5, 0.75, -4.0, -1.0, 0.01]
    assert lines["Hidden"][:3] == ["fewer than 5", None, "fewer than 5"]


def test_long_notes_wrap_and_are_as_high_as_they_need(tmp_path):
    table = replace(TABLE, name="t", notes=("A long note about people. " * 30,))
    sheet = openpyxl.load_workbook(written(tmp_path, tables={"t": table}))["t"]
    note = sheet.cell(sheet.max_row, 1)
    assert note.alignment.wrap_text
    assert note.coordinate in sheet.merged_cells
    assert sheet.row_dimensions[note.row].height >= 7 * 15  # 780 letters, about 100 a line


def test_a_head_over_several_columns_stands_once_over_all_of_them(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path))["t1"]
    spans = [str(cells) for cells in sheet.merged_cells.ranges if cells.min_col == 2]
    assert len(spans) == 1
    assert sum(cell.value == "Offer" for row in sheet.iter_rows() for cell in row) == 1


def test_the_heads_of_a_chart_are_words(tmp_path):
    point = {"wave_label": Cell("2020", "text"), "value": Cell(1.0), "std_error": Cell(0.5)}
    figure = replace(FIGURE, columns=tuple(point), data=(point,))
    sheet = openpyxl.load_workbook(written(tmp_path, figures={"f1": figure}))["f1"]
    shown = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"Wave", "Value", "Std. error"} <= set(shown)
    assert "wave_label" not in shown
