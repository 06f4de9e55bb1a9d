"""The sum over ways is checked against listing them all, its derivatives against differences."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from statsmodels.discrete.conditional_models import ConditionalLogit as Oracle

from studytool.core.errors import ModelError
from studytool.models.likelihood.conditional_logit import fit_conditional_logit


def world(groups, size, seed=1, width=2):
    draw = np.random.default_rng(seed)
    codes = np.repeat(np.arange(groups), size)
    x = draw.normal(size=(codes.size, width))
    chance = 1 / (1 + np.exp(-x[:, 0] + draw.normal(size=groups)[codes]))
    y = (draw.random(codes.size) < chance).astype(float)
    some = np.bincount(codes, y)
    kept = ((some > 0) & (some < size))[codes]
    return y[kept], x[kept], np.unique(codes[kept], return_inverse=True)[1]


def listed(y, x, codes, b):
    total = 0.0
    for group in np.unique(codes):
        rows = np.flatnonzero(codes == group)
        linear, k = x[rows] @ b, int(y[rows].sum())
        ways = [np.exp(linear[list(s)].sum()) for s in combinations(range(rows.size), k)]
        total += linear[y[rows] == 1].sum() - np.log(sum(ways))
    return total


def test_the_likelihood_is_that_of_all_ways_listed_and_its_slope_is_zero():
    y, x, codes = world(25, 5)
    fit = fit_conditional_logit(y, x, codes, ["a", "b"])
    b = fit.coefficients
    assert fit.log_likelihood == pytest.approx(listed(y, x, codes, b), rel=1e-12)
    assert fit.log_likelihood_null == pytest.approx(listed(y, x, codes, np.zeros(2)), rel=1e-12)
    assert np.abs(fit.scores.sum(axis=0)).max() < 1e-9
    step = 1e-4 * np.eye(2)
    for i in range(2):
        for j in range(2):
            corners = [
                s * t * listed(y, x, codes, b + s * step[i] + t * step[j])
                for s in (1, -1)
                for t in (1, -1)
            ]
            assert -sum(corners) / 4e-8 == pytest.approx(fit.information[i, j], rel=1e-4, abs=1e-4)


def test_statsmodels():
    y, x, codes = world(60, 4)
    fit = fit_conditional_logit(y, x, codes, ["a", "b"])
    oracle = Oracle(y, x, groups=codes).fit(disp=0, method="newton")
    assert fit.coefficients == pytest.approx(oracle.params, rel=1e-6)
    errors = np.sqrt(np.diag(np.linalg.inv(fit.information)))
    assert errors == pytest.approx(oracle.bse, rel=1e-5)


def test_groups_of_many_sizes_at_once_are_as_one_by_one():
    parts = [world(12, size, seed=size) for size in (2, 3, 7)]
    y, x = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    shift = np.cumsum([0] + [part[2].max() + 1 for part in parts])
    codes = np.concatenate([part[2] + at for part, at in zip(parts, shift, strict=False)])
    fit = fit_conditional_logit(y, x, codes, ["a", "b"])
    assert fit.log_likelihood == pytest.approx(listed(y, x, codes, fit.coefficients), rel=1e-12)


def test_a_group_of_a_thousand_rows_neither_overflows_nor_takes_for_ever():
    y, x, codes = world(2, 1000, width=1)
    fit = fit_conditional_logit(y, x, codes, ["a"])
    assert fit.coefficients[0] == pytest.approx(1, abs=0.2)
    assert np.isfinite(fit.log_likelihood)


def test_units_of_a_regressor_do_not_matter():
    y, x, codes = world(60, 4)
    plain = fit_conditional_logit(y, x, codes, ["a", "b"])
    scaled = fit_conditional_logit(y, x * [1e6, 1e-6] + 100, codes, ["a", "b"])
    assert scaled.coefficients * [1e6, 1e-6] == pytest.approx(plain.coefficients, rel=1e-6)


def test_separation_is_refused():
    y, x, codes = world(30, 3)
    x[:, 1] = y + 0.01 * x[:, 1]
    with pytest.raises(ModelError, match="predicted perfectly by b"):
        fit_conditional_logit(y, x, codes, ["a", "b"])


def test_strong_but_not_perfect_prediction_is_fitted():
    y, x, codes = world(400, 4)
    x[:, 1] = 6 * y + np.random.default_rng(3).normal(size=y.size) * 1.6
    fit = fit_conditional_logit(y, x, codes, ["a", "b"])
    assert np.isfinite(fit.coefficients).all()
