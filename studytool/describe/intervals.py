"""Intervals for shares, means and differences of means. Plain numbers in, plain numbers out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtrit

if TYPE_CHECKING:
    import numpy.typing as npt

WILSON = "Wilson (1927), doi:10.1080/01621459.1927.10502953"
STUDENT = "Student's t (1908), doi:10.1093/biomet/6.1.1"
WELCH = "Welch (1947), doi:10.1093/biomet/34.1-2.28"


@dataclass(frozen=True, slots=True)
class Middle:
    """A mean or a difference of means with its interval.

    Attributes
    ----------
    value : float
        Mean or difference, in the unit of the answers.
    low, high : float or None
        Interval; None where there are too few answers, or no spread, for one.
    """

    value: float
    low: float | None = None
    high: float | None = None


def wilson(count: int, n: int, level: float) -> tuple[float, float]:
    """Return the Wilson score interval of a share.

    Parameters
    ----------
    count, n : int
        Cases and valid answers; n is at least 1.
    level : float
        Level of the interval, such as 0.95.

    Returns
    -------
    tuple of float
        Low and high, between 0 and 1.

    Notes
    -----
    With z the normal quantile and p = count / n:
    (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. JASA 22, 209-212. https://doi.org/10.1080/01621459.1927.10502953
    """
    z = float(ndtri(0.5 + level / 2))
    share, spread = count / n, z * z / n
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    low = (share + spread / 2 - half) / (1 + spread)
    high = (share + spread / 2 + half) / (1 + spread)
    # rounding leaves the ends a hair off where nobody or everybody is a case
    return (0.0 if count == 0 else low), (1.0 if count == n else high)


def mean_of(answers: npt.NDArray[np.float64], level: float) -> Middle:
    """Return the mean of valid answers with its t interval.

    Parameters
    ----------
    answers : ndarray of float64, shape (n,)
        Valid answers, at least one.
    level : float
        Level of the interval.

    Returns
    -------
    Middle
        Without interval where there is one answer.
    """
    mean, n = float(np.mean(answers)), len(answers)
    if n == 1:
        return Middle(mean)
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(np.std(answers, ddof=1)) / math.sqrt(n)
    return Middle(mean, mean - half, mean + half)


def difference_of(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], level: float
) -> Middle:
    """Return the mean of `first` less that of `second`, with Welch's interval.

    Parameters
    ----------
    first, second : ndarray of float64, shapes (n,) and (m,)
        Valid answers, at least one each.
    level : float
        Level of the interval.

    Returns
    -------
    Middle
        Without interval where a side has one answer, or neither has any spread.
    """
    difference = float(np.mean(first) - np.mean(second))
    if min(len(first), len(second)) == 1:
        return Middle(difference)
    parts = [float(np.var(side, ddof=1)) / len(side) for side in (first, second)]
    if sum(parts) == 0:
        return Middle(difference)
    sizes = (len(first), len(second))
    df = sum(parts) ** 2 / sum(
        part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True)
    )
    half = float(stdtrit(df, 0.5 + level / 2)) * math.sqrt(sum(parts))
    return Middle(difference, difference - half, difference + half)


def standardised(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float | None:
    """Return the difference of two means in standard deviations.

    Parameters
    ----------
    first, second : ndarray of float64, shapes (n,) and (m,)
        Valid answers.

    Returns
    -------
    float or None
        Difference divided by the root of the mean of both variances; None where a side has fewer
        than two answers or neither has any spread.
    """
    if min(len(first), len(second)) < 2:  # noqa: PLR2004  # a variance needs two answers
        return None
    pooled = math.sqrt((float(np.var(first, ddof=1)) + float(np.var(second, ddof=1))) / 2)
    return float(np.mean(first) - np.mean(second)) / pooled if pooled else None
