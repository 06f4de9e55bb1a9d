"""Numbers of a regression discontinuity: kernel weights, bandwidth, rows near the cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import bdtr

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.result import NotAvailable, TestResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.result import Estimate

Kernel = Literal["triangular", "uniform", "epanechnikov"]

CONSTANTS: dict[str, float] = {"triangular": 3.4375, "uniform": 2.7019, "epanechnikov": 3.1999}
"""Constant of the bandwidth that makes the mean squared error smallest, by kernel."""

LEAST_BEND = 0.01
"""Smallest square of the third derivative that the pilot bandwidth divides by, where outcome (at
the cut-off) and running variable have a standard deviation of 1."""

MASS_POINTS = 0.2
"""Share of rows that repeat another row's value from which on the values are said to be few."""

UNEVEN = 0.05
"""p-value of even counts just below and above the cut-off under which it is said."""

PENALTY = 2160.0
"""Three times the variance of an estimated second derivative, for errors of variance 1."""

NEAR = 20
"""Rows nearest the cut-off in which the two sides are counted."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many rows lie just below and just above the cut-off.

    Attributes
    ----------
    below, above : int
        Rows at the nearest values of each side, as many values on one side as on the other.
    p : float
        Exact chance of counts at least as uneven if both sides are as likely.
    """

    below: int
    above: int
    p: float


def kernel_weights(distance: Array, bandwidth: float, kernel: Kernel) -> Array:
    """Return the weight of each row by its distance from the cut-off.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Running variable less cut-off.
    bandwidth : float
        Distance from which on rows weigh nothing.
    kernel : {"triangular", "uniform", "epanechnikov"}
        1 - |u|; 1; 1 - u^2, with u the distance in bandwidths.

    Returns
    -------
    ndarray, shape (n,)
        At most 1; 0 at the bandwidth and beyond (beyond it for the uniform kernel).
    """
    u = np.abs(distance) / bandwidth
    if kernel == "uniform":
        return (u <= 1).astype(float)
    inside = 1 - u if kernel == "triangular" else 1 - u**2
    return np.maximum(inside, 0.0)


def optimal_bandwidth(
    distance: Array, outcome: Array, kernel: Kernel, *, penalty: float = PENALTY
) -> float:
    """Return the bandwidth of Imbens and Kalyanaraman.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Running variable less cut-off; rows at 0 are above.
    outcome : ndarray, shape (n,)
        Outcome.
    kernel : {"triangular", "uniform", "epanechnikov"}
        Kernel of the fit.
    penalty : float
        How much a doubtful curvature counts against a wide bandwidth.

    Returns
    -------
    float
        In units of the running variable.

    Raises
    ------
    ModelError
        If there are too few rows or values near the cut-off to choose one.

    Notes
    -----
    h = C (2 s^2 / (f [(m''_+ - m''_-)^2 + r_+ + r_-]))^(1/5) n^(-1/5). The density f and the
    variance s^2 at the cut-off are those within 1.84 sd n^(-1/5) of it; the second derivatives
    m'' come from squares fitted on each side within pilot bandwidths that rest on the third
    derivative of a cubic; r = 2160 s^2 / (n_side h_side^4) keeps the bandwidth finite.

    References
    ----------
    Imbens and Kalyanaraman (2012), https://doi.org/10.1093/restud/rdr043
    """
    unit = float(distance.std(ddof=1)) if distance.size > 1 else 0.0
    if not unit > 0:
        raise _too_few()
    return unit * _bandwidth(distance / unit, outcome, kernel, penalty)


def _bandwidth(distance: Array, outcome: Array, kernel: Kernel, penalty: float) -> float:
    """Return the bandwidth of distances whose standard deviation is 1."""
    n, above = distance.size, distance >= 0
    pilot = 1.84 * n**-0.2
    near = np.abs(distance) <= pilot
    sides = [near & ~above, near & above]
    if min(int(side.sum()) for side in sides) < 2:  # noqa: PLR2004 - a spread
        raise _too_few()
    density = near.sum() / (2 * n * pilot)
    variance = sum(float(((outcome[s] - outcome[s].mean()) ** 2).sum()) for s in sides)
    variance /= float(near.sum())
    if not variance > 0:
        raise ModelError(
            "The outcome does not vary near the cut-off.",
            why="There is nothing to choose a bandwidth by.",
            remedy="Choose another outcome, check `where`, or give a bandwidth.",
        )
    third = 6 * _third(distance, outcome, above)
    ratio = variance / (density * max(third**2, LEAST_BEND * variance))
    curves, penalties = [], []
    for side in (~above, above):
        width = 3.56 * ratio ** (1 / 7) * side.sum() ** (-1 / 7)
        rows = side & (np.abs(distance) <= width)
        if np.unique(distance[rows]).size < 3:  # noqa: PLR2004 - a square has three coefficients
            raise _too_few()
        curves.append(2 * _polynomial(distance[rows], outcome[rows], 2)[2])
        penalties.append(penalty * variance / (rows.sum() * width**4))
    bend = (curves[1] - curves[0]) ** 2 + sum(penalties)
    return float(CONSTANTS[kernel] * (2 * variance / (density * bend)) ** 0.2 * n**-0.2)


def _third(distance: Array, outcome: Array, above: NDArray[np.bool_]) -> float:
    """Return the cubic's coefficient between the medians of the two sides, with a jump."""
    low, high = np.median(distance[~above]), np.median(distance[above])
    rows = (distance >= low) & (distance <= high)
    columns = np.column_stack(
        [np.ones(rows.sum()), above[rows], *(distance[rows] ** power for power in (1, 2, 3))]
    )
    return float(np.linalg.lstsq(columns, outcome[rows], rcond=None)[0][4])


