"""Columns of an expression while it is computed, and the arithmetic and logic on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest

Sort = Literal["number", "text", "date"]
Floats = npt.NDArray[np.float64]

_SORTS = {"number": "numbers", "text": "texts", "date": "dates"}
_COMPARE = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_ARITHMETIC = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


@dataclass(frozen=True, slots=True, eq=False)
class FrameColumns(Mapping[str, pd.Series]):
    """The columns of a frame by name, each fetched when it is asked for.

    Attributes
    ----------
    frame : DataFrame
        Whose columns they are.
    """

    frame: pd.DataFrame
    _names: dict[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the names as texts, as an expression has them."""
        object.__setattr__(self, "_names", {str(name): name for name in self.frame.columns})

    def __getitem__(self, name: str) -> pd.Series:
        """Return a column."""
        return self.frame[self._names[name]]

    def __contains__(self, name: object) -> bool:
        """Return whether there is a column of that name; none is fetched."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Go through the names; no column is fetched."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._names)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows an expression is computed for.

    Attributes
    ----------
    columns : mapping of str to Series, shape (n_rows,)
        Columns it may read.
    n_rows : int
        How many rows there are.
    person, wave : Series, shape (n_rows,), or None
        Who and when.
    waves : tuple of float
        Waves of the study, in order.
    """

    columns: Mapping[str, pd.Series]
    n_rows: int
    person: pd.Series | None = None
    wave: pd.Series | None = None
    waves: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """A value for every row.

    Attributes
    ----------
    sort : {"number", "text", "date"}
        What the values are.
    cells : ndarray, shape (n_rows,)
        float64 with NaN, object with None, or datetime64[s] with NaT where missing.
    said : str
        What they are called in an error.
    """

    sort: Sort
    cells: npt.NDArray[Any]
    said: str = "a result"

    @property
    def missing(self) -> npt.NDArray[np.bool_]:
        """True where there is no value, shape (n_rows,)."""
        return np.asarray(pd.isna(self.cells))


def numbers(cells: npt.NDArray[Any], said: str = "a result") -> Values:
    """Return numbers, what is not finite made missing."""
    cells = np.asarray(cells, dtype=np.float64)
    return Values("number", np.where(np.isfinite(cells), cells, np.nan), said)


def column(name: str, rows: Rows) -> Values:
    """Return a column by its name.

    Parameters
    ----------
    name : str
        As the expression names it.
    rows : Rows
        Where it is looked up.

    Returns
    -------
    Values
        Its values, as numbers, dates or texts.

    Raises
    ------
    DocumentError
        If there is no such column.
    """
    if name not in rows.columns:
        raise DocumentError(
            f'There is no column called "{name}".', remedy=nearest(name, list(rows.columns))
        )
    series, said = rows.columns[name], f'the column "{name}"'
    if pd.api.types.is_numeric_dtype(series.dtype):
        return numbers(series.to_numpy(dtype="float64", na_value=np.nan), said)
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return Values("date", series.to_numpy().astype("datetime64[s]"), said)
    cells = series.to_numpy(dtype=object, copy=True)
    cells[series.isna().to_numpy()] = None
    return Values("text", cells, said)


def as_numbers(values: Values, use: str) -> Floats:
    """Return the cells if they are numbers.

    Parameters
    ----------
    values : Values
        What is used.
    use : str
        What for, to end the sentence "The column (of texts) cannot be ...".

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        NaN where missing.

    Raises
    ------
    DocumentError
        If they are texts or dates.
    """
    if values.sort != "number":
        raise DocumentError(
            f"{_sentence(_described(values))} cannot be {use}: numbers are needed.",
            remedy="Use a column of numbers, or say how the texts are to be read with recode.",
        )
    return values.cells


def _described(values: Values) -> str:
    if values.said in {"a number", "a text"}:
        return values.said
    return f"{values.said} (of {_SORTS[values.sort]})"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def arithmetic(mark: str, left: Values, right: Values) -> Values:
    """Return ``left mark right``; the days between two dates where both are dates."""
    if mark == "-" and left.sort == right.sort == "date":
        return numbers((left.cells - right.cells) / np.timedelta64(1, "D"))
    use = "calculated with"
    first, second = as_numbers(left, use), as_numbers(right, use)
    with np.errstate(all="ignore"):
        return numbers(_ARITHMETIC[mark](first, second))


def compare(mark: str, left: Values, right: Values) -> Values:
    """Return 1 where ``left mark right`` is true, 0 where false, missing where one is missing.

    Raises
    ------
    DocumentError
        If a text is compared with a number, or a date with what is no date.
    """
    left, right = _dated(left, right), _dated(right, left)
    if left.sort != right.sort:
        text, other = (left, right) if left.sort == "text" else (right, left)
        raise DocumentError(
            f"{_sentence(_described(text))} is compared with {_described(other)}.",
            remedy="Compare numbers with numbers, and texts with texts in quotation marks.",
        )
    known = ~(left.missing | right.missing)
    answer = np.full(known.shape, np.nan)
    answer[known] = _COMPARE[mark](left.cells[known], right.cells[known])
    return numbers(answer)


def _dated(values: Values, other: Values) -> Values:
    """Return `values` as dates where they are texts that stand against dates."""
    if values.sort != "text" or other.sort != "date":
        return values
    dates = pd.to_datetime(pd.Series(values.cells, dtype="str"), format="%Y-%m-%d", errors="coerce")
    if bool((dates.isna().to_numpy() & ~values.missing).any()):
        raise DocumentError(
            f"{_sentence(_described(other))} is compared with a text that is no date.",
            remedy="Write dates as '2021-03-31'.",
        )
    return Values("date", dates.to_numpy().astype("datetime64[s]"), values.said)


def truth_of(values: Values) -> Floats:
    """Return 1 where a number is not zero, 0 where it is, missing where missing."""
    cells = as_numbers(values, "true or false")
    return np.where(np.isnan(cells), np.nan, (cells != 0).astype(np.float64))


def both(left: Floats, right: Floats) -> Floats:
    """Return ``left and right`` of truths: false where one is false, whatever the other is."""
    false = (left == 0) | (right == 0)
    return np.where(false, 0.0, np.where(np.isnan(left) | np.isnan(right), np.nan, 1.0))


def either(left: Floats, right: Floats) -> Floats:
    """Return ``left or right`` of truths: true where one is true, whatever the other is."""
    true = (left == 1) | (right == 1)
    return np.where(true, 1.0, np.where(np.isnan(left) | np.isnan(right), np.nan, 0.0))
