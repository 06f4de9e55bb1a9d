from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.report.numbers import shown
from studytool.report.quantities import quantities
from studytool.report.quantity import quantity
from studytool.roi.returns_cells import returns_cells


@pytest.fixture(scope="module")
def listed(sample_run):
    return quantities(sample_run.material, returns_cells(sample_run.returns))


def test_every_name_can_be_looked_up_and_stands_once(listed, sample_run):
    extra = returns_cells(sample_run.returns)
    names = [one.name for one in listed]
    assert len(names) == len(set(names)) > 100
    for one in listed:
        assert quantity(sample_run.material, one.name, extra=extra) == one.cell


def test_words_say_which_number_of_which_result(listed):
    by_name = {one.name: one for one in listed}
    assert by_name["offer.offered.estimate"].result == "Offer, ANCOVA"
    assert by_name["offer.offered.estimate"].words == "Family offered home visits, estimate"
    assert "2022" in by_name["safety.safety_risk[3].value"].words
    assert shown(by_name["roi.reached"].cell) == "62"


def test_the_numbers_of_the_sample_brief_are_among_them(listed, sample_run):
    extra = returns_cells(sample_run.returns)
    there = [replace(one.cell, source="") for one in listed]
    for name in sample_run.study.brief.mentions():
        cell = quantity(sample_run.material, name, extra=extra)
        assert replace(cell, source="") in there, name
