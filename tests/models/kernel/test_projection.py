from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.kernel.linear import fit_projected, least_squares
from studytool.models.kernel.projection import project


def panel():
    random = np.random.default_rng(0)
    child, wave = np.divmod(np.arange(120), 3)
    x = random.normal(size=(120, 3)) + random.normal(size=40)[child, None]
    y = x @ random.normal(size=(3, 2)) + random.normal(size=(120, 2))
    return y, x, child, wave


def test_columns_by_hand():
    """Children 0 and 1, two rows each: what is left of 1, 3 and 2, 6 is -1, 1 and -2, 2."""
    child = np.array([0, 0, 1, 1])
    found = project(np.array([[1.0], [3], [2], [6]]), np.ones((4, 1)), effects=(child,))
    assert found.columns.tolist() == [[-1, 1, -2, 2], [0, 0, 0, 0]]
    assert found.products.tolist() == [[10, 0], [0, 0]]
    assert found.norms.tolist() == [pytest.approx(50**0.5), 2]
    assert found.about_mean.tolist() == [0]
    assert (found.rank.count, found.rank.exact, found.unfinished) == (2, True, 0)


def test_models_of_any_columns_in_any_order():
    y, x, child, wave = panel()
    found = project(x, y, effects=(child, wave))
    for outcome, places in ((0, None), (1, [2, 0]), (1, [1]), (0, [0, 1, 2])):
        fit = fit_projected(found, outcome, places)
        columns = x if places is None else x[:, places]
        alone = least_squares(y[:, outcome], columns, effects=(child, wave))
        np.testing.assert_allclose(fit.coefficients, alone.coefficients, rtol=1e-12)
        np.testing.assert_allclose(fit.residuals, alone.residuals, atol=1e-13)
    with pytest.raises(ModelError, match="No regressor"):
        fit_projected(found, 0, [])


def test_the_outcome_is_not_among_what_is_written_to():
    y, x, child, wave = panel()
    before = y.copy(), x.copy()
    project(x, y, effects=(child, wave))
    np.testing.assert_array_equal(y, before[0])
    np.testing.assert_array_equal(x, before[1])
