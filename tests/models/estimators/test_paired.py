"""Worked by hand: 10 families, harsh discipline 6 then 2; 5 stopped, 1 began.

Change (1 - 5) / 10 = -0.4; McNemar (1 - 5)^2 / 6 = 2.667, corrected (4 - 1)^2 / 6 = 1.5; exact
2 x P(X <= 1 | 6, 1/2) = 2 x 7/64 = 0.21875. Plain standard error sqrt(6 - 16/10) / 10 = 0.20976.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.paired import Margins, Paired
from studytool.models.guard.examination import examine
from studytool.models.result import NotAvailable
from tests.simulate import make_panel

PAIRS = [(1, 0)] * 5 + [(0, 1)] + [(1, 1)] + [(0, 0)] * 3


def panel_of(pairs, waves=(1, 2)):
    rows = [
        (f"f{place:04d}", wave, float(answer))
        for place, pair in enumerate(pairs)
        for wave, answer in zip(waves, pair, strict=True)
    ]
    return make_panel(pd.DataFrame(rows, columns=["child_id", "wave", "y"]))


def fit(panel, **options):
    model = Paired.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def test_ten_families_by_hand():
    result = fit(panel_of(PAIRS))
    change = result.estimates["change"]
    assert change.estimate == pytest.approx(-0.4)
    assert change.std_error == pytest.approx(math.sqrt(4.4) / 10)
    assert change.p == pytest.approx(0.21875)
    assert change.low < -0.4 < change.high
    assert result.tests["mcnemar"].statistic == pytest.approx(16 / 6)
    assert result.tests["mcnemar_exact"].p == pytest.approx(0.21875)
    assert result.tests["mcnemar_mid_p"].p < 0.21875
    assert (result.n_rows, result.n_people) == (20, 10)
    shares = (result.statistics["share_earlier"], result.statistics["share_later"])
    assert shares == (0.6, 0.2)
    assert (result.statistics["to_yes"], result.statistics["to_no"]) == (1, 5)


def test_correction_is_an_option():
    assert fit(panel_of(PAIRS), correction=True).tests["mcnemar"].statistic == pytest.approx(1.5)


def test_prime_minister_approval():
    # Agresti, Categorical Data Analysis, table 10.1: 794, 150, 86, 570 of 1600
    pairs = [(1, 1)] * 794 + [(1, 0)] * 150 + [(0, 1)] * 86 + [(0, 0)] * 570
    result = fit(panel_of(pairs))
    assert result.tests["mcnemar"].statistic == pytest.approx(17.36, abs=0.006)
    corrected = fit(panel_of(pairs), correction=True)
    assert corrected.tests["mcnemar"].statistic == pytest.approx(16.82, abs=0.006)
    assert result.estimates["change"].estimate == pytest.approx(-0.04)
    assert result.estimates["change"].std_error == pytest.approx(0.0095, abs=0.0001)


def test_harsh_discipline_ten_to_one_in_45_families_is_within_the_published_bounds():
    for kept in (0, 1):
        pairs = [(1, 1)] * kept + [(1, 0)] * (10 - kept) + [(0, 1)] * (1 - kept)
        result = fit(panel_of(pairs + [(0, 0)] * (45 - len(pairs))))
        assert 0.0039 <= round(result.estimates["change"].p, 4) <= 0.0117


def test_people_without_both_answers_leave_and_other_waves_are_set_aside():
    panel = panel_of([(1, 0, 1), (0, 0, 1), (1, 1, 0)], waves=(1, 2, 3))
    frame = panel.frame.copy()
    frame.loc[0, "y"] = np.nan
    result = fit(make_panel(frame), waves=[1, 3])
    assert result.n_people == 2
    assert [step.reason for step in result.flow.steps] == [
        "wave is neither 1 nor 3",
        "outcome missing",
        "not in every wave of the sample",
    ]


def test_nobody_changing_is_no_evidence_of_change():
    result = fit(panel_of([(1, 1)] * 4 + [(0, 0)] * 4))
    change = result.estimates["change"]
    assert (change.estimate, change.p) == (0, 1)
    assert change.low < 0 < change.high


@pytest.mark.parametrize("waves", [[1, 9], [3, 1], [1, 1]])
def test_waves_must_be_there_and_in_order(waves):
    panel = panel_of([(1, 0, 1), (0, 1, 1)], waves=(1, 2, 3))
    with pytest.raises(ModelError, match="cannot be compared") as refused:
        fit(panel, waves=waves)
    assert "1, 2, 3" in refused.value.remedy


def test_all_waves_are_compared_where_none_are_named():
    # four people at three waves: Q = 3 (worked in the tests of the numbers)
    panel = panel_of([(1, 1, 0), (1, 0, 0), (0, 0, 0), (1, 1, 1)], waves=(1, 2, 3))
    result = fit(panel)
    assert result.tests["cochran_q"].statistic == pytest.approx(3)
    assert result.tests["cochran_q"].df == 2
    assert result.estimates["change"].estimate == pytest.approx(-0.5)
    assert (result.n_rows, result.n_people) == (12, 4)


def test_a_score_is_compared_by_its_mean():
    result = fit(panel_of([(1, 2), (2, 4), (4, 7)]))
    change = result.estimates["change"]
    assert (change.estimate, change.df) == (2, 2)
    assert result.tests["paired_t"].statistic == pytest.approx(2 * math.sqrt(3))
    assert result.covariance[0, 0] == pytest.approx(1 / 3)
    assert "mcnemar" not in result.tests


def test_a_score_at_three_waves_asks_for_two():
    with pytest.raises(ModelError, match="there are 3 waves") as refused:
        fit(panel_of([(1, 2, 3), (2, 4, 4)], waves=(1, 2, 3)))
    assert "waves = [1, 3]" in refused.value.remedy


def test_margins_give_the_range_over_every_pairing_and_read_no_data():
    margins = {"people": 45, "earlier": 10, "later": 1}
    model = Paired.model_validate({"name": "m", "outcome": "harsh", "margins": margins})
    assert model.needs() == ()
    panel = panel_of(PAIRS)
    result = model.fit(panel, seed=1, progress=Silent())
    exact = result.tests["mcnemar_exact"]
    assert (exact.low, exact.high) == pytest.approx((2 / 2**9, 24 / 2**11))
    assert exact.p is None
    assert "2 pairings" in exact.reason
    assert isinstance(result.estimates["change"], NotAvailable)
    assert result.statistics["change"] == pytest.approx(-0.2)
    assert (result.n_rows, result.n_people, result.flow.used_rows) == (0, 45, 0)
    assert len(result.flow.steps[0].index) == len(panel.frame)
    assert examine(model, result, panel, (), {}) == ()


def test_margins_in_percent_stand_for_every_count_that_rounds_to_them():
    # caregivers' worry, 63 then 50 % of 123: exact p between 1.5e-5 and 0.18
    margins = {"people": 123, "earlier": 63, "later": 50, "unit": "percent"}
    model = Paired.model_validate({"name": "m", "outcome": "worry", "margins": margins})
    result = model.fit(panel_of(PAIRS), seed=1, progress=Silent())
    exact = result.tests["mcnemar_exact"]
    assert exact.low == pytest.approx(1.5e-5, rel=0.02)
    assert exact.high == pytest.approx(0.18, rel=0.03)
    assert result.statistics["share_later"] == 0.5


@pytest.mark.parametrize(
    "margins",
    [
        {"people": 10, "earlier": 11, "later": 2},
        {"people": 10, "earlier": 1.5, "later": 2},
        {"people": 7, "earlier": 50, "later": 43, "unit": "percent"},
    ],
)
def test_margins_that_cannot_be_are_refused(margins):
    with pytest.raises(ValidationError, match="no number of"):
        Margins.model_validate(margins)


def test_nobody_at_both_waves_is_refused():
    panel = panel_of([(1, 0), (0, 1)])
    frame = panel.frame.copy()
    frame.loc[[0, 3], "y"] = np.nan
    with pytest.raises(ModelError) as refused:
        fit(make_panel(frame))
    assert refused.value.remedy


def test_people_must_be_named():
    with pytest.raises(ModelError, match="who is who"):
        fit(make_panel(panel_of(PAIRS).frame, person=None))


@pytest.mark.parametrize("option", ["treatment", "weights", "covariance"])
def test_options_without_a_place_are_refused(option):
    value = "cr1" if option == "covariance" else "d"
    with pytest.raises(ValidationError, match="no place in a paired comparison"):
        Paired.model_validate({"name": "m", "outcome": "y", option: value})
