from __future__ import annotations

import pytest

from studytool.survey.codebook import Variable
from studytool.survey.wave_grid import label_of, wave_grid
from tests.survey.wave_files import waves_with


@pytest.fixture
def waves():
    return waves_with()


def cells(grid, name):
    row = next(row for row in grid.rows if row.name == name)
    return [(cell.column, cell.kind, cell.words) for cell in row.cells]


def test_heads_name_the_waves_their_rows_and_files(waves):
    heads = wave_grid(waves).heads
    assert [(h.label, h.rows, h.endings) for h in heads] == [
        ("2020", 4, "xlsx"),
        ("2021", 4, "sav"),
        ("2022", 3, "csv"),
    ]
    assert wave_grid(waves).reading[2] == "2022: decimal comma, no thousands mark."


def test_each_difference_has_its_word(waves):
    grid = wave_grid(waves)
    assert cells(grid, "child") == [("child", "", "")] * 3
    assert cells(grid, "violence")[1] == ("violence", "missing", "new code 8")
    assert cells(grid, "income")[2] == ("income", "format", "decimal comma")
    assert cells(grid, "cg_worry")[1:] == [("", "not_asked", "not asked")] * 2


def test_what_the_codebook_evens_out_is_told():
    entries = (
        Variable(name="violence", recode={"2": {"1": 1, "2": 0}}),
        Variable(name="worry", columns={"1": "cg_worry", "2": "worried"}),
    )
    grid = wave_grid(waves_with(entries))
    assert cells(grid, "worry")[1] == ("worried", "renamed", "renamed")
    assert cells(grid, "violence")[1] == ("violence", "recoded", "recoded 1, 2, new code 8")
    done = {row.name: row.done for row in grid.rows}
    assert done["violence"] == "1 → 1, 2 → 0; 8 “not asked” → missing"
    assert done["worry"] == "Same field as worry"


def test_labels_come_from_the_codebook_then_from_the_files(waves):
    assert label_of(waves, "violence") == "Exposed to violence"
    said = waves_with((Variable(name="violence", label="Violence"),))
    assert label_of(said, "violence") == "Violence"
    assert label_of(waves, "income") == ""
