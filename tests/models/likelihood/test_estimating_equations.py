"""What is done by sums and neighbours equals what whole matrices of a cluster would give."""

from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.likelihood.estimating_equations import (
    Equations,
    clustered_equations,
    fitted_means,
    solve_equations,
)


def data_of(distribution, correlation, seed=1):
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 6, 60)
    clusters = np.repeat(np.arange(60), sizes)
    times = np.concatenate([np.sort(draw.choice(8, size, replace=False)) for size in sizes])
    x = np.column_stack([np.ones(clusters.size), draw.normal(size=clusters.size)])
    shared = 0.7 * draw.normal(size=60)[clusters]
    linear = 0.3 * x[:, 1] + shared
    y = {
        "gaussian": linear + draw.normal(size=linear.size),
        "binomial": (draw.random(linear.size) < 1 / (1 + np.exp(-linear))).astype(float),
        "poisson": draw.poisson(np.exp(linear)).astype(float),
    }[distribution]
    zero = np.zeros(y.size)
    return Equations(y, zero, x, clusters, times.astype(float), distribution, correlation)


def by_matrices(data, fit):
    """Return scores and corrected covariance from each cluster's own matrices."""
    parts = []
    for cluster in np.unique(data.clusters):
        rows = data.clusters == cluster
        gaps = np.abs(data.times[rows][:, None] - data.times[rows][None, :])
        same = np.eye(rows.sum())
        work = {
            "independence": same,
            "exchangeable": same + fit.alpha * (1 - same),
            "ar1": np.sign(fit.alpha) ** gaps * np.abs(fit.alpha) ** gaps,
        }[data.correlation]
        root = np.diag(np.sqrt(fit.slopes[rows]))
        derivatives = fit.slopes[rows, None] * data.regressors[rows]
        inverse = np.linalg.inv(root @ work @ root)
        parts.append((derivatives, inverse, (data.outcome - fit.means)[rows]))
    bread = np.linalg.inv(sum(d.T @ v @ d for d, v, _ in parts))
    scores = np.array([d.T @ v @ e for d, v, e in parts])
    moved = []
    for d, v, e in parts:
        own = np.eye(len(e)) - d @ bread @ d.T @ v
        moved.append(bread @ d.T @ v @ np.linalg.solve(own, e))
    return bread, scores, np.array(moved).T @ np.array(moved)


@pytest.mark.parametrize("correlation", ["independence", "exchangeable", "ar1"])
@pytest.mark.parametrize("distribution", ["gaussian", "binomial", "poisson"])
def test_whole_matrices(distribution, correlation):
    data = data_of(distribution, correlation)
    fit = solve_equations(data)
    bread, scores, corrected = by_matrices(data, fit)
    assert fit.bread == pytest.approx(bread, rel=1e-9)
    assert fit.scores == pytest.approx(scores, abs=1e-9)
    assert np.abs(scores.sum(axis=0)).max() < 1e-7
    assert clustered_equations(fit, corrected=True) == pytest.approx(corrected, rel=1e-8)


def test_means_and_slopes_by_hand():
    binomial, poisson = data_of("binomial", "ar1"), data_of("poisson", "ar1")
    assert fitted_means(binomial, np.zeros(1))[1][0] == 0.25
    assert fitted_means(poisson, np.log([3.0]))[0][0] == pytest.approx(3)


def test_a_cluster_that_fits_itself_has_no_corrected_error():
    data = data_of("gaussian", "independence")
    marked = np.column_stack([data.regressors, data.clusters == 0])
    alone = Equations(
        data.outcome,
        data.offset,
        marked,
        data.clusters,
        data.times,
        data.distribution,
        data.correlation,
    )
    with pytest.raises(ModelError, match="fits some coefficient by itself"):
        clustered_equations(solve_equations(alone), corrected=True)


def test_no_end_is_told():
    data = data_of("binomial", "independence")
    perfect = (data.regressors[:, 1] > 0).astype(float)
    apart = Equations(
        perfect, data.offset, data.regressors, data.clusters, data.times, "binomial", "independence"
    )
    fit = solve_equations(apart)
    assert fit is None or fit.slopes.min() < 1e-6
