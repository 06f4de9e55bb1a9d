"""Wild cluster bootstrap with the hypothesis imposed: every draw from sums by cluster.

Arrays in, numbers out. The errors under the hypothesis are linear in the hypothesised effect, so
that the draws made once serve every value that the interval asks about.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    estimate: float
    variance: float
    change: Array
    spread: Array
    plan: Plan

    def p_of(self, hypothesis: float) -> float:
        """Return the p-value of an effect: the share of draws at least as far from it."""
        d = self.estimate - hypothesis
        change = self.change[0] + d * self.change[1]
        spread = self.spread[0] + d * (2 * self.spread[1] + d * self.spread[2])
        # without division: a draw whose variance is 0 counts as far
        far = int(np.count_nonzero(change**2 * self.variance >= TIE**2 * d**2 * spread))
        return p_of_draws(far, len(change), every=self.plan.every)

    def t_of(self, hypothesis: float) -> Array:
        """Return the t statistics of the draws, without any small-sample factor."""
        d = self.estimate - hypothesis
        spread = self.spread[0] + d * (2 * self.spread[1] + d * self.spread[2])
        return np.asarray((self.change[0] + d * self.change[1]) / np.sqrt(spread))


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


def wild_p(
    fit: Fit,
    place: int,
    clusters: Clusters,
    *,
    hypothesis: float = 0.0,
    weights: Weights | None = None,
    draws: int = 9999,
    variant: Variant = "11",
    seed: int = 0,
) -> float:
    """Return the p-value of one hypothesis alone: what `wild_draws` gives, in half the time.

    Parameters
    ----------
    fit : Fit
        A fit.
    place : int
        Which of its coefficients.
    clusters : Clusters
        From `number_clusters`.
    hypothesis : float
        Effect that is judged.
    weights, draws, variant, seed
        As in `wild_draws`.

    Returns
    -------
    float
        Share of draws at least as far from the hypothesis.

    Raises
    ------
    ModelError
        As `wild_draws`.
    """
    moves = find_moves(fit, place, clusters, variant)
    plan = plan_weights(weights, clusters.parts, draws)
    d = moves.estimate - hypothesis
    part = moves.at(d)
    move, reach = mover(part, moves.rows, clusters), TIE**2 * d**2
    far = total = 0
    for block in make_weights(plan, seed):
        terms = move(block)
        change = block @ part.numerator
        spread = np.einsum("bg,bg->b", terms, terms)
        far += int(np.count_nonzero(change**2 * moves.variance >= reach * spread))
        total += len(block)
    return p_of_draws(far, total, every=plan.every)


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
    return invert(drawn.p_of, drawn.estimate, 2 * drawn.variance**0.5, level=level)


def _draw(moves: Moves, clusters: Clusters, blocks: Iterable[Array]) -> tuple[Array, Array]:
    """Return the changes and the spreads of every draw."""
    both = (moves.errors, moves.tilt)
    movers = [mover(part, moves.rows, clusters) for part in both]
    changes, spreads = [], []
    for block in blocks:
        changes.append(np.stack([block @ part.numerator for part in both]))
        base, tilt = (move(block) for move in movers)
        spreads.append(
            np.stack(
                [
                    np.einsum("bg,bg->b", base, base),
                    np.einsum("bg,bg->b", base, tilt),
                    np.einsum("bg,bg->b", tilt, tilt),
                ]
            )
        )
    return np.hstack(changes), np.hstack(spreads)
