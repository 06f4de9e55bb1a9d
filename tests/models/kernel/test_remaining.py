from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import covariance
from studytool.models.kernel import remaining
from studytool.models.kernel.linear import least_squares

WAYS = {
    "written out": {},
    "by sums": {"WRITTEN_CELLS": 0},
    "iterated": {"WRITTEN_CELLS": 0, "SOLVED_LEVELS": 0},
}


def way(monkeypatch, name):
    for limit, value in WAYS[name].items():
        monkeypatch.setattr(remaining, limit, value)


def dummies(*effects):
    return np.hstack([codes[:, None] == np.unique(codes) for codes in effects]).astype(float)


def panel(seed, *, rows=150, children=30, workers=8):
    """Three crossed effects with rows left out, two regressors, weights."""
    random = np.random.default_rng(seed)
    child = random.integers(0, children, rows)
    wave = random.integers(1, 5, rows)
    worker = (child + random.integers(0, 3, rows)) % workers
    x = random.normal(size=(rows, 2)) + random.normal(size=children)[child, None]
    y = x.sum(axis=1) + random.normal(size=children)[child] + worker + wave**2
    y = y + random.normal(size=rows)
    return y, x, child, worker, wave, random.uniform(0.2, 5, rows)


def written_out(y, x, columns, weights):
    """Slopes, residuals and rank of least squares with every dummy and slope written out."""
    root = np.ones(y.size) if weights is None else np.sqrt(weights)
    design = np.hstack([x, columns])
    fit, _, rank, _ = np.linalg.lstsq(design * root[:, None], y * root, rcond=1e-10)
    return fit[: x.shape[1]], y - design @ fit, rank


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("weighted", [False, True])
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_way_equals_every_dummy_written_out(name, weighted, seed):
    y, x, child, worker, wave, weights = panel(seed)
    weights = weights if weighted else None
    with pytest.MonkeyPatch.context() as monkeypatch:
        way(monkeypatch, name)
        fit = least_squares(y, x, effects=(child, worker, wave), weights=weights)
    slopes, residuals, rank = written_out(y, x, dummies(child, worker, wave), weights)
    np.testing.assert_allclose(fit.coefficients, slopes, rtol=0, atol=1e-9)
    np.testing.assert_allclose(fit.residuals, residuals, rtol=0, atol=1e-8)
    assert fit.unfinished <= (remaining.TOLERANCE if name == "iterated" else 0)
    assert fit.rank >= rank
    assert fit.rank == rank or not fit.rank_exact


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("which", ["child", "worker", "both"])
def test_trends_equal_slopes_written_out(name, weighted, which, monkeypatch):
    y, x, child, worker, wave, weights = panel(5, rows=260)
    weights = weights if weighted else None
    groups = {"child": [child], "worker": [worker], "both": [child, worker]}[which]
    time = wave.astype(float)
    way(monkeypatch, name)
    fit = least_squares(
        *(y, x), effects=(child, wave), weights=weights, trends=[(by, time) for by in groups]
    )
    slopes = [dummies(by) * time[:, None] for by in groups]
    expected = written_out(y, x, np.hstack([dummies(child, wave), *slopes]), weights)
    np.testing.assert_allclose(fit.coefficients, expected[0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(fit.residuals, expected[1], rtol=0, atol=1e-8)
    assert fit.rank == expected[2] or not fit.rank_exact


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("which", ["child", "worker"])
@pytest.mark.parametrize("kind", ["classical", "hc1", "hc2", "hc3", "cr0", "cr2", "cr3"])
def test_covariances_with_trends_equal_slopes_written_out(kind, which, weighted):
    y, x, child, worker, wave, weights = panel(7, rows=260, children=20)
    weights = weights if weighted else None
    codes, time = {"child": child, "worker": worker}[which], wave.astype(float)
    clusters = (worker,) if kind.startswith("cr") else ()
    fit = least_squares(y, x, effects=(child, wave), weights=weights, trends=[(codes, time)])
    slopes = dummies(codes)[:, 1:] * time[:, None]
    written = least_squares(y, np.hstack([x, slopes]), effects=(child, wave), weights=weights)
    assert fit.rank == written.rank
    ours, theirs = (covariance(each, kind, clusters=clusters) for each in (fit, written))
    np.testing.assert_allclose(ours.matrix, theirs.matrix[:2, :2], rtol=1e-8)
    np.testing.assert_allclose(ours.df, theirs.df[:2], rtol=1e-7)


def test_levels_inside_other_levels_say_nothing_new(monkeypatch):
    y, x, child, _, wave, _ = panel(2)
    once = least_squares(y, x, effects=(child, wave))
    for name in WAYS:
        with monkeypatch.context() as patch:
            way(patch, name)
            again = least_squares(y, x, effects=(child, wave, child // 10, wave // 2))
        np.testing.assert_allclose(again.coefficients, once.coefficients, atol=1e-10)
        assert again.rank == once.rank


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("weighted", [False, True])
def test_what_the_effects_explain_is_dropped_and_refused(name, weighted, monkeypatch):
    y, x, child, worker, wave, weights = panel(9)
    weights = weights if weighted else None
    options = {"effects": (child, worker, wave), "weights": weights}
    way(monkeypatch, name)
    both = np.sin(child) + 1e3 * worker**2
    design = np.column_stack([both, x[:, 0], (wave == 2) * 5.0, x[:, 0] + both, x[:, 1]])
    fit = least_squares(y, design, **options)
    assert (fit.kept.tolist(), fit.absorbed.tolist(), fit.collinear.tolist()) == (
        *([1, 4], [0, 2]),
        [3],
    )
    for outcome in (np.ones(y.size), both, 1e9 + child.astype(float)):
        with pytest.raises(ModelError, match="does not vary"):
            least_squares(outcome, x, **options)


@pytest.mark.parametrize("name", ["by sums", "iterated"])
def test_small_weights_make_no_level_redundant(name, monkeypatch):
    y, x, child, worker, wave, weights = panel(3)
    weights[worker == 2] *= 1e-9
    way(monkeypatch, name)
    fit = least_squares(y, x, effects=(child, worker, wave), weights=weights)
    _, _, rank = written_out(y, x, dummies(child, worker, wave), None)
    assert fit.rank == rank or not fit.rank_exact


@pytest.mark.parametrize("name", WAYS)
def test_the_size_of_the_outcome_does_not_matter(name, monkeypatch):
    y, x, child, worker, wave, _ = panel(4)
    way(monkeypatch, name)
    effects = (child, worker, wave)
    straight = least_squares(y, x, effects=effects).coefficients
    for scale, shift in ((1e-120, 0), (1e120, 0), (1.0, 1e6)):
        moved = least_squares(scale * y + shift, x, effects=effects).coefficients
        np.testing.assert_allclose(moved / scale, straight, rtol=0, atol=1e-8)


def test_covariances_that_need_every_level_refuse_too_many(monkeypatch):
    y, x, child, worker, wave, _ = panel(6)
    monkeypatch.setattr(remaining, "WRITTEN_CELLS", 0)
    fit = least_squares(y, x, effects=(child, worker, wave))
    monkeypatch.setattr(remaining, "WRITTEN_CELLS", 10**6)
    written = least_squares(y, x, effects=(child, worker, wave))
    np.testing.assert_allclose(
        fit.carried @ fit.carried.T, written.carried @ written.carried.T, atol=1e-10
    )
    monkeypatch.setattr(remaining, "SOLVED_LEVELS", 3)
    with pytest.raises(ModelError, match="too many for this standard error"):
        fit.carried.sum()
