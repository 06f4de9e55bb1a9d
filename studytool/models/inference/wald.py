"""Joint tests of several coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtrc

from studytool.core.errors import ModelError
from studytool.models.inference.bias_reduced import Adjusted, working_products
from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array

METHODS = (
    Method(
        name="Joint test",
        about="several tests",
        does=(
            "Whether several coefficients are all 0: treatments together, waves before treatment, "
            "groups."
        ),
        asked_by="several treatments, an event study, a moderator",
        equation=(
            "F = b'V^-1 b / q with the degrees of freedom of V; with CR2 and CR3 the approximate "
            "Hotelling test"
        ),
        sources=("Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004",),
        verified=(
            "statsmodels, F 1e-10, p 1e-9 (tests/models/inference/test_wald.py)",
            (
                "R clubSandwich Wald_test, HTZ: F and degrees of freedom 1e-9, p 1e-8 "
                "(tests/models/inference/test_standard_errors.py)"
            ),
        ),
        edge_cases=("Too few clusters for so many coefficients leave a reason in the place of p.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class WaldTest:
    """A joint test.

    Attributes
    ----------
    statistic : float
        F statistic.
    df : tuple of float
        Degrees of freedom of numerator and denominator.
    p : float
        Chance of a statistic at least as large if the restrictions hold.
    """

    statistic: float
    df: tuple[float, float]
    p: float


def wald(estimates: Array, cov: Covariance, restrictions: Array) -> WaldTest:
    """Test that several contrasts of the coefficients are all 0.

    Parameters
    ----------
    estimates : ndarray, shape (k,)
        Coefficients.
    cov : Covariance
        Their covariance.
    restrictions : ndarray, shape (q, k)
        One contrast a row.

    Returns
    -------
    WaldTest
        F(q, df) with the covariance's own degrees of freedom; for CR2 and CR3 the approximate
        Hotelling test, which for one contrast is the Satterthwaite t squared.

    Raises
    ------
    ModelError
        If the contrasts repeat each other, or there are too few clusters for so many of them.

    References
    ----------
    Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004 (AHT, there
    called HTZ in the program clubSandwich).
    """
    q = restrictions.shape[0]
    middle = restrictions @ cov.matrix @ restrictions.T
    scale = np.sqrt(np.maximum(np.diagonal(middle), 0.0))
    if not (scale > 0).all() or not _positive(middle / np.outer(scale, scale)):
        raise ModelError(
            f"{q} restrictions cannot be tested jointly.",
            why="They repeat each other, or there are too few clusters to tell them apart.",
            remedy="Test fewer of them together.",
        )
    contrast = restrictions @ estimates
    statistic = float(contrast @ np.linalg.solve(middle, contrast)) / q
    df = float(cov.df[(restrictions != 0).any(axis=0)].min())
    if cov.adjusted is not None:
        spread = _hotelling_df(cov.adjusted, restrictions)
        df = spread - q + 1
        statistic *= df / spread
    if not df > 0:
        raise ModelError(
            f"There are too few clusters to test {q} restrictions jointly.",
            remedy="Test fewer of them together.",
        )
    return WaldTest(statistic, (float(q), df), float(fdtrc(q, df, statistic)))


def _positive(correlations: Array) -> bool:
    """Tell whether correlations are of full rank and positive, which those of two ways need not."""
    values = np.linalg.eigvalsh(correlations)
    return bool(values[0] > values[-1] * len(values) * np.finfo(float).eps)


def _hotelling_df(adjusted: Adjusted, restrictions: Array) -> float:
    """Return the degrees of freedom of the Wishart approximation to a joint covariance."""
    q = restrictions.shape[0]
    products = [[working_products(adjusted, a, b) for b in restrictions] for a in restrictions]
    expected = np.array([[np.trace(cell) for cell in row] for row in products])
    values, vectors = np.linalg.eigh(expected)
    standard = (vectors / np.sqrt(values)) @ vectors.T @ restrictions
    total = 0.0
    for a in standard:
        for b in standard:
            same = np.einsum(
                "gh,gh->",
                working_products(adjusted, a, a),
                working_products(adjusted, b, b),
            )
            cross = working_products(adjusted, a, b)
            total += float(same + np.einsum("gh,hg->", cross, cross))
    return float(q * (q + 1) / total)