def _polynomial(distance: Array, outcome: Array, degree: int) -> Array:
    columns = np.column_stack([distance**power for power in range(degree + 1)])
    return np.asarray(np.linalg.lstsq(columns, outcome, rcond=None)[0])


def _too_few() -> ModelError:
    return ModelError(
        "There are too few rows near the cut-off to choose a bandwidth.",
        remedy="Give one, such as bandwidth = 5, in units of the running variable.",
    )


def count_nearby(distance: Array, least: int = NEAR) -> Nearby:
    """Count the rows just below and just above the cut-off.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Running variable less cut-off; one row a person.
    least : int
        Rows that are to be counted at least, where there are as many.

    Returns
    -------
    Nearby
        From the nearest values of each side, one more a side at a time.

    Notes
    -----
    Values rather than distances are taken, because the cut-off itself is a value of the upper
    side of a whole-number score. People who place themselves, or are placed, on one side show as
    uneven counts.

    References
    ----------
    Frandsen (2017), https://doi.org/10.1108/S0731-905320170000038012
    Cattaneo, Idrobo and Titiunik (2019), https://doi.org/10.1017/9781108684606, section 5
    """
    lower, below = np.unique(-distance[distance < 0], return_counts=True)
    upper, above = np.unique(distance[distance >= 0], return_counts=True)
    steps = min(lower.size, upper.size)
    totals = np.cumsum(below[:steps]) + np.cumsum(above[:steps])
    chosen = min(int(np.searchsorted(totals, least)) + 1, steps)
    counts = int(below[:chosen].sum()), int(above[:chosen].sum())
    p = min(1.0, 2 * float(bdtr(min(counts), sum(counts), 0.5))) if sum(counts) else 1.0
    return Nearby(*counts, p)


def refuse_outside(distance: Array, name: str, cutoff: float) -> None:
    """Refuse a cut-off with nobody on one side.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Running variable less cut-off.
    name : str
        The running variable.
    cutoff : float
        The cut-off.

    Raises
    ------
    ModelError
        If all rows are on one side.
    """
    if not (distance < 0).any() or not (distance >= 0).any():
        low, high = distance.min() + cutoff, distance.max() + cutoff
        raise ModelError(
            f"The cut-off {cutoff:g} is outside the data.",
            why=f'"{name}" runs from {low:g} to {high:g} in the sample, so nobody is on one side.',
            remedy="Check the cut-off, `where`, and how the score was made.",
        )


def refuse_fuzzy(treated: Array, side: Array, name: str) -> None:
    """Refuse a treatment that does not follow the cut-off.

    Parameters
    ----------
    treated, side : ndarray, shape (n,)
        Who was treated, and who was to be.
    name : str
        The treatment.

    Raises
    ------
    ModelError
        If they differ anywhere.
    """
    wrong = int((treated != side).sum())
    if wrong:
        raise ModelError(
            f'"{name}" does not follow the cut-off in {wrong} of {side.size} rows.',
            why="A sharp discontinuity needs everyone on one side treated and nobody on the other.",
            remedy="Check the cut-off, the side and running_wave; or leave treatment out: the jump "
            "is then the effect of being over the cut-off, which is that of the offer.",
        )


def refuse_few_values(distance: Array, name: str, bandwidth: float) -> None:
    """Refuse a bandwidth within which a side has fewer than two values.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Running variable less cut-off, of the rows that count.
    name : str
        The running variable.
    bandwidth : float
        The bandwidth.

    Raises
    ------
    ModelError
        Says which side.
    """
    for side, rows in (("below", distance < 0), ("above", distance >= 0)):
        if np.unique(distance[rows]).size < 2:  # noqa: PLR2004 - a line has two coefficients
            raise ModelError(
                f"Fewer than two values of {name} lie {side} the cut-off within {bandwidth:.6g} "
                "of it.",
                why="A line on each side needs two values there.",
                remedy="Use a larger bandwidth, or a smaller donut.",
            )


def find_doubts(name: str, statistics: Mapping[str, float], p: float) -> Iterator[Finding]:
    """Yield what the rows near the cut-off give reason to mind.

    Parameters
    ----------
    name : str
        The running variable.
    statistics : mapping of str to float
        Rows and values of each side: ``n_below``, ``n_above``, ``values_below``, ``values_above``.
    p : float
        Of even counts just below and above.

    Yields
    ------
    Finding
        ``mass_points``, ``uneven_density``.
    """
    rows = statistics["n_below"] + statistics["n_above"]
    values = statistics["values_below"] + statistics["values_above"]
    if 1 - values / rows >= MASS_POINTS:
        yield Finding(
            "warning",
            "mass_points",
            f'"{name}" takes {values:.0f} values within the bandwidth, so the lines reach '
            "the cut-off by assumption rather than by people near it.",
            remedy="Compare with other bandwidths, and look at the means by value.",
        )
    if p < UNEVEN:
        yield Finding(
            "warning",
            "uneven_density",
            "People just below and just above the cut-off are not about as many (exact "
            f"p = {p:.2g}), as they are not where scores are nudged over the line.",
            remedy="Look at the counts by value, ask how scores were given, and leave the nearest "
            "out: donut.",
        )


def judge_bias_corrected(bent: Estimate | NotAvailable) -> TestResult:
    """Return the test of the jump of a local square.

    Parameters
    ----------
    bent : Estimate or NotAvailable
        The jump.

    Returns
    -------
    TestResult
        With the interval; or why there is none.
    """
    if isinstance(bent, NotAvailable):
        return TestResult(reason=bent.reason)
    return TestResult(
        bent.estimate / bent.std_error,
        bent.df,
        bent.p,
        low=bent.low,
        high=bent.high,
        method="jump of a local square at the same bandwidth (robust bias correction)",
    )
