from __future__ import annotations

from studytool.gui.brief_numbers import teller
from studytool.roi.returns_cells import returns_cells


def told_by(run, minimum=5):
    return teller(run, returns_cells(run.returns), minimum)


def test_a_reference_reads_as_on_the_page(sample_run):
    told = told_by(sample_run)
    assert told("{offer.offered.estimate|abs 1}") == "2.9"
    assert told("{roi.per_person|money}") == "R4,425"


def test_small_numbers_are_hidden_in_the_text_as_on_the_page(sample_run):
    name = "harsh.harsh_discipline[2].value"
    assert told_by(sample_run)(f"{{{name}}}") == "a number not shown"
    assert told_by(sample_run, minimum=1)(f"{{{name}}}").isdigit()


def test_what_names_nothing_is_told_by_its_name(sample_run):
    assert told_by(sample_run)("{no.such.number|abs}") == "no.such.number?"
