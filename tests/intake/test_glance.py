from __future__ import annotations

from pathlib import Path

from studytool.intake.glance import glance, glances

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "cop_synthetic"


def test_a_workbook_gives_one_glance_a_sheet():
    found = glances(SAMPLE / "wave1_2020.xlsx")
    assert [one.title for one in found] == [
        "wave1_2020.xlsx, children",
        "wave1_2020.xlsx, households",
    ]
    assert all(one.options["header_row"] == 2 for one in found)
    assert all(one.error is None for one in found)


def test_letters_of_windows_and_a_line_above_the_names_are_found():
    (found,) = glances(SAMPLE / "wave3_2022.csv")
    assert found.options["encoding"] == "cp1252"
    assert found.options["header_row"] == 2
    assert "Row 2 holds the names" in found.decided
    assert "child_id" in found.table.frame


def test_what_is_no_data_file_says_so(tmp_path):
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    (found,) = glances(picture)
    assert found.table is None
    assert "picture" in found.error.what


def test_a_file_of_unknown_ending_says_so(tmp_path):
    other = tmp_path / "data.xyz"
    other.write_text("a,b\n1,2\n")
    assert "ending" in glances(other)[0].error.what


def test_a_header_row_that_is_said_is_not_tried():
    found = glance(SAMPLE / "wave3_2022.csv", {"encoding": "cp1252", "header_row": 3})
    assert found.options["header_row"] == 3
