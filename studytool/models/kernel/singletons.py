"""Rows that some effect fits alone: they stay, and carry no information on the slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Codes


def singletons(effects: Sequence[Codes]) -> NDArray[np.bool_]:
    """Mark rows that are alone in a level of an effect, again and again until none is left.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect; at least one.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where a row carries no information on the slopes because some effect fits it alone,
        at once or after other such rows have left.
    """
    alone = np.zeros(effects[0].size, dtype=bool)
    counts = [np.bincount(codes) for codes in effects]
    while any((count == 1).any() for count in counts):
        single = np.zeros_like(alone)
        for codes, count in zip(effects, counts, strict=True):
            if (count == 1).any():
                single |= (count == 1)[codes]
        leaving = np.flatnonzero(single & ~alone)
        alone[leaving] = True
        for place, codes in enumerate(effects):
            counts[place] -= np.bincount(codes[leaving], minlength=counts[place].size)
    return alone
