"""The order of rows on the screen: sorted by a column, in one pass over its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Positions = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def order_of(cells: pd.Series, *, descending: bool = False) -> Positions:
    """Return the positions of rows sorted by a column.

    Parameters
    ----------
    cells : Series, shape (n,)
        Numbers, dates or texts.
    descending : bool
        The highest first.

    Returns
    -------
    ndarray of int64, shape (n,)
        Rows that are alike keep their order; missing cells come last either way.
    """
    if cells.dtype.kind in "fiub":
        keys = cells.to_numpy()
        if descending:
            keys = -keys.astype(np.float64)
        return _stable(keys)
    if cells.dtype.kind == "M":
        return _stable(_days(cells, descending=descending))
    return _of_texts(cells, descending=descending)


def shown_rows(order: Positions, chosen: Bools | None) -> Positions:
    """Return the rows of an order that were chosen, still in that order.

    Parameters
    ----------
    order : ndarray of int64, shape (n,)
        All rows.
    chosen : ndarray of bool, shape (n,), or None
        Rows to keep, by position; all where None.
    """
    return order if chosen is None else order[chosen[order]]


def rows_with(cells: pd.Series, text: str) -> Bools:
    """Return which texts hold `text`, whatever its capitals.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Such as IDs.
    text : str
        What to look for.
    """
    found = cells.astype("str").str.contains(text, case=False, regex=False)
    mask: Bools = found.to_numpy(dtype=bool, na_value=False)
    return mask


def decimals_of(cells: pd.Series, *, most: int = 3, looked_at: int = 2000) -> int:
    """Return how many decimals a column of numbers is shown with.

    Parameters
    ----------
    cells : Series of numbers, shape (n,)
        The column.
    most : int
        Never more than these.
    looked_at : int
        How many filled cells decide.
    """
    if cells.dtype.kind in "iub":
        return 0
    filled = cells.to_numpy(dtype=np.float64)[: looked_at * 10]
    filled = filled[np.isfinite(filled)][:looked_at]
    for decimals in range(most):
        if np.allclose(filled, np.round(filled, decimals), rtol=0, atol=1e-9):
            return decimals
    return most


def _stable(keys: npt.NDArray[np.generic]) -> Positions:
    order: Positions = np.argsort(keys, kind="stable").astype(np.int64, copy=False)
    return order


def _days(cells: pd.Series, *, descending: bool) -> Positions:
    moments = cells.to_numpy()
    keys: Positions = moments.view(np.int64).copy()
    if descending:
        keys = -keys
    keys[np.isnat(moments)] = np.iinfo(np.int64).max
    return keys


def _of_texts(cells: pd.Series, *, descending: bool) -> Positions:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(cells, type=pa.string(), from_pandas=True)
    order = "descending" if descending else "ascending"
    found = pc.array_sort_indices(texts, order=order, null_placement="at_end")
    positions: Positions = found.to_numpy().astype(np.int64, copy=False)
    return positions
