"""Cells of a raw column become numbers, dates, texts or IDs; what cannot be read has a reason.

Every rule acts on the distinct contents of a column, not on its cells: survey answers repeat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import take

from studytool.core.errors import DocumentError
from studytool.survey.cell_formats import dates, ids, numbers, plain_number, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas.api.extensions import ExtensionArray

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Sort = Literal["number", "text", "date", "id"]
EMPTY, UNREADABLE, DECLARED = "empty", "unreadable", "missing by the file's own code"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one column of one file are read.

    Attributes
    ----------
    name, column : str
        Name in the panel and in the file.
    sort : {"number", "text", "date", "id"}
        What its cells become.
    missing : mapping of code to reason
        Missing codes as the file writes them; they are looked for before anything else.
    ranges : sequence of (low, high)
        Ranges of numbers that are missing.
    recode : mapping of old to new value
        Old values as the file writes them; all are replaced at once.
    date_format : str
        How dates are written; ISO 8601 where empty.
    """

    name: str
    column: str
    sort: Sort
    missing: Mapping[str, str] = field(default_factory=dict)
    ranges: Sequence[tuple[float, float]] = ()
    recode: Mapping[str, float | str] = field(default_factory=dict)
    date_format: str = ""


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A column that was read.

    Attributes
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str; missing where there is a reason.
    reasons : Series of str, shape (n,), or None
        Why cells are missing; None where none is.
    recoded : int
        Cells that a recode concerned.
    """

    cells: pd.Series
    reasons: pd.Series | None
    recoded: int


@dataclass(frozen=True, slots=True)
class _Contents:
    """The distinct contents of a column: as written, as numbers where they are, and as read."""

    written: npt.NDArray[np.object_] | None
    numbers: npt.NDArray[np.float64] | None
    read: ExtensionArray

    def equal(self, key: str) -> Bools:
        """Return which contents are `key`, compared as numbers and as texts."""
        found = np.zeros(len(self.read), dtype=bool)
        number = plain_number(key)
        if number is not None and self.numbers is not None:
            found |= self.numbers == number
        if self.written is not None:
            found |= self.written == key.strip()
        return found


def read_column(
    cells: pd.Series, reading: Reading, *, decimal: str = ".", thousands: str = ""
) -> TypedColumn:
    """Read the cells of one column.

    Parameters
    ----------
    cells : Series, shape (n,)
        float64, datetime64 or str, as in a raw table.
    reading : Reading
        How to read them.
    decimal, thousands : str
        Marks that numbers in texts are written with.

    Returns
    -------
    TypedColumn
        Cells that cannot be read are missing with the reason "unreadable".

    Raises
    ------
    DocumentError
        If a recode gives a value that the type of the variable does not have.
    """
    codes, found = pd.factorize(cells.array)
    contents = _read(pd.Series(found, dtype=cells.dtype), reading, decimal, thousands)
    vocabulary = list(dict.fromkeys((EMPTY, UNREADABLE, DECLARED, *reading.missing.values())))
    reason = _missing(contents, reading, vocabulary)
    values, changed = _recoded(contents, reading, reason < 0)
    reason[pd.isna(values) & (reason < 0)] = vocabulary.index(UNREADABLE)
    places = np.append(reason, vocabulary.index(EMPTY))[codes]
    return TypedColumn(
        cells=pd.Series(take(values, np.where(places < 0, codes, -1), allow_fill=True)),
        reasons=reason_series(places, vocabulary),
        recoded=int(np.append(changed, False)[codes].sum()),
    )


def _read(distinct: pd.Series, reading: Reading, decimal: str, thousands: str) -> _Contents:
    read: npt.NDArray[np.float64] | None = None
    if reading.sort == "number" or distinct.dtype.kind == "f":
        read = numbers(distinct, decimal=decimal, thousands=thousands)
    if read is not None and reading.sort == "number":
        written = None if distinct.dtype.kind == "f" else _objects(texts(distinct))
        return _Contents(written, read, pd.Series(read).array)
    said = texts(distinct)
    if reading.sort == "date":
        values = dates(distinct, reading.date_format)
    else:
        values = ids(distinct) if reading.sort == "id" else said
    return _Contents(_objects(said), read, values.array)


def _objects(said: pd.Series) -> npt.NDArray[np.object_]:
    """Return texts as an array, None where missing: comparing it is much faster."""
    written: npt.NDArray[np.object_] = said.to_numpy(dtype=object, na_value=None)
    return written


def _missing(contents: _Contents, reading: Reading, vocabulary: list[str]) -> Codes:
    """Return for each content the place of its reason in `vocabulary`, or -1."""
    reason = np.full(len(contents.read), -1, dtype=np.int64)
    if contents.numbers is not None:
        for low, high in reading.ranges:
            inside = (contents.numbers >= low) & (contents.numbers <= high)
            reason[inside] = vocabulary.index(DECLARED)
    for key, text in reading.missing.items():
        reason[contents.equal(key)] = vocabulary.index(text)
    if contents.written is not None:
        reason[pd.isna(contents.written) & (reason < 0)] = vocabulary.index(EMPTY)
    return reason


def _recoded(contents: _Contents, reading: Reading, filled: Bools) -> tuple[ExtensionArray, Bools]:
    """Return the contents with old values replaced, and which were."""
    values, changed = contents.read.copy(), np.zeros(len(contents.read), dtype=bool)
    for old, new in reading.recode.items():
        hit = contents.equal(old) & filled
        values[hit] = new_value(new, reading.sort, place=f"recode of {reading.name}")
        changed |= hit
    return values, changed


def new_value(value: float | str, sort: Sort, *, place: str) -> object:
    """Return a value that a document gives, as a cell of a column holds it.

    Parameters
    ----------
    value : float or str
        As the document says it: numbers with a full stop, dates as ISO 8601.
    sort : {"number", "text", "date", "id"}
        What the column holds.
    place : str
        Where the document says it, for messages.

    Returns
    -------
    float, Timestamp or str
        The cell.

    Raises
    ------
    DocumentError
        If it is no number or no date where one is needed.
    """
    text = value.strip() if isinstance(value, str) else f"{value:.15g}"
    if sort in {"text", "id"}:
        return text
    if sort == "number":
        number = plain_number(text)
        if number is not None:
            return number
    day = dates(pd.Series([text], dtype="str"))[0] if sort == "date" else pd.NaT
    if not pd.isna(day):
        return day
    raise DocumentError(
        f"A new value in the {place} is no {sort}.",
        where=place,
        remedy=f'Write a {sort} there, or give the variable type = "text".',
    )


def reason_series(places: Codes, vocabulary: Sequence[str]) -> pd.Series | None:
    """Return reasons as texts.

    Parameters
    ----------
    places : ndarray of int64, shape (n,)
        Place of each cell's reason in `vocabulary`; -1 for none.
    vocabulary : sequence of str
        The reasons there are.

    Returns
    -------
    Series of str, shape (n,), or None
        None where no cell has a reason.
    """
    if bool((places < 0).all()):
        return None
    named = pa.array(vocabulary, type=pa.large_string())
    return pd.Series(pd.array(named.take(pa.array(places, mask=places < 0)), dtype="str"))
