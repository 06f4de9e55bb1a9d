"""How alike numbers are inside groups, and what that does to the standard error of their mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtrc

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike numbers are inside groups.

    Attributes
    ----------
    groups : int
        How many there are.
    correlation : float
        Intraclass correlation; below 0 where groups differ less than chance would have it.
    p : float
        p-value of groups that do not differ, by the F test.
    too_small : float
        How many times too small a standard error of the mean is that takes all as independent.
    """

    groups: int
    correlation: float
    p: float
    too_small: float


def find_likeness(values: Array, groups: Codes, strata: Codes) -> Likeness | None:
    """Return how alike numbers are inside groups, by analysis of variance.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Numbers.
    groups : ndarray of int, shape (n,)
        Group of each.
    strata : ndarray of int, shape (n,)
        Its stratum, such as treated or not: means of strata may differ. A group with members in
        two strata counts as one in each.

    Returns
    -------
    Likeness or None
        None where no stratum has two groups, no group two members, or nothing varies in them.

    Notes
    -----
    With MSB and MSW the mean squares between groups of a stratum and within groups, and m the
    average size of a group: correlation = (MSB - MSW) / (MSB + (m - 1) MSW), and the standard error
    is too small by the root of 1 + (m' - 1) correlation, m' the size of a member's group.

    References
    ----------
    Donner and Koval (1980), https://doi.org/10.2307/2530491
    Kish (1965), Survey Sampling, ISBN 9780471489009
    """
    n = values.size
    cells = np.unique(np.stack([strata, groups]), axis=1, return_inverse=True)[1].ravel()
    sizes = np.bincount(cells)
    of_cell = np.zeros(sizes.size, dtype=np.intp)
    of_cell[cells] = np.unique(strata, return_inverse=True)[1]
    in_stratum = np.bincount(of_cell, sizes)
    between, within = sizes.size - in_stratum.size, n - sizes.size
    if between < 1 or within < 1:
        return None
    means = np.bincount(cells, values) / sizes
    middle = np.bincount(of_cell, means * sizes) / in_stratum
    msb = float((sizes * (means - middle[of_cell]) ** 2).sum()) / between
    msw = float(((values - means[cells]) ** 2).sum()) / within
    if msw <= 0:
        return None
    average = float(n - (np.bincount(of_cell, sizes**2) / in_stratum).sum()) / between
    alike = (msb - msw) / (msb + (average - 1) * msw)
    own = float((sizes**2).sum()) / n
    return Likeness(
        int(sizes.size),
        alike,
        float(fdtrc(between, within, msb / msw)),
        math.sqrt(max(1 + (own - 1) * alike, 0.0)),
    )
