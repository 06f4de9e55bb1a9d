"""How numbers, dates, texts and IDs are written in cells. Nothing here guesses."""

from __future__ import annotations

import math
import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?"
_SPACES = " \u00a0\u202f"
_NONE = pa.scalar(None, pa.large_string())


def _pattern(decimal: str, thousands: str) -> str:
    """Return what a number looks like; digits are grouped by three or not at all."""
    point = re.escape(decimal)
    power = "([eE][+-]?[0-9]+)?"
    plain = f"([0-9]+({point}[0-9]*)?|{point}[0-9]+){power}"
    if not thousands:
        return f"[+-]?{plain}"
    mark = f"[{_SPACES}]" if thousands.isspace() else re.escape(thousands)
    return f"[+-]?({plain}|[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]*)?)"


_PLAIN = re.compile(_pattern(".", ""))


def numbers(cells: pd.Series, *, decimal: str = ".", thousands: str = "") -> Floats:
    """Return cells as numbers.

    Parameters
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str.
    decimal, thousands : str
        Marks that numbers in texts are written with.

    Returns
    -------
    ndarray of float64, shape (n,)
        Missing where a cell is no finite number.
    """
    if cells.dtype.kind == "f":
        values: Floats = cells.to_numpy(dtype=np.float64, copy=True)
    elif cells.dtype.kind == "M":
        return np.full(len(cells), np.nan)
    else:
        values = _numbers_in(cells, decimal, thousands)
    values[~np.isfinite(values)] = np.nan
    return values


def _numbers_in(cells: pd.Series, decimal: str, thousands: str) -> Floats:
    """Return texts as numbers, in arrow throughout: a wide file has thousands of short columns."""
    plain = pc.utf8_trim_whitespace(_arrow(cells))
    shaped = pc.match_substring_regex(plain, rf"\A(?:{_pattern(decimal, thousands)})\z")
    plain = pc.if_else(shaped, plain, _NONE)
    for mark in _SPACES if thousands.isspace() else thousands:
        plain = pc.replace_substring(plain, mark, "")
    if decimal != ".":
        plain = pc.replace_substring(plain, decimal, ".")
    plain = pc.replace_substring_regex(plain, r"\A[+]", "")
    read = pc.cast(plain, pa.float64())
    return np.array(read.to_numpy(zero_copy_only=False), dtype=np.float64)


def plain_number(text: str) -> float | None:
    """Return the number a document writes, with a full stop; None if it is none.

    Parameters
    ----------
    text : str
        Such as ``"-99"``.
    """
    if _PLAIN.fullmatch(text.strip()) is None:
        return None
    return float(text)


def texts(cells: pd.Series) -> pd.Series:
    """Return cells as texts, stripped; blanks are missing.

    Parameters
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str.

    Returns
    -------
    Series of str, shape (n,)
        Whole numbers without a fraction, dates as ISO 8601.
    """
    if cells.dtype.kind == "M":
        return cells.dt.strftime("%Y-%m-%d").astype("str")
    if cells.dtype.kind == "f":
        return _number_texts(cells)
    return _series(_filled(cells), cells.index)


def says(cells: pd.Series, text: str) -> npt.NDArray[np.bool_]:
    """Return which cells are `text`; missing ones are not.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Texts as `texts` returns them, or reasons.
    text : str
        What to look for.

    Returns
    -------
    ndarray of bool, shape (n,)
        Found in arrow: pandas takes ten times as long for a short column.
    """
    same = pc.equal(_arrow(cells), text).fill_null(False)
    return np.array(same.to_numpy(zero_copy_only=False), dtype=bool)


def _arrow(cells: pd.Series) -> pa.Array:
    written = pa.array(cells, type=pa.large_string(), from_pandas=True)
    return written.combine_chunks() if isinstance(written, pa.ChunkedArray) else written


def _filled(cells: pd.Series) -> pa.Array:
    """Return texts, stripped; blanks are null. In arrow: pandas takes 40 times as long."""
    plain = pc.utf8_trim_whitespace(_arrow(cells))
    return pc.if_else(pc.equal(plain, ""), _NONE, plain)


def _series(written: pa.Array, index: pd.Index) -> pd.Series:
    return pd.Series(pd.array(written, dtype="str"), index=index)


def _number_texts(cells: pd.Series) -> pd.Series:
    """Return numbers as texts; adding zero makes a zero of a minus zero."""
    written = [
        None if math.isnan(value) else f"{value + 0.0:.15g}"
        for value in cells.to_numpy(dtype=np.float64).tolist()
    ]
    return _series(pa.array(written, type=pa.large_string()), cells.index)


def ids(cells: pd.Series) -> pd.Series:
    """Return cells as IDs: texts, stripped; a number without a fraction loses its ``.0``.

    Parameters
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str.

    Returns
    -------
    Series of str, shape (n,)
        Missing where there is no ID.
    """
    if cells.dtype.kind in "fM":
        return texts(cells)
    whole = pc.replace_substring_regex(_filled(cells), r"\A([0-9]+)\.0+\z", r"\1")
    return _series(whole, cells.index)


def dates(cells: pd.Series, date_format: str = "") -> pd.Series:
    """Return cells as days; a number is never taken for a date.

    Parameters
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str.
    date_format : str
        How dates in texts are written, such as ``%d/%m/%Y``; ISO 8601 is read besides.

    Returns
    -------
    Series of datetime64[us], shape (n,)
        Missing where a cell is no date, or no date of the given form.
    """
    if cells.dtype.kind == "M":
        return cells.dt.normalize().astype("datetime64[us]")
    written = texts(cells)
    plain = _arrow(written)
    shaped = pc.match_substring_regex(plain, rf"\A(?:{_ISO})\z")
    days = pc.if_else(shaped, pc.utf8_slice_codeunits(plain, 0, 10), _NONE)
    if not date_format and days.null_count == len(days):
        return pd.Series(pd.NaT, index=cells.index, dtype="datetime64[us]")
    read = pd.to_datetime(_series(days, cells.index), format="%Y-%m-%d", errors="coerce")
    if date_format:
        asked = pd.to_datetime(written, format=date_format, errors="coerce")
        read = asked.fillna(read)
    return read.dt.normalize().astype("datetime64[us]")
