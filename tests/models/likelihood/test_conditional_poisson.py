"""Fitted means add up in each group, and the slope of the log-likelihood is zero."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.discrete.conditional_models import ConditionalPoisson as Oracle

from studytool.core.errors import ModelError
from studytool.models.likelihood.conditional_poisson import fit_conditional_poisson


def world(groups=60, size=4, seed=1):
    draw = np.random.default_rng(seed)
    codes = np.repeat(np.arange(groups), size)
    x = draw.normal(size=(codes.size, 2))
    y = draw.poisson(np.exp(0.5 * x[:, 0] + draw.normal(size=groups)[codes])).astype(float)
    kept = (np.bincount(codes, y) > 0)[codes]
    return y[kept], x[kept], np.unique(codes[kept], return_inverse=True)[1]


def test_statsmodels():
    y, x, codes = world()
    fit = fit_conditional_poisson(y, x, codes, ["a", "b"])
    oracle = Oracle(y, x, groups=codes).fit(disp=0, method="newton")
    assert fit.coefficients == pytest.approx(oracle.params, rel=1e-6)


def test_means_add_up_and_the_slope_is_zero():
    y, x, codes = world()
    draw = np.random.default_rng(2)
    weights, offset = draw.uniform(0.5, 2, y.size), draw.normal(size=y.size)
    fit = fit_conditional_poisson(y, x, codes, ["a", "b"], offset=offset, weights=weights)
    left = weights * (y - fit.means)
    assert np.abs(np.bincount(codes, left)).max() < 1e-10
    assert np.abs(left @ x).max() < 1e-9
    assert fit.log_likelihood > fit.log_likelihood_null


def test_units_of_a_regressor_do_not_matter():
    y, x, codes = world()
    plain = fit_conditional_poisson(y, x, codes, ["a", "b"])
    scaled = fit_conditional_poisson(y, x * [1e5, 1e-5] + 3, codes, ["a", "b"])
    assert scaled.coefficients * [1e5, 1e-5] == pytest.approx(plain.coefficients, rel=1e-7)


def test_separation_is_refused():
    y, x, codes = world()
    x[:, 1] = (y == 0).astype(float)
    with pytest.raises(ModelError, match="predicted perfectly by b"):
        fit_conditional_poisson(y, x, codes, ["a", "b"])


def test_large_steps_are_halved():
    y, x, codes = world()
    y = np.round(y * np.exp(4 * x[:, 0]))
    kept = (np.bincount(codes, y) > 0)[codes]
    y, x, codes = y[kept], x[kept], np.unique(codes[kept], return_inverse=True)[1]
    assert fit_conditional_poisson(y, x, codes, ["a", "b"]).coefficients[0] > 3
