"""Every row has its key, and no two have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.counted import several
from studytool.core.errors import DataError
from studytool.survey.opening import rows_named

if TYPE_CHECKING:
    from studytool.survey.stack import Stack

Bools = npt.NDArray[np.bool_]


def blank_rows(stack: Stack, key: str) -> Bools:
    """Return which rows hold nothing but constants.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    key : str
        Column of the ID; a row that has one is not blank.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where nothing is filled.
    """
    blank = np.zeros(len(stack.frame), dtype=bool)
    suspects = np.flatnonzero(stack.frame[key].isna().to_numpy())
    if len(suspects):
        constants = {name for opened in stack.files for name in opened.file.set}
        said = [name for name in stack.frame if name not in constants]
        nothing = stack.frame[said].iloc[suspects].isna().all(axis=1).to_numpy()
        blank[suspects[nothing]] = True
    return blank


def refuse_missing_ids(stack: Stack, key: str, *, unit: str) -> None:
    """Raise an error for rows without an ID.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    key : str
        Column of the ID.
    unit : str
        What a row is, in words.

    Raises
    ------
    DataError
        If there are such rows; names files and rows.
    """
    without = stack.frame[key].isna().to_numpy()
    if without.any():
        rows = several(int(without.sum()), "row has", "rows have")
        raise _undecided(
            f"{rows} no {unit} ID.",
            stack,
            without,
            key,
            why="Nobody can tell which other rows they belong to.",
            remedy=(
                "Find the ID and fill it in the file, or decide in [[decisions]]: "
                'action = "rename" with the ID as value, or action = "drop".'
            ),
        )


def refuse_duplicates(stack: Stack, key: str, *, unit: str) -> None:
    """Raise an error for IDs that occur twice in one wave.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    key : str
        Column of the ID.
    unit : str
        What a row is, in words.

    Raises
    ------
    DataError
        If there are such rows; names files and rows, never the ID.
    """
    ids = stack.frame[key]
    twice = double(ids, stack.waves)
    if twice.any():
        number = keys_of(ids, stack.waves)[twice].drop_duplicates().shape[0]
        what = (
            f"{number} {unit} occurs more than once in the same wave"
            if number == 1
            else f"{number} {unit} IDs occur more than once in the same wave"
        )
        raise _undecided(
            f"{what}, and nobody has decided which row holds.",
            stack,
            twice,
            key,
            why="Each answer has to belong to one row a person and wave, or to one row a group.",
            remedy=(
                'Decide in [[decisions]]: action = "merge" for one form entered twice, "keep" or '
                '"drop" for two forms of which one holds, "rename" for a mistyped ID.'
            ),
        )


def keys_of(ids: pd.Series, waves: npt.NDArray[np.float64] | None) -> pd.DataFrame:
    """Return ID and wave of every row.

    Parameters
    ----------
    ids : Series of str, shape (n,)
        The IDs.
    waves : ndarray of float64, shape (n,), or None
        The waves; one for all rows where None.
    """
    return pd.DataFrame({"id": ids.array, "wave": 0.0 if waves is None else waves})


def double(ids: pd.Series, waves: npt.NDArray[np.float64] | None) -> Bools:
    """Return which rows share their ID with another row of the same wave.

    Parameters
    ----------
    ids : Series of str, shape (n,)
        The IDs; missing ones are never double.
    waves : ndarray of float64, shape (n,), or None
        The waves.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for all rows of a key that occurs more than once.
    """
    found = keys_of(ids, waves).duplicated(keep=False).to_numpy(dtype=bool)
    filled: Bools = found & ids.notna().to_numpy(dtype=bool)
    return filled


def _undecided(
    what: str, stack: Stack, mask: Bools, key: str, *, why: str, remedy: str
) -> DataError:
    places = []
    for place, opened in enumerate(stack.files):
        rows = np.sort(stack.row[mask & (stack.file == place)])
        if len(rows):
            places.append(f"{opened.source}, {rows_named(rows)}")
    ids = tuple(stack.frame[key][mask].dropna().unique().tolist())
    return DataError(what, where="; ".join(places), why=why, remedy=remedy, values=ids)
