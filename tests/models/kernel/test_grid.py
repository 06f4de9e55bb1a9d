from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import covariance
from studytool.models.kernel import grid, remaining
from studytool.models.kernel.grid import Model, fit_grid
from studytool.models.kernel.linear import least_squares

MODELS = [Model(outcome, some) for outcome in range(3) for some in ((0,), (0, 1), (2, 0, 3))]


def panel(*, holes=False):
    random = np.random.default_rng(0)
    child, wave = np.divmod(np.arange(240), 3)
    x = random.normal(size=(240, 4)) + random.normal(size=80)[child, None]
    y = x @ random.normal(size=(4, 3)) + random.normal(size=(240, 3)) + wave[:, None]
    if holes:
        y[random.random(240) < 0.2, 1] = np.nan
        y[:, 2][np.isnan(y[:, 1])] = np.nan
        x[random.random(240) < 0.1, 3] = np.nan
    return y, x, child, wave, random.uniform(0.5, 2, 240)


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("cells", [0, 10**6])
def test_each_equals_its_fit_alone(holes, weighted, cells, monkeypatch):
    monkeypatch.setattr(remaining, "WRITTEN_CELLS", cells)
    y, x, child, wave, weights = panel(holes=holes)
    weights = weights if weighted else None
    found = fit_grid(y, x, MODELS, effects=(child, wave), weights=weights)
    for model, (fit, rows) in zip(MODELS, ((f.fit, f.rows) for f in found), strict=True):
        columns = x[:, list(model.regressors)]
        use = ~np.isnan(y[:, model.outcome] + columns.sum(axis=1))
        assert (rows is None) == use.all()
        alone = least_squares(
            y[use, model.outcome],
            columns[use],
            effects=(child[use], wave[use]),
            weights=None if weights is None else weights[use],
        )
        np.testing.assert_allclose(fit.coefficients, alone.coefficients, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(fit.residuals, alone.residuals, rtol=0, atol=1e-12)
        assert (fit.rank, fit.kept.tolist()) == (alone.rank, alone.kept.tolist())
        assert fit.r_squared == pytest.approx(alone.r_squared, abs=1e-12)
        assert fit.r_squared_within == pytest.approx(alone.r_squared_within, abs=1e-12)
        ours, theirs = (covariance(each, "cr1", clusters=(child[use],)) for each in (fit, alone))
        np.testing.assert_allclose(ours.matrix, theirs.matrix, rtol=1e-12)


def test_columns_are_taken_once_a_sample(monkeypatch):
    y, x, child, wave, _ = panel(holes=True)
    asked = []
    plain = grid.project

    def counted(regressors, outcomes, **options):
        asked.append((regressors.shape, outcomes.shape[1]))
        return plain(regressors, outcomes, **options)

    monkeypatch.setattr(grid, "project", counted)
    fit_grid(y, x, MODELS, effects=(child, wave))
    shapes = [(shape[1], outcomes) for shape, outcomes in asked]
    # outcome 0, and outcomes 1 and 2, which miss the same rows; without and with regressor 3
    assert shapes == [(2, 1), (3, 1), (2, 2), (3, 2)]


def test_trends_and_the_same_array_of_codes_go_along():
    y, x, child, wave, _ = panel(holes=True)
    time = wave.astype(float)
    found = fit_grid(y, x, [Model(1, (0,))], effects=(child, wave), trends=[(child, time)])[0]
    use = ~np.isnan(y[:, 1])
    some = child[use]
    alone = least_squares(
        y[use, 1], x[use, :1], effects=(some, wave[use]), trends=[(some, time[use])]
    )
    np.testing.assert_allclose(found.fit.coefficients, alone.coefficients, rtol=1e-12)
    assert found.fit.rank == alone.rank


def test_a_model_without_a_complete_row_is_refused():
    y, x, child, wave, _ = panel()
    y[:, 0] = np.nan
    with pytest.raises(ModelError, match="No row has a value"):
        fit_grid(y, x, MODELS[:1], effects=(child, wave))
