"""Wild cluster bootstrap with the hypothesis imposed: every draw from sums by cluster.

Arrays in, numbers out. The errors under the hypothesis are linear in the hypothesised effect, so
that the draws made once serve every value that the interval asks about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.draws.inversion import invert
from studytool.models.draws.p_of_draws import TIE, p_of_draws
from studytool.models.draws.wild_moves import Clusters, Moves, find_moves, mover
from studytool.models.draws.wild_weights import Plan, make_weights, plan_weights
from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.resampling import Variant, Weights

ROUNDING = 1e-6
"""Share of what is compared within which a draw is never put aside."""

METHODS = (
    Method(
        name="Wild cluster bootstrap",
        about="resampling",
        does=(
            "For few clusters: the test is held against draws in which errors of whole clusters "
            "change sign, the hypothesis imposed."
        ),
        asked_by='resampling = { kind = "wild_cluster" }',
        equation=(
            "p = share of draws with |t*| >= |t| (1 - 1e-10), y* = fit under the hypothesis + v_g "
            "e_g; scores and variance each as they are (1) or from fits without their cluster "
            "(3): variants 11, 31, 13, 33"
        ),
        sources=(
            "Cameron, Gelbach and Miller (2008), https://doi.org/10.1162/rest.90.3.414",
            "Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877",
            "MacKinnon, Nielsen and Webb (2023), https://doi.org/10.1002/jae.2969",
        ),
        verified=(
            (
                "wildboottest 0.3.2, the four variants: t 1e-10, every draw 1e-9 "
                "(tests/reference/wild_cluster)"
            ),
            (
                "by hand; fitting again for every draw, weighted or not, 1e-10; size under no "
                "effect by simulation (tests/models/draws/test_wild_cluster.py)"
            ),
        ),
        edge_cases=(
            (
                "Every combination once where there are no more of them than draws: with 5 "
                "clusters and Rademacher weights p is at least 0.0625."
            ),
            "Fits without a cluster that cannot be had are refused.",
        ),
    ),
    Method(
        name="Subcluster bootstrap",
        about="resampling",
        does="For few treated clusters: errors of smaller groups inside the clusters change sign.",
        asked_by='resampling = { kind = "wild_cluster", subcluster = "household" }',
        equation="as above with v drawn by subcluster, the variance by cluster",
        sources=("MacKinnon and Webb (2018), https://doi.org/10.1111/ectj.12107",),
        verified=("fitting again for every draw, 1e-10 (tests/models/draws/test_wild_cluster.py)",),
        edge_cases=("Subclusters that cross clusters leave a reason in the place of p.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Statistics of every draw as functions of d, the estimate less the hypothesised effect.

    Attributes
    ----------
    estimate : float
        The estimate.
    variance : float
        Its clustered variance, without any small-sample factor: it is the same for the draws.
    change : ndarray, shape (2, B)
        The estimate of draw b less the hypothesised effect is change[0, b] + d change[1, b].
    spread : ndarray, shape (3, B)
        Its variance is spread[0, b] + 2 d spread[1, b] + d^2 spread[2, b].
    plan : Plan
        How the weights were made.
    far, near : int
        Draws that are left out of both, and only counted: those at least as far as the sample
        under every hypothesis that is asked about, and those not so far under any.
    """

    estimate: float
    variance: float
    change: Array
    spread: Array
    plan: Plan
    far: int = 0
    near: int = 0

    def p_of(self, hypothesis: float) -> float:
        """Return the p-value of an effect: the share of draws at least as far from it."""
        d = self.estimate - hypothesis
        change, spread = self._at(d)
        # without division: a draw whose variance is 0 counts as far
        far = int(np.count_nonzero(change**2 * self.variance >= TIE**2 * d**2 * spread))
        total = len(change) + self.far + self.near
        return p_of_draws(self.far + far, total, every=self.plan.every)

    def t_of(self, hypothesis: float) -> Array:
        """Return the t statistics of the draws, without any small-sample factor."""
        change, spread = self._at(self.estimate - hypothesis)
        return np.asarray(change / np.sqrt(spread))

    def between(self, one: float, other: float) -> Draws:
        """Return draws whose p-values of effects between two are the same, most of them counted.

        Of the comparison |change| root(variance) >= |d| root(spread) neither side moves by more
        than its slope times the way in d; what rounding adds is far below `ROUNDING` of the parts.
        """
        d, way = self.estimate - (one + other) / 2, abs(other - one) / 2
        own, slope = self.variance**0.5, np.sqrt(self.spread[2])
        base, tilt = np.abs(self.change)
        change, spread = self._at(d)
        root = np.sqrt(np.maximum(spread, 0))
        gap = own * np.abs(change) - TIE * abs(d) * root
        moved = way * (own * tilt + root + (abs(d) + way) * slope)
        parts = own * (base + abs(d) * tilt) + abs(d) * (np.sqrt(self.spread[0]) + abs(d) * slope)
        kept = np.abs(gap) <= moved + ROUNDING * parts
        far = int(np.count_nonzero(gap[~kept] > 0))
        return replace(
            self,
            change=self.change[:, kept],
            spread=self.spread[:, kept],
            far=self.far + far,
            near=self.near + int(np.count_nonzero(~kept)) - far,
        )

    def _at(self, d: float) -> tuple[Array, Array]:
        """Return the change and the variance of every draw."""
        spread = self.spread[0] + d * (2 * self.spread[1] + d * self.spread[2])
        return self.change[0] + d * self.change[1], spread


