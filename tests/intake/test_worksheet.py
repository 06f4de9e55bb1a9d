from __future__ import annotations

import zipfile

import openpyxl
import pytest
import xlsxwriter

from studytool.intake.worksheet import silent_cells


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    made.active.title = "notes & more"
    sheet = made.create_sheet("children")
    sheet.append(["id", "score", 't="e"'])
    sheet.append(["a", "#REF!", 1])
    sheet.append(["b", "=1+1", 't="e"</f></c>'])
    sheet["B2"].data_type = "e"
    sheet["AB7"] = "#N/A"
    sheet["AB7"].data_type = "e"
    made.save(path)
    return path


def test_errors_and_formulas_without_a_result_are_placed(book):
    assert silent_cells(book, "children") == ([(2, 2), (7, 28)], [(3, 2)])
    assert silent_cells(book, "notes & more") == ([], [])


def test_a_calculated_formula_is_no_gap_even_when_its_result_is_empty(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("s")
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(1, 0, '=""', None, "text")
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # as Excel writes a formula whose result is an empty text
    name = "xl/worksheets/sheet1.xml"
    assert b"<v>text</v>" in parts[name]
    parts[name] = parts[name].replace(b"<v>text</v>", b"<v></v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert silent_cells(path, "s") == ([(3, 1)], [])


def test_cells_are_found_wherever_the_pieces_are_cut(monkeypatch, book):
    whole = silent_cells(book, "children")
    for size in (200, 333, 517):
        monkeypatch.setattr("studytool.intake.worksheet._BLOCK", size)
        assert silent_cells(book, "children") == whole


def test_a_workbook_that_does_not_list_its_sheets_has_nothing_to_tell(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    assert silent_cells(path, "s") == ([], [])
