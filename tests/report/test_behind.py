from __future__ import annotations

import pytest

from studytool.report.behind import mean_behind, people_behind, yes_behind


def test_groups_are_not_people(make):
    panel = make.panel(design="groups", person="state")
    assert people_behind(panel, make.fitted()) is None
    assert yes_behind(panel, make.fitted()) is None


def test_a_regression_has_people_but_no_share(make):
    assert people_behind(make.panel(), make.fitted()) == 118.0
    assert yes_behind(make.panel(), make.fitted()) is None


@pytest.mark.parametrize(
    ("earlier", "later", "behind"),
    [(10, 1, 1), (10, 20, 10), (43, 20, 43), (0, 10, 10), (45, 45, 45), (0, 44, 44)],
)
def test_a_change_is_as_small_as_the_smaller_of_its_shares(make, earlier, later, behind):
    shares = {"share_earlier": earlier / 45, "share_later": later / 45}
    result = make.fitted(people=45, rows=90, statistics=shares)
    assert yes_behind(make.panel(), result) == behind


def test_a_mean_of_a_zero_one_outcome_has_its_rarer_side_behind(make):
    counts = {"n_yes_people": 3.0, "n_no_people": 57.0, "n_yes_people_untreated": 0.0}
    result = make.fitted(statistics=counts | {"n_no_people_untreated": 20.0})
    assert mean_behind(result, "outcome_mean") == 3.0
    assert mean_behind(result, "outcome_sd") == 3.0
    assert mean_behind(result, "outcome_mean_untreated") == 20.0
    assert mean_behind(result, "r_squared") is None
    assert mean_behind(make.fitted(), "outcome_mean") is None