@dataclass(frozen=True, slots=True)
class Shared:
    """Weights that several models share, so that their draws go together.

    Attributes
    ----------
    plan : Plan
        How the weights of all clusters are made.
    columns : ndarray of int, shape (S,)
        Which of those clusters each of this model's is.
    """

    plan: Plan
    columns: Codes


def wild_draws(
    fit: Fit,
    place: int,
    clusters: Clusters,
    *,
    weights: Weights | None = None,
    draws: int = 9999,
    variant: Variant = "11",
    seed: int = 0,
    shared: Shared | None = None,
) -> Draws:
    """Draw the statistics of one coefficient.

    Parameters
    ----------
    fit : Fit
        A fit.
    place : int
        Which of its coefficients.
    clusters : Clusters
        From `number_clusters`.
    weights : {"rademacher", "webb", "mammen"}, optional
        Webb below 12 clusters and Rademacher from there on where left out.
    draws : int
        Draws; every combination once where there are not more of them.
    variant : {"11", "31", "13", "33"}
        Scores as they are (1) or from fits without their cluster (3); the same of the variance.
    seed : int
        Seed of the weights.
    shared : Shared, optional
        Weights that other models use as well, in the place of `weights` and `draws`.

    Returns
    -------
    Draws
        From which p-values of any hypothesised effect follow.

    Raises
    ------
    ModelError
        If the variance is 0, or the variant cannot be had on these data.

    Notes
    -----
    With Q the orthonormal columns, a the contrast, u(d) = e + d x the errors under the
    hypothesis (x the regressor with everything else taken out) and v the weights: the estimate of
    a draw moves by sum_s v_s a'Q_s'u_s, and cluster g adds to its variance the square of
    sum_s v_s ([s in g] a'Q_s'u_s - a'Q_g'Q_g Q_s'u_s - what levels split over clusters carry).

    References
    ----------
    Cameron, Gelbach and Miller (2008), https://doi.org/10.1162/rest.90.3.414
    Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877
    MacKinnon, Nielsen and Webb (2023), https://doi.org/10.1002/jae.2969
    MacKinnon and Webb (2018), https://doi.org/10.1111/ectj.12107 (subclusters)
    """
    moves = find_moves(fit, place, clusters, variant)
    plan = plan_weights(weights, clusters.parts, draws) if shared is None else shared.plan
    blocks = make_weights(plan, seed)
    if shared is not None:
        blocks = (block[:, shared.columns] for block in blocks)
    change, spread = _draw(moves, clusters, blocks)
    return Draws(moves.estimate, moves.variance, change, spread, plan)


def wild_interval(drawn: Draws, *, level: float) -> tuple[float | None, float | None]:
    """Return the values of the effect that a bootstrap does not refuse.

    Parameters
    ----------
    drawn : Draws
        From `wild_draws`.
    level : float
        Level of the interval, such as 0.95.

    Returns
    -------
    tuple of (float or None, float or None)
        Low and high; None where no value is refused on that side.
    """
    return invert(
        drawn.p_of,
        drawn.estimate,
        2 * drawn.variance**0.5,
        level=level,
        between=lambda one, other: drawn.between(one, other).p_of,
    )


def _draw(moves: Moves, clusters: Clusters, blocks: Iterable[Array]) -> tuple[Array, Array]:
    """Return the changes and the spreads of every draw."""
    move = mover(moves, clusters)
    numerators = np.stack([moves.errors.numerator, moves.tilt.numerator])
    changes, spreads = [], []
    for block in blocks:
        changes.append(numerators @ block.T)
        base, tilt = move(block)
        pairs = ((base, base), (base, tilt), (tilt, tilt))
        spreads.append(np.stack([np.einsum("bg,bg->b", *pair) for pair in pairs]))
    return np.hstack(changes), np.hstack(spreads)
