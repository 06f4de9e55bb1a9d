"""p-values of several outcomes judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.models.draws.p_of_draws import TIE, p_of_draws
from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes

STEPS = 1000
"""Sharpened q-values are found to a thousandth, as in Anderson's program."""

METHODS = (
    Method(
        name="Holm",
        about="several tests",
        does="Holds the chance of any false finding in a family, however its outcomes go together.",
        asked_by='[[families]] adjust = "holm"',
        equation="p_(r) times m + 1 - r, never falling, at most 1",
        sources=("Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70",),
        verified=(
            "by hand; statsmodels multipletests, 1e-6 (tests/models/families/test_multiple.py)",
        ),
    ),
    Method(
        name="Benjamini-Hochberg",
        about="several tests",
        does="Holds the expected share of false findings among the findings.",
        asked_by='[[families]] adjust = "bh"',
        equation="p_(r) times m / r, the least over the ranks from r on",
        sources=(
            "Benjamini and Hochberg (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x",
        ),
        verified=(
            "by hand; statsmodels multipletests, 1e-6 (tests/models/families/test_multiple.py)",
        ),
    ),
    Method(
        name="Sharpened q",
        about="several tests",
        does="As Benjamini-Hochberg, with the number of outcomes without effect estimated.",
        asked_by='[[families]] adjust = "sharpened_q"',
        equation=(
            "the least q, in steps of 0.001, at which the two stages of Benjamini, Krieger and "
            "Yekutieli find it"
        ),
        sources=(
            "Benjamini, Krieger and Yekutieli (2006), https://doi.org/10.1093/biomet/93.3.491",
            "Anderson (2008), https://doi.org/10.1198/016214508000000841",
        ),
        verified=(
            (
                "statsmodels multipletests, the same findings at four levels "
                "(tests/models/families/test_multiple.py)"
            ),
        ),
    ),
    Method(
        name="Romano-Wolf",
        about="several tests",
        does="Holds the chance of any false finding and uses that outcomes go together.",
        asked_by='[[families]] adjust = "romano_wolf"',
        equation=(
            "step by step from the largest |t|: share of draws whose largest |t*| among those "
            "left is at least as large"
        ),
        sources=(
            "Romano and Wolf (2005), https://doi.org/10.1198/016214504000000539",
            "Romano and Wolf (2016), https://doi.org/10.1016/j.spl.2016.02.012",
        ),
        verified=(
            "its definition, one step at a time, 1e-6 (tests/models/families/test_multiple.py)",
            "alone it is the wild bootstrap (tests/models/families/test_judged_together.py)",
        ),
        edge_cases=("Members that cluster at different levels need a level of the family.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def holm(p: Array) -> Array:
    """Return p-values by which the chance of any false finding is held (Holm).

    Parameters
    ----------
    p : ndarray, shape (m,)
        p-values.

    Returns
    -------
    ndarray, shape (m,)
        The smallest p times m, the next times m - 1, and so on; never falling, at most 1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.
    """
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _back(np.minimum(raised, 1.0), order)


def benjamini_hochberg(p: Array) -> Array:
    """Return p-values by which the expected share of false findings is held.

    Parameters
    ----------
    p : ndarray, shape (m,)
        p-values.

    Returns
    -------
    ndarray, shape (m,)
        p of rank r times m / r, the least over the ranks from r on.

    References
    ----------
    Benjamini and Hochberg (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    """
    order = np.argsort(p, kind="stable")
    raised = p[order] * p.size / np.arange(1, p.size + 1)
    return _back(np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0), order)


def sharpened_q(p: Array) -> Array:
    """Return sharpened q-values: as `benjamini_hochberg`, the number of true nulls estimated.

    Parameters
    ----------
    p : ndarray, shape (m,)
        p-values.

    Returns
    -------
    ndarray, shape (m,)
        The least level, in steps of 0.001, at which each is found; 1 where it is at none.

    References
    ----------
    Benjamini, Krieger and Yekutieli (2006), https://doi.org/10.1093/biomet/93.3.491
    Anderson (2008), https://doi.org/10.1198/016214508000000841
    """
    order = np.argsort(p, kind="stable")
    ranks, values = np.arange(1, p.size + 1), p[order]
    found = np.ones(p.size)
    for step in range(STEPS, 0, -1):
        first = step / STEPS / (1 + step / STEPS)
        refused = _refused(values, first, ranks)
        second = first * p.size / (p.size - refused) if refused < p.size else np.inf
        found[: _refused(values, second, ranks)] = step / STEPS
    return _back(found, order)


def romano_wolf(t: Array, draws: Array, *, every: bool) -> Array:
    """Return p-values by which the chance of any false finding is held, dependence used.

    Parameters
    ----------
    t : ndarray, shape (m,)
        Statistics; only their size counts.
    draws : ndarray, shape (B, m)
        Statistics of draws that share their weights over the outcomes, no effect imposed.
    every : bool
        Whether the draws are all that there are, the sample among them.

    Returns
    -------
    ndarray, shape (m,)
        Step by step from the largest: the share of draws whose largest statistic, among those
        not yet judged, is at least as large; never falling.

    References
    ----------
    Romano and Wolf (2005), https://doi.org/10.1198/016214504000000539
    Romano and Wolf (2016), https://doi.org/10.1016/j.spl.2016.02.012
    """
    order = np.argsort(-np.abs(t), kind="stable")
    sizes = np.abs(draws[:, order])
    largest = np.maximum.accumulate(sizes[:, ::-1], axis=1)[:, ::-1]
    far = np.count_nonzero(largest >= TIE * np.abs(t[order]), axis=0)
    shares = [p_of_draws(int(count), len(draws), every=every) for count in far]
    return _back(np.maximum.accumulate(shares), order)


def _refused(values: Array, level: float, ranks: Codes) -> int:
    """Return how many of the sorted p-values a step-up procedure refuses at a level."""
    below = np.flatnonzero(values <= level * ranks / ranks.size)
    return int(below[-1]) + 1 if below.size else 0


def _back(values: Array, order: Codes) -> Array:
    """Return sorted values in the order they came in."""
    found = np.empty_like(values)
    found[order] = values
    return found
