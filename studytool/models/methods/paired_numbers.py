"""Change in a yes/no answer over two waves, from four counts.

Of n people asked twice, b changed from no to yes and c from yes to no. Only they carry information
on change (McNemar); n sets the scale of the difference in percentage points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import bdtr, chdtrc, ndtri

from studytool.core.errors import DataError


@dataclass(frozen=True, slots=True)
class McNemar:
    """Tests of no change in a paired yes/no answer.

    Attributes
    ----------
    chi2 : float
        (b - c)^2 / (b + c), one degree of freedom; 0 where nobody changed.
    p : float
        Its p-value.
    chi2_corrected : float
        (|b - c| - 1)^2 / (b + c), not below 0: with continuity correction.
    p_corrected : float
        Its p-value.
    p_exact : float
        Two-sided exact binomial p-value; 1 where nobody changed.
    p_mid : float
        Mid-p-value: the exact one less half the chance of what is exactly as extreme.
    """

    chi2: float
    p: float
    chi2_corrected: float
    p_corrected: float
    p_exact: float
    p_mid: float


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Difference of two paired proportions, as shares (0.1 is ten percentage points).

    Attributes
    ----------
    difference : float
        Share at the second wave less share at the first: (b - c) / n.
    std_error : float
        Standard error of the difference (Wald), as printed beside it.
    low, high : float
        Interval, by the adjusted Wald method.
    level : float
        Level of the interval.
    """

    difference: float
    std_error: float
    low: float
    high: float
    level: float


def mcnemar(to_yes: int, to_no: int) -> McNemar:
    """Test whether as many changed one way as the other.

    Parameters
    ----------
    to_yes, to_no : int
        People who changed from no to yes (b) and from yes to no (c).

    Returns
    -------
    McNemar
        Asymptotic, corrected, exact and mid-p tests.

    Raises
    ------
    DataError
        If a count is negative.

    References
    ----------
    McNemar (1947), https://doi.org/10.1007/BF02295996
    Fagerland, Lydersen and Laake (2013), https://doi.org/10.1186/1471-2288-13-91 (mid-p)
    """
    changed, apart, smaller = to_yes + to_no, abs(to_yes - to_no), min(to_yes, to_no)
    _refuse_negative(to_yes, to_no)
    if changed == 0:
        return McNemar(0.0, 1.0, 0.0, 1.0, 1.0, 1.0)
    plain = apart**2 / changed
    corrected = max(apart - 1, 0) ** 2 / changed
    # counts one apart or none are the likeliest of all, which rounding would put just below 1
    exact = 1.0 if apart <= 1 else 2 * float(bdtr(smaller, changed, 0.5))
    seen = math.comb(changed, smaller) / 2**changed
    # half the chance of what is as far from even as the counts seen: two outcomes, one if even
    mid = 1 - seen / 2 if apart == 0 else exact - seen
    return McNemar(
        plain, float(chdtrc(1, plain)), corrected, float(chdtrc(1, corrected)), exact, mid
    )


def paired_difference(
    to_yes: int, to_no: int, people: int, *, level: float = 0.95
) -> PairedDifference:
    """Return the change in a share, with an interval that holds in small samples.

    Parameters
    ----------
    to_yes, to_no : int
        People who changed from no to yes (b) and from yes to no (c).
    people : int
        People with both answers (n).
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    PairedDifference
        Difference, its standard error and interval.

    Raises
    ------
    DataError
        If the counts are negative or add up to more than `people`, or nobody was asked.

    Notes
    -----
    Adjusted Wald: with p12 = (b + 1)/(n + 2) and p21 = (c + 1)/(n + 2), the interval is
    p12 - p21 -+ z sqrt([p12 + p21 - (p12 - p21)^2] / (n + 2)), cut to -1 and 1. The standard
    error beside the difference is the plain sqrt([b + c - (b - c)^2 / n]) / n.

    References
    ----------
    Bonett and Price (2012), https://doi.org/10.3102/1076998611411915
    """
    _refuse_negative(to_yes, to_no)
    if people < 1 or to_yes + to_no > people:
        raise DataError("More people changed their answer than answered twice, or nobody did.")
    difference = (to_yes - to_no) / people
    error = math.sqrt(to_yes + to_no - (to_yes - to_no) ** 2 / people) / people
    up, down, size = (to_yes + 1) / (people + 2), (to_no + 1) / (people + 2), people + 2
    reach = float(ndtri((1 + level) / 2)) * math.sqrt((up + down - (up - down) ** 2) / size)
    low, high = max(up - down - reach, -1.0), min(up - down + reach, 1.0)
    return PairedDifference(difference, error, low, high, level)


def _refuse_negative(*counts: int) -> None:
    if min(counts) < 0:
        raise DataError("A count of people is negative.")
