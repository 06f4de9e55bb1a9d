"""The likelihood built level by level is that of whole covariance matrices."""

from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.likelihood.variance_components import fit_components


def world(seed=2, schools=10):
    draw = np.random.default_rng(seed)
    child = np.repeat(np.arange(12 * schools), 3)
    home, school = child // 3, child // 12
    x = np.column_stack([np.ones(child.size), draw.normal(size=(child.size, 2))])
    shared = draw.normal(size=schools)[school] + 0.7 * draw.normal(size=4 * schools)[home]
    y = x @ [5.0, 1, -1] + shared + draw.normal(size=12 * schools)[child]
    keep = draw.random(child.size) > 0.2
    return (
        (y + draw.normal(size=child.size))[keep],
        x[keep],
        [c[keep] for c in (school, home, child)],
    )


def by_matrix(y, x, levels, variances, *, restricted):
    size = variances[-1] * np.eye(y.size)
    for codes, variance in zip(levels, variances, strict=False):
        size += variance * (codes[:, None] == codes[None, :])
    inverse = np.linalg.inv(size)
    inside = x.T @ inverse @ x
    b = np.linalg.solve(inside, x.T @ inverse @ y)
    left = (y - x @ b) @ inverse @ (y - x @ b)
    free = y.size - restricted * x.shape[1]
    height = free * np.log(2 * np.pi) + np.linalg.slogdet(size)[1] + left
    return -0.5 * (height + restricted * np.linalg.slogdet(inside)[1]), b, np.linalg.inv(inside)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("chosen", [(0, 1, 2), (0, 2), (2,)])
def test_whole_matrices_and_a_maximum(restricted, chosen):
    y, x, levels = world()
    levels = [np.unique(levels[place], return_inverse=True)[1] for place in chosen]
    fit = fit_components(y, x, levels, restricted=restricted)
    height, b, spread = by_matrix(y, x, levels, fit.variances, restricted=restricted)
    assert fit.log_likelihood == pytest.approx(height, rel=1e-11)
    assert fit.coefficients == pytest.approx(b, rel=1e-9)
    assert fit.covariance == pytest.approx(spread, rel=1e-9)
    for place in range(len(fit.variances)):
        for factor in (0.98, 1.02):
            moved = fit.variances.copy()
            moved[place] *= factor
            assert by_matrix(y, x, levels, moved, restricted=restricted)[0] < height


def test_units_do_not_matter():
    y, x, levels = world()
    plain = fit_components(y, x, levels)
    scaled = fit_components(1e4 * y, x * [1, 1e3, 1e-3], levels)
    assert scaled.variances == pytest.approx(1e8 * plain.variances, rel=1e-7)
    assert scaled.coefficients * [1, 1e3, 1e-3] == pytest.approx(1e4 * plain.coefficients, rel=1e-8)
    assert scaled.errors == pytest.approx(1e8 * plain.errors, rel=1e-4)


def test_errors_of_variances_in_a_balanced_layout():
    # the residual's mean square has variance 2 s^4 / df
    draw = np.random.default_rng(3)
    child = np.repeat(np.arange(100), 4)
    y = draw.normal(size=100)[child] + draw.normal(size=400)
    fit = fit_components(y, np.ones((400, 1)), [child])
    assert fit.errors[-1] == pytest.approx(fit.variances[-1] * np.sqrt(2 / 300), rel=1e-3)


def test_a_level_that_is_not_there_has_variance_zero():
    draw = np.random.default_rng(5)
    child = np.repeat(np.arange(50), 4)
    y = draw.normal(size=200)
    y -= (np.bincount(child, y) / 4)[child]
    fit = fit_components(y, np.ones((200, 1)), [child])
    assert fit.variances[0] == 0
    assert np.isnan(fit.errors[0])
    assert fit.without[0] == pytest.approx(fit.log_likelihood)


def test_an_outcome_without_errors_is_refused():
    x = np.column_stack([np.ones(12), np.arange(12.0)])
    with pytest.raises(ModelError, match="exactly"):
        fit_components(x @ [1.0, 2.0], x, [np.repeat(np.arange(4), 3)])


@pytest.mark.parametrize("seed", [162, 167, 173, 182])
def test_a_search_that_stepped_to_zero_goes_on_where_zero_is_not_best(seed):
    # the root of a variance is flat at 0; both levels, or one, were once left there
    draw = np.random.default_rng(seed)
    child = np.repeat(np.arange(144), 3)
    school, x = child // 16, draw.normal(size=432)
    y = 1 + x + 0.35 * draw.normal(size=9)[school] + 1.3 * draw.normal(size=144)[child]
    y, x = y + 2 * draw.normal(size=432), np.column_stack([np.ones(432), x])
    fit = fit_components(y, x, [school, child])
    for place in np.flatnonzero(fit.variances == 0):
        moved = fit.variances.copy()
        moved[place] = 1e-3 * moved[-1]
        assert by_matrix(y, x, [school, child], moved, restricted=True)[0] < fit.log_likelihood
    assert fit.variances[1] > 0.5
