from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.gui.money_edits import (
    Worth,
    answered,
    cost_lines,
    file_of,
    reasons,
    row_of,
    summed,
    unanswered,
    with_effect,
    with_new_line,
    with_worth,
    worth_of,
)


@pytest.fixture
def study(sample_study_path):
    return open_study(sample_study_path)


def test_reasons_go_with_the_effect_they_were_given_for(study):
    defended = answered(answered(study, "after_score", "First."), "after_score", "Second.")
    assert reasons(defended) == {"after_score": "Second."}
    assert reasons(unanswered(defended, "after_score")) == {}
    assert reasons(with_effect(defended, "offer.offered")) == {}
    assert with_effect(defended, "offer.offered").roi.horizon == 2


def test_the_worth_of_a_case_is_an_assumption_with_its_source(study):
    worth = Worth(amount=30000, source="Department of Health")
    made = with_worth(study, worth, ("ZAR", 2021))
    assert worth_of(made) == worth
    assert (made.parameters[0].currency, made.parameters[0].year) == ("ZAR", 2021)
    assert with_worth(made, Worth(), ("ZAR", 2021)) == study


def test_lines_stand_in_the_order_of_the_file_research_included(study, sample_run):
    lines = cost_lines(study, sample_run)
    assert [row_of(line) for line in lines] == list(range(3, 19))
    assert {file_of(line) for line in lines} == {"costs.csv"}
    ledger, why_not = summed(lines, "Home visits")
    assert (ledger.total, why_not) == (sample_run.ledger.total, "")


def test_a_new_line_takes_over_the_prices_of_the_others(study, sample_run):
    made = with_new_line(study, cost_lines(study, sample_run))
    item = made.costs[-1]
    assert (item.price_year, item.currency, item.programme) == (2021, "ZAR", "Home visits")


def test_a_programme_that_nothing_was_spent_on_is_told(study, sample_run):
    ledger, why_not = summed(cost_lines(study, sample_run), "Groups")
    assert ledger is None
    assert "no costs of a programme" in why_not
