"""Worked by hand: four numbers, 10 and 4 before, 7 and 6 after; (7 - 10) - (6 - 4) = -5."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.pooled import Pooled
from studytool.models.fitting.exact import takes_every_row
from studytool.models.kernel.linear import least_squares
from studytool.models.result import NotAvailable
from tests.simulate import make_panel

CELLS = pd.DataFrame(
    {
        "child_id": list("aabb"),
        "wave": [1, 2] * 2,
        "served": [1.0, 1, 0, 0],
        "y": [10.0, 7, 4, 6],
    }
)


def fit(panel, **options):
    spec = Did.model_validate({"name": "m", "outcome": "y", "treatment": "served", **options})
    return spec.fit(panel, seed=1, progress=Silent())


@pytest.mark.parametrize(
    "options", [{}, {"effects": []}, {"cluster": ["person"]}, {"covariance": "hc3"}]
)
def test_four_numbers_give_an_estimate_and_no_standard_error(options):
    result = fit(make_panel(CELLS), **options)
    estimate = result.estimates["served:post"]
    assert isinstance(estimate, NotAvailable)
    assert estimate.estimate == pytest.approx(-5)
    assert "no row is left over" in estimate.reason
    assert "the estimate itself is -5" in estimate.reason
    assert result.shown == ("served:post",)
    assert [f.code for f in result.findings if f.level == "warning"] == ["no_error_left"]
    assert result.covariance.size == 0
    assert not result.tests


def test_the_four_numbers_of_different_people_give_the_four_means():
    result = fit(make_panel(CELLS, person=None))
    found = {name: one.estimate for name, one in result.estimates.items()}
    assert found == pytest.approx({"const": 4, "served": 6, "post": 2, "served:post": -5})


def test_five_numbers_can_be_judged():
    more = pd.concat([CELLS, CELLS.iloc[:1].assign(child_id="c", y=12.0)], ignore_index=True)
    result = fit(make_panel(more, person=None))
    assert result.estimates["served:post"].std_error > 0


def test_an_outcome_made_of_regressors_is_refused_as_before():
    spec = Pooled.model_validate({"name": "m", "outcome": "y", "treatment": "served"})
    two = make_panel(CELLS.iloc[[0, 2]], person=None)
    with pytest.raises(ModelError, match="fit the outcome exactly"):
        spec.fit(two, seed=1, progress=Silent())


def test_rows_and_numbers_are_counted_with_the_effects():
    outcome, people = np.array([1.0, 2, 3, 5]), np.array([0, 0, 1, 1])
    slope = np.array([[0.0], [1], [0], [2]])
    assert not takes_every_row(least_squares(outcome, slope, effects=(people,)))
    waves = np.array([0, 1, 0, 1])
    assert takes_every_row(least_squares(outcome, slope, effects=(people, waves)))
