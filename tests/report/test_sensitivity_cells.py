from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.sensitivity_cells import (
    line_cell,
    measure_cell,
    sensitivity_cell,
    sensitivity_of,
    shape_of,
)
from tests.report.judged import RESULT, material_of


def test_the_number_of_a_reference(make):
    material = material_of(make)
    assert sensitivity_cell(material, "schools", "without[1]", "estimate").value == -2.9
    interval = sensitivity_cell(material, "schools", "original", "interval")
    assert (interval.low, interval.high) == (-4.39, -1.85)
    assert sensitivity_cell(material, "schools", "", "lowest").value == -3.3
    assert sensitivity_cell(material, "schools", "original", "p").unit == "p"


def test_what_has_no_number_has_a_reason(make):
    material = material_of(make)
    assert sensitivity_cell(material, "schools", "without[3]", "low").reason == "nobody is left"
    assert sensitivity_cell(material, "schools", "open", "low").reason == "without end"
    assert sensitivity_cell(material, "schools", "open", "interval").reason == "without end"
    assert measure_cell(material, RESULT, "breakdown").reason == "none"


def test_a_line_of_few_people_says_so(make):
    material = material_of(make)
    assert shape_of(material, RESULT, RESULT.lines[2]).count == 3
    assert line_cell(material, RESULT, RESULT.lines[2], "people").count == 3
    assert line_cell(material, RESULT, RESULT.lines[1], "people").unit == "count"


def test_groups_are_not_people(make):
    material = material_of(make)
    from dataclasses import replace

    grouped = replace(material, panel=make.panel(design="groups"))
    cell = line_cell(grouped, RESULT, RESULT.lines[2], "people")
    assert (cell.value, cell.count) == (115.0, None)
    assert shape_of(grouped, RESULT, RESULT.lines[0]).base is None


def test_counts_and_p_are_shown_as_such(make):
    material = material_of(make)
    assert measure_cell(material, RESULT, "n_filled").unit == "count"
    assert measure_cell(material, RESULT, "p").unit == "p"


@pytest.mark.parametrize(
    ("term", "field"), [("", "lowst"), ("without[9]", "low"), ("original", "lowest")]
)
def test_what_is_not_there_is_refused(make, term, field):
    with pytest.raises(DocumentError, match="has no"):
        sensitivity_cell(material_of(make), "schools", term, field)
    with pytest.raises(DocumentError, match="no sensitivity analysis"):
        sensitivity_of(material_of(make), "visits")
