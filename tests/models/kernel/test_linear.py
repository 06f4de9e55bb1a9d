from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import covariance
from studytool.models.kernel import remaining
from studytool.models.kernel.linear import least_squares


def panel(*, children=40, waves=3, controls=3, missing=0.0, seed=0):
    """Outcome, regressors, and codes of child, wave and school by wave."""
    random = np.random.default_rng(seed)
    child, wave = np.divmod(np.arange(children * waves), waves)
    x = random.normal(size=(child.size, controls)) + random.normal(size=children)[child, None]
    y = (
        x.sum(axis=1)
        + random.normal(size=children)[child] * 3
        + wave
        + random.normal(size=child.size)
    )
    cell = (child % 4) * waves + wave
    keep = random.random(child.size) >= missing
    return y[keep], x[keep], child[keep], wave[keep], cell[keep]


def dummies(*effects):
    return np.hstack([codes[:, None] == np.unique(codes) for codes in effects]).astype(float)


def written_out(y, x, effects, weights=None):
    """Slopes, residuals and rank of least squares with every dummy written out."""
    design = np.hstack([x, dummies(*effects)]) if effects else x
    root = np.ones(y.size) if weights is None else np.sqrt(weights)
    fit, _, rank, _ = np.linalg.lstsq(design * root[:, None], y * root, rcond=1e-10)
    return fit[: x.shape[1]], y - design @ fit, rank


def test_by_hand():
    """Two children, two waves; y = 1, 4 and 2, 3; x = 0, 2 and 1, 1.5.

    Child means: y 2.5, 2.5; x 1, 1.25. Demeaned y = -1.5, 1.5, -.5, .5; x = -1, 1, -.25, .25.
    Slope = (1.5 + 1.5 + .125 + .125) / (1 + 1 + .0625 + .0625) = 3.25 / 2.125 = 26/17. Residuals
    -1.5 + 26/17 = 1/34 and -.5 + 6.5/17 = -4/34. Unexplained 2 (1 + 16)/34^2 = 34/1156 = 1/34 of
    the within variation 2 (2.25 + .25) = 5 and of the whole, which is 5 too.
    """
    fit = least_squares(
        np.array([1.0, 4, 2, 3]),
        np.array([[0], [2], [1], [1.5]]),
        effects=(np.array([0, 0, 1, 1]),),
    )
    assert fit.coefficients == pytest.approx([26 / 17])
    assert fit.residuals * 34 == pytest.approx([1, -1, -4, 4])
    assert fit.regressors[:, 0] == pytest.approx([-1, 1, -0.25, 0.25])
    assert fit.bread == pytest.approx(np.array([[1 / 2.125]]))
    assert (fit.rank_effects, fit.rank, fit.singletons) == (2, 3, 0)
    assert fit.r_squared_within == pytest.approx(1 - 1 / 34 / 5)
    assert fit.r_squared == pytest.approx(1 - 1 / 34 / 5)


@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("which", ["child", "wave", "child+wave", "child+cell", "wave+child+cell"])
def test_equals_every_dummy_written_out(missing, weighted, which):
    y, x, child, wave, cell = panel(missing=missing)
    effects = tuple({"child": child, "wave": wave, "cell": cell}[name] for name in which.split("+"))
    weights = np.random.default_rng(5).uniform(0.2, 4, y.size) if weighted else None
    fit = least_squares(y, x, effects=effects, weights=weights)
    slopes, residuals, rank = written_out(y, x, effects, weights)
    np.testing.assert_allclose(fit.coefficients, slopes, rtol=0, atol=1e-10)
    np.testing.assert_allclose(fit.residuals, residuals, rtol=0, atol=1e-10)
    assert fit.rank == rank


def test_demeaning_twice_is_another_number_on_unbalanced_panels():
    y, x, child, wave, _ = panel(missing=0.3, controls=1)
    data = np.column_stack([y, x])
    for codes in (np.unique(child, return_inverse=True)[1], wave):
        means = np.stack([np.bincount(codes, column) / np.bincount(codes) for column in data.T], 1)
        data = data - means[codes]
    wrong = (data[:, 1] @ data[:, 0]) / (data[:, 1] @ data[:, 1])
    right = least_squares(y, x, effects=(child, wave)).coefficients[0]
    assert right == pytest.approx(written_out(y, x, (child, wave))[0][0], abs=1e-11)
    assert abs(wrong - right) > 1e-4


