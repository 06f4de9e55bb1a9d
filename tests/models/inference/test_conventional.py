from __future__ import annotations

import numpy as np
import pytest

from studytool.models.inference.conventional import scaled
from studytool.models.inference.covariance import clustered, crossing
from studytool.models.kernel.linear import fit_outcomes
from studytool.models.kernel.projection import project


@pytest.mark.parametrize("weighted", [False, True])
def test_two_ways_of_several_outcomes_at_once_equal_the_terms_one_by_one(weighted):
    """Nothing is nested: K = 2 regressors and 3 waves; smaller number of clusters 3."""
    random = np.random.default_rng(0)
    child, wave = np.divmod(np.arange(240), 3)
    x, y = random.normal(size=(240, 2)), random.normal(size=(240, 4))
    weights = random.uniform(0.5, 2, 240) if weighted else None
    school = random.integers(0, 8, 240)
    fits = fit_outcomes(project(x, y, effects=(wave,), weights=weights), (2, 0, 3))
    found = scaled(fits, (school, child), (8, 80), "nonnested", "own")
    for fit, matrix in zip(fits, found, strict=True):
        terms = [
            groups / (groups - 1) * (240 - 1) / (240 - 5) * clustered(fit, codes)
            for codes, groups in (
                (school, 8),
                (child, 80),
                (crossing(school, child), np.unique(school * 80 + child).size),
            )
        ]
        np.testing.assert_allclose(matrix, terms[0] + terms[1] - terms[2], rtol=1e-12, atol=1e-16)
