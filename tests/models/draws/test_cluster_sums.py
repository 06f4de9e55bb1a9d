from __future__ import annotations

import numpy as np
import pytest

from studytool.models.draws.cluster_sums import (
    cluster_blocks,
    find_basis,
    jackknifed_rows,
)
from studytool.models.kernel.linear import least_squares
from tests.drawn_again import rows


@pytest.mark.parametrize("weighted", [False, True])
def test_contrasts_turn_the_outcome_into_coefficients(weighted):
    data = rows(1)
    weights = data.weights if weighted else None
    fit = least_squares(data.y, data.regressors, effects=data.effects, weights=weights)
    basis = find_basis(fit, [0, 1])
    root = np.ones(data.y.size) if weights is None else np.sqrt(weights)
    assert basis.contrasts @ (basis.columns.T @ (root * data.y)) == pytest.approx(fit.coefficients)
    assert basis.columns.T @ basis.columns == pytest.approx(np.eye(basis.columns.shape[1]))
    assert np.abs(basis.columns.T @ basis.residuals).max() < 1e-10


def test_rows_without_a_cluster_give_the_estimate_without_it():
    data = rows(2)
    fit = least_squares(data.y, data.regressors, effects=data.effects)
    basis = find_basis(fit, [1])
    blocks = cluster_blocks(basis, data.school, 5)
    assert blocks.sum(axis=0) == pytest.approx(np.eye(blocks.shape[1]), abs=1e-10)
    without = jackknifed_rows(blocks, basis.contrasts[0])
    for school in range(5):
        kept = data.school != school
        codes = tuple(np.unique(e[kept], return_inverse=True)[1] for e in data.effects)
        again = least_squares(data.y[kept], data.regressors[kept], effects=codes)
        score = basis.columns[~kept].T @ basis.residuals[~kept]
        moved = fit.coefficients[1] - without[school] @ score
        assert moved == pytest.approx(again.coefficients[1])
