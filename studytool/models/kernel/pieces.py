"""Rows taken a piece at a time, so that what is worked on stays in the processor's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.kernel.absorption import Codes

STRETCH = 32_768
"""Rows worked on at a time in long columns, so that they stay in the processor's cache."""

PIECE = 16_384
"""Rows of a piece of whole levels: with room to work in they fit in the cache of one core."""


def stretches(rows: int) -> Iterator[slice]:
    """Yield rows a stretch at a time.

    Parameters
    ----------
    rows : int
        Number of rows.

    Yields
    ------
    slice
        Of at most `STRETCH` rows.
    """
    for start in range(0, rows, STRETCH):
        yield slice(start, min(start + STRETCH, rows))


def whole_levels(codes: Codes) -> Iterator[slice]:
    """Yield rows a piece at a time, no level in two of them.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Sorted codes.

    Yields
    ------
    slice
        Of about `PIECE` rows, or of one level that is longer.
    """
    start = 0
    while start < codes.size:
        end = codes.size
        if start + PIECE < end:
            end = int(np.searchsorted(codes, codes[start + PIECE]))
            if end <= start:
                end = int(np.searchsorted(codes, codes[start], side="right"))
        yield slice(start, end)
        start = end


def is_ordered(codes: Codes) -> bool:
    """Tell whether codes never fall from one row to the next.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Codes.

    Returns
    -------
    bool
        True for rows sorted by them.
    """
    return all(
        (codes[rows][1:] >= codes[rows][:-1]).all() and codes[rows.stop - 1] <= codes[rows.stop]
        for rows in stretches(codes.size - 1)
    )
