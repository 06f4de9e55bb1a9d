from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.estimators.fe_poisson import FePoisson
from studytool.models.estimators.gee import Gee
from studytool.models.estimators.mixed import Mixed
from studytool.models.fitting.nonlinear import (
    count_codes,
    exponentiated,
    judge,
)
from studytool.models.result import Estimate, NotAvailable
from tests.simulate import World, simulate


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


def test_codes_that_occur_are_counted():
    assert count_codes(np.array([4, 4, 0])) == 2


@pytest.mark.parametrize("kind", [FeLogit, FePoisson, Gee, Mixed])
@pytest.mark.parametrize("name", ["const", "y0", "_merge", "jump", "dummies"])
def test_columns_named_like_our_own_are_columns_like_any_other(kind, name):
    panel = simulate(World(children=80), 3)
    noise = np.random.default_rng(0).normal(size=len(panel.frame))
    plain, named = (
        replace(panel, frame=panel.frame.assign(**{column: noise})) for column in ("z", name)
    )
    found = [
        kind(name="m", outcome="ill", treatment="visited", controls=(column,)).fit(
            each, seed=1, progress=Silent()
        )
        for column, each in (("z", plain), (name, named))
    ]
    for term, other in (("visited", "visited"), ("z", name)):
        assert found[0].estimates[term] == found[1].estimates[other]


def test_more_controls_than_the_data_can_bear_are_refused():
    panel = simulate(World(children=80), 3)
    noise = np.random.default_rng(0).normal(size=(len(panel.frame), 400))
    wide = {f"z{place}": column for place, column in enumerate(noise.T)}
    frame = pd.concat([panel.frame, pd.DataFrame(wide)], axis=1)
    for kind in (FeLogit, FePoisson, Gee, Mixed):
        model = kind(name="m", outcome="ill", treatment="visited", controls=tuple(wide))
        with pytest.raises(ModelError) as refused:
            model.fit(replace(panel, frame=frame), seed=1, progress=Silent())
        assert refused.value.remedy


def test_no_degrees_of_freedom_are_no_estimate():
    assert isinstance(judge(1.0, 1e-18, math.nan, 0.95), NotAvailable)


def test_a_ratio_beyond_all_numbers_has_no_upper_end():
    found = exponentiated(judge(1.0, 500.0, math.inf, 0.95))
    assert found.high == math.inf
    assert found.low == pytest.approx(0.0, abs=1e-100)
