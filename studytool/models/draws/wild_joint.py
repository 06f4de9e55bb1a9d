"""Wild cluster bootstrap of several coefficients together, the hypothesis imposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.draws.cluster_sums import Basis, find_basis
from studytool.models.draws.p_of_draws import TIE, p_of_draws
from studytool.models.draws.wild_moves import Clusters, scores_of, transfer
from studytool.models.draws.wild_weights import Plan, make_weights, plan_weights
from studytool.models.kernel.absorption import sums_by_code
from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array
    from studytool.models.kernel.linear import Fit
    from studytool.models.resampling import Weights

FLAT = 1e-12
"""A direction with at most this share of the largest variance has none."""

METHODS = (
    Method(
        name="Wild bootstrap of several coefficients",
        about="resampling",
        does="Judges several treatments together by the same draws.",
        asked_by='resampling = { kind = "wild_cluster" }, several treatments',
        equation="p = share of draws with W* >= W, W = b'V^-1 b of the coefficients tested",
        sources=(
            "Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877",
        ),
        verified=(
            (
                "fitting again for every draw, 1e-9; one coefficient is the single test "
                "(tests/models/draws/test_wild_joint.py)"
            ),
        ),
        edge_cases=("Too few clusters for so many coefficients are refused.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class JointDraws:
    """Wald statistics of the sample and of every draw, that all tested coefficients are 0.

    Attributes
    ----------
    statistic : float
        Of the sample: F, without any small-sample factor.
    draws : ndarray, shape (B,)
        Of the draws; inf where a draw has no variance in some direction.
    plan : Plan
        How the weights were made.
    """

    statistic: float
    draws: Array
    plan: Plan

    @property
    def p(self) -> float:
        """Share of draws whose statistic is at least as large."""
        far = int(np.count_nonzero(self.draws >= TIE**2 * self.statistic))
        return p_of_draws(far, self.draws.size, every=self.plan.every)


def joint_draws(
    fit: Fit,
    places: list[int],
    clusters: Clusters,
    *,
    weights: Weights | None = None,
    draws: int = 9999,
    seed: int = 0,
) -> JointDraws:
    """Draw the Wald statistic that several coefficients are all 0.

    Parameters
    ----------
    fit : Fit
        A fit.
    places : list of int
        Which of its coefficients.
    clusters : Clusters
        Which errors go together.
    weights : {"rademacher", "webb", "mammen"}, optional
        As for one coefficient.
    draws : int
        Draws.
    seed : int
        Seed of the weights.

    Returns
    -------
    JointDraws
        Statistics of the sample and of the draws.

    Raises
    ------
    ModelError
        If there are too few clusters to test so many coefficients together.

    References
    ----------
    Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877
    """
    if len(places) >= clusters.count:
        raise ModelError(
            f"{clusters.count} clusters cannot test {len(places)} coefficients together.",
            remedy="Test fewer of them together.",
        )
    basis = find_basis(fit, places)
    estimates = fit.coefficients[places]
    lean = basis.columns @ basis.contrasts.T
    scale = np.linalg.solve(basis.contrasts @ basis.contrasts.T, estimates)
    errors = basis.residuals + lean @ scale
    plan = plan_weights(weights, clusters.parts, draws)
    own = sums_by_code(lean.T * basis.residuals, clusters.codes)
    moves, numerators = _moves(fit, basis, errors, lean, clusters)
    found = [
        _statistics(block @ numerators.T, np.stack([block @ move.T for move in moves], axis=1))
        for block in make_weights(plan, seed)
    ]
    statistic = float(_statistics(estimates[None, :], own[None, :, :])[0])
    return JointDraws(statistic, np.concatenate(found), plan)


def _moves(
    fit: Fit, basis: Basis, errors: Array, lean: Array, clusters: Clusters
) -> tuple[list[Array], Array]:
    """Return, for each coefficient, the matrix from weights to variance terms, and numerators."""
    moves, numerators = [], []
    for place, contrast in enumerate(basis.contrasts):
        part = scores_of(fit, basis, errors, contrast, clusters)
        rows = sums_by_code(basis.columns.T * lean[:, place], clusters.codes).T
        moves.append(transfer(part, rows, clusters))
        numerators.append(part.numerator)
    return moves, np.array(numerators)


def _statistics(changes: Array, terms: Array) -> Array:
    """Return Wald statistics over q from changes (b, q) and variance terms (b, q, G)."""
    values, vectors = np.linalg.eigh(terms @ terms.transpose(0, 2, 1))
    along = np.einsum("bqr,bq->br", vectors, changes) ** 2
    flat = values <= FLAT * values[:, -1:]
    parts = np.where(flat, np.inf, along / np.where(flat, 1.0, values))
    return np.asarray(parts.sum(axis=1) / changes.shape[1])
