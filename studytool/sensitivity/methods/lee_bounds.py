"""Lee bounds: the group that stayed more often is trimmed to the share of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from studytool.core.errors import ModelError
from studytool.models.method import Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array

    Mask = NDArray[np.bool_]

METHODS = (
    Method(
        name="Lee bounds",
        about="size of effects",
        does="Bounds on the effect for those who would have stayed either way.",
        asked_by='[[sensitivity]] kind = "lee"',
        equation="trim the share p = (q1 - q0) / q1 of the group that stayed more often, from "
        "below and from above",
        sources=(
            "Lee (2009), https://doi.org/10.1111/j.1467-937X.2009.00536.x",
            "Imbens and Manski (2004), https://doi.org/10.1111/j.1468-0262.2004.00555.x",
        ),
        verified=(
            (
                "eight people by hand; the truth between the bounds, and errors as the bounds "
                "vary, by simulation (tests/sensitivity/methods/test_lee_bounds.py)"
            ),
        ),
    ),
)
"""What is computed here."""

_STEPS = 80


@dataclass(frozen=True, slots=True)
class LeeBounds:
    """Bounds on the effect for those who would have stayed either way.

    Attributes
    ----------
    lower, upper : float
        The bounds.
    error_lower, error_upper : float
        Their standard errors.
    share : float
        Share trimmed.
    trimmed : {"treated", "untreated", "nobody"}
        Whom.
    plain : float
        Difference of means of all who stayed.
    """

    lower: float
    upper: float
    error_lower: float
    error_upper: float
    share: float
    trimmed: str
    plain: float

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval that holds the effect, not both bounds, with that chance."""
        widest = max(self.error_lower, self.error_upper)
        wide = (self.upper - self.lower) / widest if widest else 0.0
        low, high = float(ndtri(level)), float(ndtri((1 + level) / 2))
        for _ in range(_STEPS):
            middle = (low + high) / 2
            held = float(ndtr(middle + wide) - ndtr(-middle))
            low, high = (middle, high) if held < level else (low, middle)
        return self.lower - high * self.error_lower, self.upper + high * self.error_upper


def lee_bounds(outcome: Array, treated: Mask) -> LeeBounds:
    """Return the bounds from outcomes, missing for those who left.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Of everyone who was assigned; NaN for those who left.
    treated : ndarray of bool, shape (n,)
        To what.

    Raises
    ------
    ModelError
        If a group has fewer than two people who stayed.

    Notes
    -----
    The share is trimmed exactly, the person at its edge in part.
    """
    there = ~np.isnan(outcome)
    if min(int((there & treated).sum()), int((there & ~treated).sum())) < 2:  # noqa: PLR2004
        raise ModelError(
            "A group has fewer than two people who stayed.",
            remedy="Bounds compare two groups of people: look at who is left.",
        )
    stayed = float(there[treated].mean()), float(there[~treated].mean())
    plain = float(outcome[there & treated].mean() - outcome[there & ~treated].mean())
    more = stayed[0] >= stayed[1]
    sign = 1.0 if more else -1.0
    group = treated if more else ~treated
    share = 1 - min(stayed) / max(stayed)
    values, others = outcome[there & group], outcome[there & ~group]
    chance = float(group.mean())
    ends = []
    for side in (-1.0, 1.0):
        mean, variance = _trimmed(side * values, share, max(stayed), min(stayed), chance)
        spread = np.sqrt(variance / outcome.size + others.var(ddof=1) / others.size)
        ends.append((sign * (side * mean - float(others.mean())), float(spread)))
    (lower, error_lower), (upper, error_upper) = sorted(ends)
    named = "nobody" if share <= 0 else "treated" if more else "untreated"
    return LeeBounds(lower, upper, error_lower, error_upper, share, named, plain)


def _trimmed(
    values: Array, share: float, stayed: float, fewer: float, chance: float
) -> tuple[float, float]:
    """Return the mean above the trimmed share, and its variance times the number of people.

    Lee (2009), proposition 3, with the group that is trimmed in the place of the treated.
    """
    order = np.sort(values)
    gone = share * order.size
    kept = np.clip(np.arange(1, order.size + 1) - gone, 0, 1)
    mean = float(kept @ order / kept.sum())
    edge = float(order[min(int(gone), order.size - 1)])
    spread = float(kept @ (order - mean) ** 2 / kept.sum())
    left = 1 - share
    expected = stayed * chance  # chance of belonging to the group and staying
    of_share = (1 - stayed) / (stayed * chance) + (1 - fewer) / (fewer * (1 - chance))
    return mean, (
        spread / (expected * left)
        + (edge - mean) ** 2 * share / (expected * left)
        + (edge - mean) ** 2 * of_share
    )
