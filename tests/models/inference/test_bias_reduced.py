from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.inference import bias_reduced
from studytool.models.inference.bias_reduced import adjust, satterthwaite, working_products
from studytool.models.inference.covariance import robust
from studytool.models.kernel.linear import least_squares


def panel(*, seed=0, movers=4, missing=0.25):
    """Outcome, regressors, child, wave, and a household that some children leave."""
    random = np.random.default_rng(seed)
    child, wave = np.divmod(np.arange(72), 3)
    household = child // 2
    household = np.where((child < movers) & (wave == 2), (household + 5) % 12, household)
    x = random.normal(size=(72, 2)) + wave[:, None] * (child % 3 == 0)[:, None]
    y = x @ [0.5, -1] + random.normal(size=24)[child] + random.normal(size=72)
    keep = random.random(72) >= missing
    return y[keep], x[keep], child[keep], wave[keep], household[keep]


def written_out(y, x, effects, clusters, *, kind, weights=None):
    """Covariance and degrees of freedom from n x n matrices, straight from the definition."""
    dummies = [(codes[:, None] == np.unique(codes)).astype(float) for codes in effects]
    design, k = np.hstack([x, *dummies]), x.shape[1]
    w = np.ones(y.size) if weights is None else weights
    project = np.linalg.pinv(design * np.sqrt(w)[:, None]) * np.sqrt(w)
    left = np.eye(y.size) - design @ project
    errors, middle = left @ y, left @ left.T
    p = []
    for g in np.unique(clusters):
        rows = clusters == g
        here = middle[np.ix_(rows, rows)] if kind == "cr2" else left[np.ix_(rows, rows)]
        values, vectors = np.linalg.eigh(here)
        root = np.where(values > 1e-10, np.abs(values) ** (-0.5 if kind == "cr2" else -1), 0)
        p.append(left[rows].T @ ((vectors * root) @ vectors.T) @ project[:k, rows].T)
    scores = np.array([block.T @ y for block in p])
    stacked = np.array(p)
    df = []
    for j in range(k):
        products = stacked[:, :, j] @ stacked[:, :, j].T
        df.append(np.trace(products) ** 2 / (products**2).sum())
    assert np.allclose(left @ errors, errors)
    return scores.T @ scores, np.array(df)


@pytest.mark.parametrize("movers", [0, 4])
@pytest.mark.parametrize("kind", ["cr2", "cr3"])
@pytest.mark.parametrize("which", ["child", "child+wave", "wave"])
def test_equals_the_definition(movers, kind, which):
    y, x, child, wave, household = panel(movers=movers)
    effects = tuple({"child": child, "wave": wave}[name] for name in which.split("+"))
    ours = adjust(least_squares(y, x, effects=effects), household, kind)
    covariance, df = written_out(y, x, effects, household, kind=kind)
    np.testing.assert_allclose(ours.covariance, covariance, rtol=1e-9)
    np.testing.assert_allclose(satterthwaite(ours), df, rtol=1e-9)


@pytest.mark.parametrize("movers", [0, 4])
def test_weighted_cr2_equals_the_definition(movers):
    y, x, child, wave, household = panel(movers=movers)
    weights = np.random.default_rng(3).uniform(0.5, 3, y.size)
    fit = least_squares(y, x, effects=(child, wave), weights=weights)
    ours = adjust(fit, household, "cr2")
    covariance, df = written_out(y, x, (child, wave), household, kind="cr2", weights=weights)
    np.testing.assert_allclose(ours.covariance, covariance, rtol=1e-9)
    np.testing.assert_allclose(satterthwaite(ours), df, rtol=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("movers", [0, 4])
def test_cr3_is_refitting_without_each_cluster(movers, weighted):
    y, x, child, wave, household = panel(movers=movers)
    weights = np.random.default_rng(3).uniform(0.5, 3, y.size) if weighted else None
    fit = least_squares(y, x, effects=(child, wave), weights=weights)
    expected = np.zeros((2, 2))
    for g in np.unique(household):
        rest = household != g
        some = None if weights is None else weights[rest]
        without = least_squares(y[rest], x[rest], effects=(child[rest], wave[rest]), weights=some)
        moved = without.coefficients - fit.coefficients
        expected += np.outer(moved, moved)
    np.testing.assert_allclose(adjust(fit, household, "cr3").covariance, expected, rtol=1e-9)


@pytest.mark.parametrize(("cluster", "row"), [("cr2", "hc2"), ("cr3", "hc3")])
def test_one_row_a_cluster_is_the_robust_covariance(cluster, row):
    y, x, child, wave, _ = panel(missing=0)
    fit = least_squares(y, x, effects=(child, wave))
    ours = adjust(fit, np.arange(y.size), cluster).covariance
    np.testing.assert_allclose(ours, robust(fit, row), rtol=1e-10)


def test_cr2_is_unbiased_where_errors_are_equal_and_independent():
    """The sum of traces of P is the variance of the estimate per unit of error variance."""
    y, x, child, wave, household = panel()
    fit = least_squares(y, x, effects=(child, wave))
    adjusted = adjust(fit, household, "cr2")
    for j, contrast in enumerate(np.eye(2)):
        expected = np.trace(working_products(adjusted, contrast, contrast))
        assert expected == pytest.approx(fit.bread[j, j], rel=1e-10)


def test_order_of_rows_and_names_of_clusters_do_not_matter():
    y, x, child, wave, household = panel()
    straight = adjust(least_squares(y, x, effects=(child, wave)), household, "cr2")
    order = np.random.default_rng(1).permutation(y.size)
    mixed = least_squares(y[order], x[order], effects=(child[order], wave[order]))
    other = adjust(mixed, (40 - household)[order], "cr2")
    np.testing.assert_allclose(other.covariance, straight.covariance, rtol=1e-10)
    np.testing.assert_allclose(satterthwaite(other), satterthwaite(straight), rtol=1e-10)


def test_too_much_to_hold_is_refused(monkeypatch):
    y, x, child, wave, household = panel()
    monkeypatch.setattr(bias_reduced, "MOST_CELLS", 100)
    with pytest.raises(ModelError, match="too many clusters"):
        adjust(least_squares(y, x, effects=(child, wave)), household, "cr2")
