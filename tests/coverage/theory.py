"""What theory says of the worlds in numbers, by formulas that share no code with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import expit, ndtri
from scipy.stats import t as student

if TYPE_CHECKING:
    from tests.simulate import World

DRAWS = 2_000_000
NODES, AREAS = np.polynomial.hermite_e.hermegauss(80)


def selected_gap(share: float) -> float:
    """Return by how many standard deviations the highest share lies above the rest, on average."""
    cut = ndtri(1 - share)
    return float(np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi) * (1 / share + 1 / (1 - share)))


def mean_level_sampled(world: World) -> float:
    """Return the mean level of those in a sample that prefers high levels."""
    level = NODES * np.sqrt(world.rho)
    chance = expit(world.sampled * level)
    return float((level * chance) @ AREAS / (chance @ AREAS))


def two_way_mean(world: World) -> float:
    """Return what two-way fixed effects find of effects that grow, as a share of their mean.

    Least squares on the expected outcomes of people never served and of each starting wave, each
    as often as they are there, with dummies for all of them and for the waves.
    """
    waves = np.arange(1, world.waves + 1)
    begins = np.array([np.inf, *range(2, 2 + world.starts)])
    often = np.array([1 - world.share, *[world.share / world.starts] * world.starts])
    since = waves - begins[:, None]
    served = since >= 0
    middle = since[served].mean()
    effect = np.where(served, 1 + world.grows * (np.where(served, since, 0.0) - middle), 0.0)
    who, when = np.meshgrid(np.arange(begins.size), waves - 1, indexing="ij")
    columns = np.column_stack(
        [served.ravel(), np.eye(begins.size)[who.ravel()], np.eye(waves.size)[when.ravel()]]
    )
    root = np.sqrt(often)[who.ravel()]
    slopes = np.linalg.lstsq(columns * root[:, None], effect.ravel() * root, rcond=None)[0]
    return float(slopes[0])


def random_effects_weights(within: float, between: float, waves: int) -> float:
    """Return the share of the comparison between people in random effects; treated after wave 1.

    `within` is the variance of an outcome around its person's mean, per degree of freedom;
    `between` that of the means of people, both as the residuals of the two regressions show it.
    """
    mean = (waves - 1) / waves
    inside = mean * (1 - mean) * waves
    across = waves * mean**2 * within / (waves * between)
    return across / (inside + across)


def random_effects_bias(
    world: World, *, inside: float, means: float, residual: float | None = None
) -> float:
    """Return the bias of random effects with the variances of Swamy and Arora.

    `inside` is the bias of fixed effects, `means` the gap in the mean over the waves between
    offered and others that is no effect; the variances are taken from those two regressions,
    which take for treatment what is not.
    """
    spread = world.share * (1 - world.share)
    mean = (world.waves - 1) / world.waves
    lasting = mean * (1 - mean) * world.waves * inside**2 * spread / (world.waves - 1)
    within = (1 - world.rho) - lasting if residual is None else residual
    between = world.rho + (1 - world.rho) / world.waves - means**2 * spread
    share = random_effects_weights(within, between, world.waves)
    return (1 - share) * inside + share * means / mean


def weighted_change(world: World, bins: int) -> tuple[float, float]:
    """Return bias and coverage of one bin's weighted mean change less that of the untreated.

    Drawn anew, with the same chances: the treated are dealt into `bins` equal parts, weights undo
    the sampling, the change is from wave 1 to the mean of the others. CR1 by person divides by the
    number of rows and people as if weights were equal, and takes as many degrees of freedom as
    there are people; the mean itself is that of the few in one bin.
    """
    draw = np.random.default_rng(0)
    treated = round(world.children * world.share / bins)
    sides, people = [], world.children / 2
    for size, gains in ((treated, 1.0), (round(world.children * (1 - world.share)), 0.0)):
        level = draw.normal(size=(DRAWS // 100, size)) * np.sqrt(world.rho)
        noise = draw.normal(size=level.shape) * np.sqrt(
            (1 - world.rho) * (1 + 1 / (world.waves - 1))
        )
        chance = expit(world.sampled * level)
        weight = (draw.random(level.shape) < chance) / chance
        change, total = noise + gains * world.varies * level, weight.sum(axis=1)
        mean = (weight * change).sum(axis=1) / total
        square = (weight**2 * (change - mean[:, None]) ** 2).sum(axis=1) / total**2
        sides.append((mean, square))
    error = sides[0][0] - sides[1][0]
    variance = (sides[0][1] + sides[1][1]) * people / (people - 1)
    covered = np.abs(error) <= student.ppf(0.975, people - 1) * np.sqrt(variance)
    return float(error.mean()), float(covered.mean())


def coverage_of_means(treated: int, others: int, correction: Literal["cr1", "cr2", "cr3"]) -> float:
    """Return how often the 95 % interval of a difference of means of clusters holds the truth.

    Equal clusters, normal means, treatment given to whole clusters. The squares of each side are
    chi-squared; CR1 divides them by their number and multiplies with G/(G-1), CR2 by one less,
    CR3 by (one less) squared over the number. CR1 is read with G - 1 degrees of freedom, CR2 and
    CR3 with those of Satterthwaite where the means vary alike (Bell and McCaffrey).
    """
    draw = np.random.default_rng(0)
    clusters = treated + others
    variance, sums = np.zeros(DRAWS), np.zeros(2)
    for size in (treated, others):
        square = draw.chisquare(size - 1, DRAWS)
        by = {"cr1": size**2 * (clusters - 1) / clusters, "cr2": size * (size - 1)}
        share = 1 / {**by, "cr3": (size - 1) ** 2}[correction]
        variance += share * square
        sums += [(size - 1) * share, (size - 1) * share**2]
    true = 1 / treated + 1 / others
    df = clusters - 1 if correction == "cr1" else sums[0] ** 2 / sums[1]
    reach = student.ppf(0.975, df) * np.sqrt(variance)
    return float(np.mean(np.abs(draw.normal(size=DRAWS)) * np.sqrt(true) <= reach))
