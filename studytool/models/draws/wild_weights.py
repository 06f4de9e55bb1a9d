"""Weights of the wild bootstrap: every one there is where they are few, else drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.kernel.absorption import Array
    from studytool.models.resampling import Weights

WEBB = np.sqrt(np.array([3, 2, 1, 1, 2, 3]) / 2) * np.array([-1, -1, -1, 1, 1, 1])
RADEMACHER = np.array([-1.0, 1.0])
SIGNS = RADEMACHER[np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1)]
"""The eight weights that each byte stands for, shape (256, 8)."""
MAMMEN = np.array([1 - np.sqrt(5), 1 + np.sqrt(5)]) / 2
MAMMEN_FIRST = (1 + np.sqrt(5)) / (2 * np.sqrt(5))
"""Chance of the first of Mammen's two values."""

FEW = 12
"""Below this many clusters Webb's six values are used unless others are asked for."""

CELLS = 1 << 15
"""Draws times clusters held at once: what stays in the processor's cache."""

METHODS = (
    Method(
        name="Weights of the wild bootstrap",
        about="resampling",
        does="What errors of a cluster are multiplied by.",
        asked_by='resampling = { weights = "webb" }',
        equation=(
            "Rademacher: -1, 1; Webb: +-sqrt(1/2), +-1, +-sqrt(3/2); Mammen: (1 -+ sqrt 5)/2 with "
            "mean 0 and variance 1"
        ),
        sources=(
            "Cameron, Gelbach and Miller (2008), https://doi.org/10.1162/rest.90.3.414",
            "Webb (2023), https://doi.org/10.1111/caje.12661",
            "Mammen (1993), https://doi.org/10.1214/aos/1176349025",
        ),
        verified=(
            (
                "mean 0 and variance 1, and each combination once "
                "(tests/models/draws/test_wild_weights.py)"
            ),
        ),
        edge_cases=("Left out: Webb below 12 clusters, Rademacher from there on.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the weights of a bootstrap are made.

    Attributes
    ----------
    kind : {"rademacher", "webb", "mammen"}
        Their distribution.
    clusters : int
        Clusters that are drawn as one.
    draws : int
        Draws the p-value rests on; all that there are where `every` is true.
    every : bool
        Whether each combination of weights is taken once.
    """

    kind: Weights
    clusters: int
    draws: int
    every: bool


def plan_weights(kind: Weights | None, clusters: int, draws: int) -> Plan:
    """Choose the weights, and whether each combination is taken once.

    Parameters
    ----------
    kind : {"rademacher", "webb", "mammen"} or None
        As asked; None for Webb below 12 clusters and Rademacher from there on.
    clusters : int
        Clusters that are drawn as one.
    draws : int
        Draws asked for.

    Returns
    -------
    Plan
        Mammen's values are not equally likely and always drawn.
    """
    chosen: Weights = kind or ("webb" if clusters < FEW else "rademacher")
    values = {"rademacher": 2, "webb": 6, "mammen": None}[chosen]
    every = values is not None and values**clusters <= draws
    total = values**clusters if every and values else draws
    return Plan(chosen, clusters, total, every)


def make_weights(plan: Plan, seed: int) -> Iterator[Array]:
    """Yield the weights, block by block.

    Parameters
    ----------
    plan : Plan
        From `plan_weights`.
    seed : int
        Seed of what is drawn.

    Yields
    ------
    ndarray, shape (b, clusters)
        One draw a row. Where every combination is taken, the half whose first weight is above 0:
        the statistics of a draw and of its mirror image have the same size.

    References
    ----------
    Webb (2023), https://doi.org/10.1111/caje.12661
    Mammen (1993), https://doi.org/10.1214/aos/1176349025
    """
    if plan.every:
        yield _every(WEBB if plan.kind == "webb" else RADEMACHER, plan.clusters)
        return
    random = np.random.default_rng(seed)
    block = max(1, CELLS // plan.clusters)
    for start in range(0, plan.draws, block):
        yield _draw(random, plan.kind, (min(block, plan.draws - start), plan.clusters))


def _draw(random: np.random.Generator, kind: Weights, shape: tuple[int, int]) -> Array:
    if kind == "mammen":
        return np.asarray(np.where(random.random(shape) < MAMMEN_FIRST, MAMMEN[0], MAMMEN[1]))
    if kind == "rademacher":
        # one random bit a weight, eight from each byte
        size = shape[0] * shape[1]
        bytes_drawn = np.frombuffer(random.bytes((size + 7) // 8), dtype=np.uint8)
        return SIGNS.take(bytes_drawn, axis=0).ravel()[:size].reshape(shape)
    return np.asarray(WEBB.take(random.integers(0, 6, size=shape, dtype=np.uint8)))


def _every(values: Array, clusters: int) -> Array:
    positive = values[values > 0]
    grids = np.meshgrid(positive, *[values] * (clusters - 1), indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)
