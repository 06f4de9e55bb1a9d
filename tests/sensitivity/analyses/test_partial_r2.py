from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from studytool.models.estimators.gee import Gee
from studytool.models.estimators.pooled import Pooled
from tests.sensitivity.subjects import asked, judged
from tests.simulate import World, simulate

PANEL = simulate(World(children=200, effect=0.5), 2)
MODEL = {"treatment": "offered", "controls": ["age", "days"], "where": "wave == 3"}


def test_the_value_follows_from_the_t_of_least_squares():
    found = judged(PANEL, "partial_r2", "pooled", options={"benchmarks": ["days"]}, **MODEL)
    rows = PANEL.frame[PANEL.frame["wave"] == 3]
    fit = sm.OLS(rows["y"], sm.add_constant(rows[["offered", "age", "days"]])).fit()
    t2 = fit.tvalues["offered"] ** 2
    f2 = t2 / fit.df_resid
    assert found.measures["partial_r2"] == pytest.approx(t2 / (t2 + fit.df_resid))
    value = (np.sqrt(f2**2 + 4 * f2) - f2) / 2
    assert found.measures["robustness_value"] == pytest.approx(value)
    assert found.measures["robustness_value_interval"] < value


def test_a_benchmark_is_the_covariates_own_strength():
    found = judged(PANEL, "partial_r2", "pooled", options={"benchmarks": ["days"]}, **MODEL)
    assert [line.name for line in found.lines] == ["original", "days[1]", "days[2]", "days[3]"]
    away = [abs(line.estimate - found.lines[0].estimate) for line in found.lines]
    assert away == sorted(away)


def test_a_factor_counts_as_one():
    options = {"benchmarks": ["C(school_id)"], "times": [1]}
    model = MODEL | {"controls": ["age", "C(school_id)"]}
    found = judged(PANEL, "partial_r2", "pooled", options=options, **model)
    assert found.lines[1].estimate is not None


def test_what_does_not_fit_is_refused_by_name():
    model = Pooled(name="m", outcome="y", treatment="offered", controls=["age"])
    assert asked("partial_r2", benchmarks=["age"]).refuses(model) == ""
    assert '"size" is no control' in asked("partial_r2", benchmarks=["size"]).refuses(model)
    gee = Gee(name="m", outcome="y", treatment="offered")
    assert "no linear model" in asked("partial_r2").refuses(gee)
