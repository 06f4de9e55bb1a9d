from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.nonlinear import (
    count_codes,
    exponentiated,
    judge,
    let_go,
    refuse_none_left,
    refuse_other_than_yes_and_no,
)
from studytool.models.result import Estimate, NotAvailable
from studytool.models.sample import Need, draw_sample
from tests.simulate import make_panel

PANEL = make_panel(
    pd.DataFrame({"child_id": list("aabbc"), "wave": [1, 2, 1, 2, 1], "y": [0.0, 1, 1, 1, 0]})
)
SPEC = FeLogit(name="m", outcome="y", treatment="d")


def test_the_normal_interval_by_hand():
    found = judge(1.0, 0.5, math.inf, 0.95)
    assert found.p == pytest.approx(0.0455003, abs=1e-7)
    assert (found.low, found.high) == pytest.approx((1 - 0.979982, 1 + 0.979982), abs=1e-6)


def test_the_t_interval_by_hand():
    found = judge(1.0, 0.5, 2, 0.95)
    assert found.high - 1 == pytest.approx(0.5 * 4.302653, abs=1e-6)
    assert found.p == pytest.approx(1 - 2 / math.sqrt(6), abs=1e-12)


@pytest.mark.parametrize("error", [0.0, math.nan, math.inf])
def test_no_standard_error_is_no_estimate(error):
    assert isinstance(judge(1.0, error, 3, 0.95), NotAvailable)


def test_a_ratio_keeps_its_p_and_its_interval():
    ratio = exponentiated(Estimate(0.0, 0.2, math.inf, 0.4, -1.0, 1.0))
    assert (ratio.estimate, ratio.std_error, ratio.p) == (1.0, 0.2, 0.4)
    assert (ratio.low, ratio.high) == (math.exp(-1), math.exp(1))


def test_rows_that_leave_late_are_in_the_flow():
    sample = draw_sample(PANEL, SPEC, [Need("y", "outcome missing")])
    left = let_go(PANEL, sample, np.array([False, False, True, True, True]), "never changes")
    step = left.flow.steps[-1]
    assert (step.reason, step.rows, step.people, step.index) == ("never changes", 3, 2, (2, 3, 4))
    assert (left.flow.used_rows, left.flow.used_people) == (2, 1)
    assert left.index.tolist() == [0, 1]
    assert let_go(PANEL, sample, np.zeros(5, dtype=bool), "no one") is sample
    nobody = let_go(PANEL, sample, np.ones(5, dtype=bool), "all")
    with pytest.raises(ModelError, match="No row is left"):
        refuse_none_left(nobody, "All left.", "Stay.")
    refuse_none_left(left, "", "")


def test_yes_and_no_only():
    refuse_other_than_yes_and_no("y", np.array([0.0, 1.0]), "A logit")
    with pytest.raises(ModelError, match="other values"):
        refuse_other_than_yes_and_no("y", np.array([0.0, 0.5]), "A logit")


def test_codes_that_occur_are_counted():
    assert count_codes(np.array([4, 4, 0])) == 2
