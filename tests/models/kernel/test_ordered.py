from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import covariance
from studytool.models.kernel.linear import fit_outcomes, least_squares
from studytool.models.kernel.ordered import OrderedColumns
from studytool.models.kernel.pieces import whole_levels
from studytool.models.kernel.projection import project

ROWS = 40_000


def panel():
    """Many rows sorted by child, some children never seen, and two other effects."""
    random = np.random.default_rng(0)
    child, wave = np.divmod(np.arange(ROWS * 2), 8)
    seen = np.sort(random.permutation(ROWS * 2)[:ROWS])
    child, wave = child[seen], wave[seen]
    x = random.normal(size=(ROWS, 3)) + child[:, None] % 7
    y = x.sum(axis=1) + random.normal(size=ROWS) + wave + child % 5
    return y, x, child, wave * 3 % 7, random.uniform(0.5, 2, ROWS)


def both(y, x, effects, weights, monkeypatch):
    """The same columns in pieces, and held whole in rows of another order."""
    monkeypatch.setattr("studytool.models.kernel.remaining.WRITTEN_CELLS", 0)
    pieces = project(x, y, effects=effects, weights=weights)
    assert isinstance(pieces.held, OrderedColumns)
    order = np.random.default_rng(1).permutation(ROWS)
    mixed = [codes[order] for codes in effects]
    weights = None if weights is None else weights[order]
    whole = project(x[order], y[order], effects=mixed, weights=weights)
    assert isinstance(whole.held, np.ndarray)
    return pieces, whole, order


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("many", [1, 2, 3])
def test_pieces_equal_columns_held_whole(weighted, many, monkeypatch):
    y, x, child, wave, weights = panel()
    effects = {1: (child,), 2: (wave, child), 3: (wave, child, child % 20 + wave % 2)}[many]
    outcomes = np.column_stack([y, x[:, 0] - y])
    pieces, whole, order = both(outcomes, x, effects, weights if weighted else None, monkeypatch)
    np.testing.assert_allclose(pieces.columns[:, order], whole.columns, rtol=0, atol=1e-10)
    np.testing.assert_allclose(pieces.products, whole.products, rtol=1e-12, atol=1e-8)
    assert pieces.rank == whole.rank
    for one, other in zip(fit_outcomes(pieces, (0, 1)), fit_outcomes(whole, (0, 1)), strict=True):
        np.testing.assert_allclose(one.coefficients, other.coefficients, rtol=0, atol=1e-12)
        assert one.unexplained == pytest.approx(other.unexplained, rel=1e-12)
        clusters = [fit.effects[int(many > 1)] for fit in (one, other)]
        ours, theirs = (
            covariance(fit, "cr1", clusters=(codes,)).matrix
            for fit, codes in zip((one, other), clusters, strict=True)
        )
        np.testing.assert_allclose(ours, theirs, rtol=1e-11)
        coarse = [codes // 50 for codes in clusters]
        ours, theirs = (
            covariance(fit, "cr1", clusters=(codes,)).matrix
            for fit, codes in zip((one, other), coarse, strict=True)
        )
        np.testing.assert_allclose(ours, theirs, rtol=1e-11)
        np.testing.assert_allclose(one.residuals[order], other.residuals, rtol=0, atol=1e-10)


def test_a_column_that_the_waves_nearly_explain_keeps_its_digits(monkeypatch):
    y, x, child, wave, _ = panel()
    x[:, 1] = 1e5 * wave + x[:, 1]
    pieces, whole, _ = both(y[:, None], x, (child, wave), None, monkeypatch)
    ours, theirs = (fit_outcomes(each, (0,))[0] for each in (pieces, whole))
    np.testing.assert_allclose(ours.coefficients, theirs.coefficients, rtol=0, atol=1e-10)


def test_columns_that_depend_are_told(monkeypatch):
    monkeypatch.setattr("studytool.models.kernel.remaining.WRITTEN_CELLS", 0)
    y, x, child, wave, _ = panel()
    design = np.column_stack([child % 3, x[:, 0], 3.0 * wave, x[:, 0] + wave, x[:, 1]])
    fit = least_squares(y, design, effects=(child, wave))
    assert isinstance(fit.projected.held, OrderedColumns)
    assert (fit.kept.tolist(), fit.absorbed.tolist()) == ([1, 4], [0, 2])
    assert fit.collinear.tolist() == [3]


@pytest.mark.parametrize("weighted", [False, True])
def test_lengths_and_squares_about_the_mean_are_those_of_columns_held_whole(weighted, monkeypatch):
    y, x, child, wave, weights = panel()
    weights = weights * 1e-9 ** (np.arange(ROWS) < ROWS / 2) if weighted else None
    y[: ROWS // 2] += 1e3
    outcomes = np.column_stack([y, 1e7 + x[:, 0]])
    pieces, whole, _ = both(outcomes, x, (child, wave), weights, monkeypatch)
    np.testing.assert_allclose(pieces.norms, whole.norms, rtol=1e-13)
    np.testing.assert_allclose(pieces.about_mean, whole.about_mean, rtol=1e-11)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e200])
@pytest.mark.parametrize("place", [0, ROWS - 1])
def test_what_is_not_finite_is_refused(wrong, place, monkeypatch):
    monkeypatch.setattr("studytool.models.kernel.remaining.WRITTEN_CELLS", 0)
    y, x, child, wave, _ = panel()
    x[place, 1] = wrong
    with pytest.raises(ModelError, match="missing or infinite"):
        project(x, y[:, None], effects=(child, wave))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("alone", [False, True])
def test_scores_need_the_means_out_of_the_errors_only(weighted, alone, monkeypatch):
    y, x, child, wave, weights = panel()
    effects = (child,) if alone else (child, wave)
    weights = weights if weighted else None
    pieces, whole, order = both(y[:, None], x, effects, weights, monkeypatch)
    slopes = np.array([[1.0, -0.5]])
    columns, codes = whole.columns, child[order]
    errors = columns[3] - slopes[0] @ columns[[0, 2]]
    errors = errors if weights is None else errors * weights[order]
    expected = np.array([np.bincount(codes, columns[place] * errors) for place in (0, 2)])
    for steady in (False, True):
        found = np.zeros_like(expected)
        scores = pieces.held.scores(np.array([0, 2]), [3], slopes, steady=steady)
        for rows, sums in zip(whole_levels(child), scores, strict=True):
            found[:, child[rows][0] : child[rows][-1] + 1] = sums[0]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("far", [1e2, 1e8])
def test_levels_far_apart_leave_the_digits_of_the_covariance(far):
    """Far enough, the means are taken out of the regressors too: see STEADY."""
    random = np.random.default_rng(2)
    child = np.repeat(np.arange(20_000), 2)
    x = random.integers(0, 1000, size=(ROWS, 2)) / 64
    y = x.sum(axis=1) + random.integers(-500, 500, size=ROWS) / 64
    away = (far * random.integers(1, 9, size=20_000))[child]
    near, moved = (
        least_squares(y + by, x + by[:, None], effects=(child,)) for by in (np.zeros(ROWS), away)
    )
    one, other = (covariance(fit, "cr1", clusters=(child,)).matrix for fit in (near, moved))
    np.testing.assert_allclose(other, one, rtol=1e-12)