def test_pooled_is_the_same_function_with_a_column_of_ones():
    y, x, *_ = panel()
    design = np.column_stack([np.ones(y.size), x])
    fit = least_squares(y, design)
    np.testing.assert_allclose(fit.coefficients, np.linalg.lstsq(design, y)[0], atol=1e-12)
    one_effect = least_squares(y, x, effects=(np.zeros(y.size, dtype=int),))
    np.testing.assert_allclose(one_effect.coefficients, fit.coefficients[1:], atol=1e-12)
    assert one_effect.rank == fit.rank == 4
    assert fit.r_squared == pytest.approx(one_effect.r_squared)
    assert fit.r_squared_within == fit.r_squared


def test_two_waves_equal_the_first_difference():
    y, x, child, wave, _ = panel(waves=2)
    late = np.column_stack([x, wave])
    within = least_squares(y, late, effects=(child,))
    change = np.column_stack([x[1::2] - x[::2], np.ones(40)])
    difference = least_squares(y[1::2] - y[::2], change)
    np.testing.assert_allclose(within.coefficients, difference.coefficients, atol=1e-12)


def test_regressors_the_effects_explain_are_told_from_those_that_repeat_others():
    y, x, child, wave, _ = panel(controls=2, missing=0.2)
    school = (child % 4).astype(float)
    design = np.column_stack([school, x[:, 0], 3 * wave, x[:, 0] - 2 * school, x[:, 1]])
    fit = least_squares(y, design, effects=(child, wave))
    assert fit.kept.tolist() == [1, 4]
    assert fit.absorbed.tolist() == [0, 2]
    assert fit.collinear.tolist() == [3]
    expected = least_squares(y, x, effects=(child, wave))
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, atol=1e-11)
    np.testing.assert_allclose(fit.bread, expected.bread, atol=1e-12)


def test_redundant_effects_are_not_counted():
    y, x, child, wave, cell = panel()
    once = least_squares(y, x, effects=(child, cell))
    again = least_squares(y, x, effects=(child, wave, cell, child % 4))
    assert again.rank_effects == once.rank_effects
    np.testing.assert_allclose(again.coefficients, once.coefficients, atol=1e-11)


def test_singletons_stay_and_are_counted():
    y, x, child, wave, _ = panel()
    keep = np.ones(y.size, dtype=bool)
    keep[[0, 1, 4, 5]] = False
    fit = least_squares(y[keep], x[keep], effects=(child[keep], wave[keep]))
    assert fit.singletons == 2
    some = keep.copy()
    some[[2, 3]] = False
    without = least_squares(y[some], x[some], effects=(child[some], wave[some]))
    np.testing.assert_allclose(fit.coefficients, without.coefficients, atol=1e-12)


def test_r_squared_equals_pyfixest():
    import pandas as pd

    y, x, child, wave, _ = panel(missing=0.2)
    frame = pd.DataFrame(x, columns=["a", "b", "c"]).assign(y=y, child=child, wave=wave)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols("y ~ a + b + c + C(wave) | child", frame, fixef_rm="none")
        within = pyfixest.feols("y ~ a + b + c | child", frame, fixef_rm="none")
    assert least_squares(y, x, effects=(child, wave)).r_squared == pytest.approx(theirs._r2)
    assert least_squares(y, x, effects=(child,)).r_squared_within == pytest.approx(
        within._r2_within
    )


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.3]))
def test_row_order_does_not_matter(seed, missing):
    y, x, child, wave, _ = panel(missing=missing, seed=seed % 1000)
    order = np.random.default_rng(seed).permutation(y.size)
    straight = least_squares(y, x, effects=(child, wave))
    mixed = least_squares(y[order], x[order], effects=(child[order], wave[order]))
    np.testing.assert_allclose(mixed.coefficients, straight.coefficients, rtol=0, atol=1e-10)
    np.testing.assert_allclose(mixed.residuals, straight.residuals[order], rtol=0, atol=1e-10)


