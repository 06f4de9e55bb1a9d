from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.disclosure import suppress_table
from studytool.report.tables.sensitivity import SensitivityTable
from tests.report.judged import RESULT, material_of


def lay_out(make, **options):
    return SensitivityTable(name="t", sensitivity="schools", **options).lay_out(material_of(make))


def test_lines_stand_first_then_what_they_come_to(make):
    table = lay_out(make)
    assert [column.head for column in table.columns] == [
        "Estimate",
        "95 % interval",
        "p",
        "Children",
    ]
    assert [row.head for row in table.rows] == [
        *(line.label for line in RESULT.lines), "Lowest estimate", "Joint p", "Filled in",
        "breakdown",
    ]  # fmt: skip
    assert table.rows[0].role == "lead"
    assert all(len(row.cells) == 4 for row in table.rows)
    assert table.notes[0] == RESULT.statement
    assert table.caption.startswith("Leave one out: ")
    assert table.rows[4].cells[0].reason == ""  # a line of an interval alone has no estimate
    assert table.rows[3].cells[0].reason == "nobody is left"


def test_decimals_are_those_asked_for(make):
    table = lay_out(make, decimals=4)
    assert table.rows[1].cells[0].decimals == 4
    assert table.rows[1].cells[3].decimals == 0


def test_the_line_of_a_small_school_is_hidden(make):
    shown, findings = suppress_table(lay_out(make), 5, ())
    hidden = {row.head for row in shown.rows if row.cells[0].reason == "hidden"}
    assert hidden == {"Without 2"}
    assert any("Without 2" in finding.message for finding in findings)


def test_another_result_is_refused(make):
    table = SensitivityTable(name="t", sensitivity="visits")
    assert table.uses() == ("visits",)
    with pytest.raises(DocumentError, match="no sensitivity analysis"):
        table.lay_out(material_of(make))
