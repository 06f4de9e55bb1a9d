from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from studytool.core.errors import ModelError
from studytool.models.inference.covariance import (
    carriers,
    classical,
    clustered,
    count_clusters,
    crossing,
    influence,
    leverage,
    residual_df,
    robust,
)
from studytool.models.kernel.linear import least_squares


def sample(*, weighted=False, missing=0.2):
    """A fit with effects of child and wave, and statsmodels' with every dummy written out."""
    random = np.random.default_rng(7)
    child, wave = np.divmod(np.arange(90), 3)
    keep = random.random(90) >= missing
    keep[:6] = True
    child, wave = child[keep], wave[keep]
    codes = np.unique(child, return_inverse=True)[1]
    # a child seen once has leverage 1, where statsmodels divides 0 by 0
    often = np.bincount(codes)[codes] > 1
    child, wave = np.unique(child[often], return_inverse=True)[1], wave[often]
    x = random.normal(size=(child.size, 2))
    y = x @ [1, 2] + random.normal(size=child.size) * (1 + wave)
    weights = random.uniform(0.5, 3, child.size) if weighted else None
    fit = least_squares(y, x, effects=(child, wave), weights=weights)
    dummies = [child[:, None] == np.arange(child.max() + 1), wave[:, None] == np.arange(1, 3)]
    design = np.hstack([x, *dummies]).astype(float)
    oracle = sm.OLS(y, design) if weights is None else sm.WLS(y, design, weights)
    return fit, oracle, child


def test_by_hand():
    """Means of two groups of two: y = 1, 3 and 2, 8, x = 0, 0, 1, 1 and a constant.

    Slope 5 - 2 = 3, residuals -1, 1, -3, 3. Classical: s2 = 20/2, slope variance s2 (1/2 + 1/2) =
    10. HC0: (1 + 1)/4 + (9 + 9)/4 = 5; HC1 x 4/2 = 10; leverage 1/2 everywhere: HC2 = 10, HC3 = 20.
    """
    x = np.array([[0.0, 1], [0, 1], [1, 1], [1, 1]])
    fit = least_squares(np.array([1.0, 3, 2, 8]), x)
    assert fit.coefficients == pytest.approx([3, 2])
    assert leverage(fit) == pytest.approx([0.5] * 4)
    assert residual_df(fit) == 2
    assert classical(fit)[0, 0] == pytest.approx(10)
    expected = {"hc0": 5, "hc1": 10, "hc2": 10, "hc3": 20}
    assert {kind: robust(fit, kind)[0, 0] for kind in expected} == pytest.approx(expected)
    # clusters {0, 2} and {1, 3}: influence on the slope -1/2, 1/2; sums -1 and 1
    assert clustered(fit, np.array([0, 1, 0, 1]))[0, 0] == pytest.approx(2)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster"])
def test_equals_statsmodels(weighted, kind):
    fit, oracle, child = sample(weighted=weighted)
    options = {"groups": child, "use_correction": False} if kind == "cluster" else {}
    theirs = oracle.fit(cov_type=kind, cov_kwds=options).bse[:2]
    if kind == "nonrobust":
        ours = classical(fit)
    else:
        ours = clustered(fit, child) if kind == "cluster" else robust(fit, kind.lower())
    np.testing.assert_allclose(np.sqrt(np.diagonal(ours)), theirs, rtol=1e-8)


def test_leverage_sums_to_the_parameters():
    for weighted in (False, True):
        fit, _, _ = sample(weighted=weighted)
        assert leverage(fit).sum() == pytest.approx(fit.rank)


def test_influence_turns_outcomes_into_coefficients():
    fit, oracle, _ = sample(weighted=True)
    np.testing.assert_allclose(influence(fit).T @ oracle.endog, fit.coefficients, atol=1e-12)


@pytest.mark.parametrize("kind", ["hc0", "hc2", "hc3"])
def test_a_row_fitted_by_itself_adds_nothing(kind):
    fit, oracle, child = sample()
    y, x = oracle.endog, oracle.exog[:, :2]
    wave = (oracle.exog[:, -2:] @ [1, 2]).astype(int)
    alone = least_squares(
        np.append(y, 99.0),
        np.vstack([x, [5, -3]]),
        effects=(np.append(child, child.max() + 1), np.append(wave, 1)),
    )
    assert alone.singletons == 1
    np.testing.assert_allclose(robust(alone, kind), robust(fit, kind), rtol=1e-9)


def test_one_cluster_and_no_degrees_of_freedom_are_refused():
    with pytest.raises(ModelError, match="one cluster"):
        count_clusters(np.full(9, 4))
    fit = least_squares(np.array([1.0, 5]), np.array([[0.0, 1], [1, 1]]))
    with pytest.raises(ModelError, match="no degrees of freedom"):
        residual_df(fit)


def test_carriers_of_a_difference_of_means_by_hand():
    """Four treated clusters against six others, one row each: the influences are 1/4 and 1/6.

    The squares are 1/16 four times and 1/36 six times: (1/4 + 1/6)^2 / (4/16^2 + 6/36^2) = 8.58.
    """
    treated = np.repeat([1.0, 0.0], [4, 6])
    outcome = np.random.default_rng(1).normal(size=10)
    fit = least_squares(outcome, np.column_stack([np.ones(10), treated]))
    clusters = np.arange(10)
    found = carriers(fit, clusters)[1]
    assert found == pytest.approx((1 / 4 + 1 / 6) ** 2 / (4 / 16**2 + 6 / 36**2), rel=1e-12)
    assert carriers(fit, clusters // 5).max() <= 2
    once = least_squares(outcome, np.ones((10, 1)))
    assert carriers(once, clusters)[0] == pytest.approx(10.0, rel=1e-12)


def test_crossing_numbers_the_cells():
    first, second = np.array([0, 0, 1, 1, 0]), np.array([5, 2, 5, 2, 5])
    cells = crossing(first, second)
    assert count_clusters(cells) == 4
    assert cells[0] == cells[4]