@given(st.floats(-1e4, 1e4), st.floats(1e-4, 1e4), st.floats(-1e4, 1e4), st.floats(1e-4, 1e4))
def test_shift_and_scale_carry_through(y_shift, y_scale, x_shift, x_scale):
    y, x, child, wave, _ = panel(missing=0.2)
    before = least_squares(y, x, effects=(child, wave)).coefficients
    after = least_squares(
        y_shift + y_scale * y, x_shift + x_scale * x, effects=(child, wave)
    ).coefficients
    # a shift of 1e8 spreads leaves eight of sixteen digits
    np.testing.assert_allclose(after * x_scale / y_scale, before, rtol=0, atol=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_names_of_levels_do_not_matter(seed):
    y, x, child, wave, _ = panel(missing=0.2)
    names = np.random.default_rng(seed).permutation(200)
    renamed = least_squares(y, x, effects=(names[child], wave + 5)).coefficients
    straight = least_squares(y, x, effects=(child, wave)).coefficients
    np.testing.assert_allclose(renamed, straight, rtol=0, atol=1e-10)


def test_only_the_ratios_of_weights_matter():
    y, x, child, wave, _ = panel()
    weights = np.random.default_rng(1).uniform(1, 3, y.size)
    one = least_squares(y, x, effects=(child, wave), weights=weights)
    other = least_squares(y, x, effects=(child, wave), weights=1000 * weights)
    np.testing.assert_allclose(other.coefficients, one.coefficients, atol=1e-12)
    assert other.r_squared == pytest.approx(one.r_squared)


def test_inputs_are_left_alone():
    y, x, child, wave, _ = panel()
    weights = np.full(y.size, 2.0)
    arrays = (y, x, child, wave, weights)
    before = [array.copy() for array in arrays]
    least_squares(y, x, effects=(child, wave), weights=weights)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_what_cannot_be_estimated_is_refused():
    y, x, child, wave, _ = panel()
    with pytest.raises(ModelError, match="No regressor is left"):
        least_squares(y, (child % 2)[:, None].astype(float), effects=(child,))
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(child.astype(float), x, effects=(child,))
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(np.ones(y.size), np.column_stack([np.ones(y.size), x]))
    with pytest.raises(ModelError, match="missing or infinite"):
        least_squares(np.where(y == y[3], np.nan, y), x, effects=(child,))
    with pytest.raises(ModelError, match="missing or infinite"):
        least_squares(y, np.where(x == x[3, 0], np.inf, x), effects=(child,))
    with pytest.raises(ModelError, match="not all positive"):
        least_squares(y, x, effects=(child,), weights=np.where(wave == 0, 0.0, 1.0))
    with pytest.raises(ModelError, match="same rows"):
        least_squares(y[1:], x)
    with pytest.raises(ModelError, match="not coded"):
        least_squares(y, x, effects=(child - 1,))


@pytest.mark.parametrize("weighted", [False, True])
def test_three_large_effects_equal_pyfixest(weighted):
    """Child, worker and school by wave, with more levels than are solved at once."""
    import pandas as pd

    random = np.random.default_rng(11)
    rows = 20_000
    child, wave = np.divmod(np.arange(rows), 4)
    worker, cell = random.integers(0, 2_500, rows), (child % 60) * 4 + wave
    x = random.normal(size=(rows, 2)) + random.normal(size=5_000)[child, None]
    y = x.sum(axis=1) + random.normal(size=5_000)[child] + random.normal(size=rows) + wave
    weights = random.uniform(0.5, 2, rows) if weighted else None
    ours = least_squares(y, x, effects=(child, worker, cell), weights=weights)
    frame = pd.DataFrame(x, columns=["a", "b"]).assign(
        y=y, child=child, worker=worker, cell=cell, w=1.0 if weights is None else weights
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols(
            "y ~ a + b | child + worker + cell",
            frame,
            weights="w" if weighted else None,
            vcov={"CRV1": "child"},
            fixef_rm="none",
            fixef_tol=1e-12,
        )
    assert 0 <= ours.unfinished <= 1e-10
    np.testing.assert_allclose(ours.coefficients, theirs.coef().to_numpy(), rtol=0, atol=1e-8)
    raw = covariance(ours, "cr0", clusters=(child,)).matrix
    by_them = theirs._vcov / np.diag(theirs._vcov)[0] * raw[0, 0]
    np.testing.assert_allclose(raw, by_them, rtol=1e-7)
    # redundant: one worker, and a cell of each of the 60 schools, whose children stay in it
    assert ours.rank_effects == 5_000 + np.unique(worker).size + 240 - 1 - 60
    assert not ours.rank_exact


@pytest.mark.parametrize("rows", [3_000, 70_000])
def test_many_rows_equal_few(rows, monkeypatch):
    """Sorted and not, by stretches and not: the same numbers."""
    random = np.random.default_rng(12)
    child = np.sort(random.integers(0, rows // 3, rows))
    wave = random.integers(0, 4, rows)
    x = random.normal(size=(rows, 3))
    y = x.sum(axis=1) + random.normal(size=rows) + child % 7
    straight = least_squares(y, x, effects=(child, wave))
    order = random.permutation(rows)
    mixed = least_squares(y[order], x[order], effects=(child[order], wave[order]))
    monkeypatch.setattr(remaining, "WRITTEN_CELLS", 10**9)
    written = least_squares(y, x, effects=(child, wave))
    for other in (mixed, written):
        np.testing.assert_allclose(other.coefficients, straight.coefficients, rtol=0, atol=1e-12)
        assert other.rank == straight.rank
    np.testing.assert_allclose(mixed.residuals, straight.residuals[order], rtol=0, atol=1e-11)
    one, two = (
        covariance(f, "cr1", clusters=(c,)).matrix
        for f, c in ((straight, straight.effects[0]), (mixed, mixed.effects[0]))
    )
    np.testing.assert_allclose(one, two, rtol=1e-11)


_NUMBERS = """
import json, sys
import numpy as np
from studytool.models.inference.standard_errors import coefficient_tests, covariance
from studytool.models.kernel.linear import least_squares
from studytool.models.kernel import remaining
random = np.random.default_rng(0)
rows = 40_000
child, wave = np.divmod(np.arange(rows), 4)
worker = random.integers(0, 300, rows)
x = random.normal(size=(rows, 4)) + random.normal(size=rows // 4)[child, None]
y = x.sum(axis=1) + random.normal(size=rows)
weights = random.uniform(0.5, 2, rows)
numbers = []
for limit in (2_000, 0):
    remaining.SOLVED_LEVELS = limit
    fit = least_squares(y, x, effects=(child, worker, wave), weights=weights)
    cov = covariance(fit, "cr1", clusters=(child,))
    tests = coefficient_tests(fit.coefficients, cov)
    numbers += [*tests.estimates, *tests.std_errors, *tests.p, fit.r_squared]
print(json.dumps(numbers))
"""


def numbers(*, threads="1", seed="0"):
    done = subprocess.run(
        [sys.executable, "-c", _NUMBERS],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ
        | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
    )
    return json.loads(done.stdout)


def test_the_same_bits_with_one_thread_and_the_same_number_with_two():
    one = numbers()
    assert numbers(seed="4711") == one
    np.testing.assert_allclose(numbers(threads="2"), one, rtol=1e-12, atol=1e-14)


def test_two_thousand_controls_are_fitted():
    """More controls than anyone has, within seconds and equal to the normal equations."""
    random = np.random.default_rng(13)
    child, wave = np.divmod(np.arange(4_000), 4)
    x = random.normal(size=(4_000, 2_000))
    y = x[:, :3].sum(axis=1) + random.normal(size=4_000)
    fit = least_squares(y, x, effects=(child, wave))
    assert fit.kept.size == 2_000
    assert fit.rank == 2_000 + 1_000 + 3
    np.testing.assert_allclose(fit.regressors.T @ fit.residuals, 0, atol=1e-8)


@pytest.mark.parametrize("huge", [1e160, 1e200, -1e300])
def test_what_cannot_be_squared_is_refused(huge):
    y, x, child, wave, _ = panel()
    y[3] = huge
    with pytest.raises(ModelError, match="too large to be squared"):
        least_squares(y, x, effects=(child, wave))


def test_values_near_the_limit_are_fitted():
    y, x, child, wave, _ = panel()
    straight = least_squares(y, x, effects=(child, wave))
    large = least_squares(1e140 * y, 1e-140 * x, effects=(child, wave))
    np.testing.assert_allclose(large.coefficients / 1e280, straight.coefficients, rtol=1e-9)


def test_clusters_may_cross_people():
    """A child who moves is in two clusters: not nested, so the child's effects are counted."""
    y, x, child, wave, _ = panel()
    household = np.where((child == 3) & (wave == 2), 0, child // 2)
    fit = least_squares(y, x, effects=(child, wave))
    inside, moved = (covariance(fit, "cr1", clusters=(c,)) for c in (child // 2, household))
    counted = fit.coefficients.size + fit.rank_effects
    groups, rows = 20, y.size
    raw = covariance(fit, "cr0", clusters=(household,))
    expected = groups / (groups - 1) * (rows - 1) / (rows - counted)
    np.testing.assert_allclose(moved.matrix, raw.matrix * expected, rtol=1e-12)
    assert (np.diagonal(inside.matrix) < np.diagonal(moved.matrix)).all()
