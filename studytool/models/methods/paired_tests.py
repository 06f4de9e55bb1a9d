"""Tests of change in the same people beyond two counts: several waves, means, margins only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from studytool.core.errors import DataError
from studytool.models.inference.standard_errors import t_quantile, two_sided_p
from studytool.models.methods.paired_numbers import mcnemar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array


@dataclass(frozen=True, slots=True)
class CochranQ:
    """Test of equal shares of yes at several waves.

    Attributes
    ----------
    statistic : float
        Q; for two waves McNemar's chi-squared.
    df : int
        Waves less one.
    p : float
        From the chi-squared distribution.
    """

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class PairedMeans:
    """Change in a mean over the same people.

    Attributes
    ----------
    difference : float
        Mean later less mean earlier.
    std_error : float
        Standard deviation of the differences over the root of their number.
    df : int
        People less one.
    statistic : float
        t.
    p : float
        Two-sided.
    low, high : float
        Interval of the difference.
    """

    difference: float
    std_error: float
    df: int
    statistic: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairingRange:
    """What two margins leave open about a test of change.

    Attributes
    ----------
    lowest, highest : dict of str to float
        Least and greatest p over every pairing that the margins allow, by test: "mcnemar",
        "mcnemar_corrected", "mcnemar_exact", "mcnemar_mid_p".
    pairings : int
        How many pairs of numbers who changed each way there are.
    """

    lowest: dict[str, float]
    highest: dict[str, float]
    pairings: int


def cochran_q(answers: Array) -> CochranQ | None:
    """Test whether as many say yes at one wave as at another.

    Parameters
    ----------
    answers : ndarray, shape (n, k)
        0 and 1; one person a row, one wave a column.

    Returns
    -------
    CochranQ or None
        None where nobody changed, so that there is nothing to test.

    Notes
    -----
    Q = (k - 1) [k sum C_j^2 - N^2] / [k N - sum R_i^2], C_j yes at wave j, R_i of person i, N all.

    References
    ----------
    Cochran (1950), https://doi.org/10.1093/biomet/37.3-4.256
    """
    waves = answers.shape[1]
    columns, rows = answers.sum(axis=0), answers.sum(axis=1)
    total = float(answers.sum())
    spread = waves * total - float((rows**2).sum())
    if spread <= 0:
        return None
    statistic = (waves - 1) * (waves * float((columns**2).sum()) - total**2) / spread
    return CochranQ(statistic, waves - 1, float(chdtrc(waves - 1, statistic)))


def paired_means(differences: Array, *, level: float = 0.95) -> PairedMeans | None:
    """Test whether a mean changed (paired t).

    Parameters
    ----------
    differences : ndarray, shape (n,)
        Later less earlier value of each person.
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    PairedMeans or None
        None where there is one person, or all changed by the same amount.

    References
    ----------
    Student (1908), https://doi.org/10.1093/biomet/6.1.1
    """
    people = differences.size
    if people < 2 or np.ptp(differences) == 0:  # noqa: PLR2004  # one has no spread
        return None
    difference = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(people)
    if error == 0:  # so small that its square is 0
        return None
    df = np.array([people - 1.0])
    statistic = difference / error
    reach = float(t_quantile(level, df)[0]) * error
    p = float(two_sided_p(np.array([statistic]), df)[0])
    return PairedMeans(
        difference, error, people - 1, statistic, p, difference - reach, difference + reach
    )


def pairing_range(people: int, earlier: Sequence[int], later: Sequence[int]) -> PairingRange:
    """Return the least and greatest p over every pairing of two margins.

    Parameters
    ----------
    people : int
        People asked twice.
    earlier, later : sequence of int
        Those of them who may have said yes the first and the second time: one count each, or the
        several that a percentage stands for.

    Returns
    -------
    PairingRange
        For each form of McNemar's test.

    Raises
    ------
    DataError
        If a margin is negative or more than the people, or there is none.

    Notes
    -----
    Of those who said yes at both times there are a = max(0, earlier + later - people) ...
    min(earlier, later); each a gives b = later - a and c = earlier - a. Whatever the pairing was,
    its p is in the range; one that lies wholly below .05 settles the question without it.
    """
    counts = (*earlier, *later)
    if not earlier or not later or min(counts) < 0 or max(counts) > people:
        raise DataError("More people said yes than were asked, or a count is negative.")
    changed = {
        (last - both, first - both)
        for first in earlier
        for last in later
        for both in range(max(0, first + last - people), min(first, last) + 1)
    }
    found = [mcnemar(to_yes, to_no) for to_yes, to_no in sorted(changed)]
    each = {
        "mcnemar": [one.p for one in found],
        "mcnemar_corrected": [one.p_corrected for one in found],
        "mcnemar_exact": [one.p_exact for one in found],
        "mcnemar_mid_p": [one.p_mid for one in found],
    }
    return PairingRange(
        {name: min(values) for name, values in each.items()},
        {name: max(values) for name, values in each.items()},
        len(found),
    )
