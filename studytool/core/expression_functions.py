"""Functions of an expression: what each makes of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.expression_columns import (
    Rows,
    Values,
    arithmetic,
    as_numbers,
    column,
    compare,
    either,
    numbers,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Codes = npt.NDArray[np.int64]

_EACH = {"log": np.log, "exp": np.exp, "sqrt": np.sqrt, "abs": np.abs}


def call(name: str, values: list[Values], by: tuple[str, ...], rows: Rows) -> Values:
    """Apply a function.

    Parameters
    ----------
    name : str
        One of `expression_parser.FUNCTIONS`.
    values : list of Values
        What it is applied to.
    by : tuple of str
        Columns of ``by=``; empty for all functions but ``mean``.
    rows : Rows
        Rows and their people and waves.

    Returns
    -------
    Values
        One value a row.

    Raises
    ------
    DocumentError
        If a value has the wrong type, or people and waves are needed and absent.
    """
    if name in _EACH:
        with np.errstate(all="ignore"):
            return numbers(_EACH[name](as_numbers(values[0], f"used in {name}()")))
    if name == "mean":
        return _mean(values[0], by, rows)
    if name in {"lag", "diff", "first"}:
        return _PEOPLE[name](values, rows)
    return _ROWS[name](values)


def _round(values: list[Values]) -> Values:
    cells = as_numbers(values[0], "rounded")
    digits = int(values[1].cells[0]) if len(values) > 1 and cells.size else 0
    return numbers(np.round(cells, digits))


def _smallest(values: list[Values]) -> Values:
    return numbers(np.minimum.reduce([as_numbers(one, "used in min()") for one in values]))


def _largest(values: list[Values]) -> Values:
    return numbers(np.maximum.reduce([as_numbers(one, "used in max()") for one in values]))


def _where(values: list[Values]) -> Values:
    condition, yes, no = truth_of(values[0]), values[1], values[2]
    if yes.sort != no.sort:
        raise DocumentError(
            f"where() has a {yes.sort} on one side and a {no.sort} on the other.",
            remedy="Give it two numbers or two texts.",
        )
    cells = np.where(condition == 1, yes.cells, no.cells)
    empty = {"number": np.nan, "text": None, "date": np.datetime64("NaT")}[yes.sort]
    cells[np.isnan(condition)] = empty
    return Values(yes.sort, cells)


def _isin(values: list[Values]) -> Values:
    answers = [compare("==", values[0], one).cells for one in values[1:]]
    found = answers[0]
    for one in answers[1:]:
        found = either(found, one)
    return numbers(found)


def _is_missing(values: list[Values]) -> Values:
    return numbers(values[0].missing.astype(np.float64))


def _mean(values: Values, by: tuple[str, ...], rows: Rows) -> Values:
    """Return the mean of the valid values of each row's group."""
    cells = as_numbers(values, "averaged")
    group = np.zeros(rows.n_rows, dtype=np.int64)
    grouped = np.ones(rows.n_rows, dtype=bool)
    for name in by:
        codes, found = pd.factorize(column(name, rows).cells)
        grouped &= codes >= 0
        group = group * (len(found) + 1) + codes + 1
        group = pd.factorize(group)[0].astype(np.int64)
    used = ~np.isnan(cells) & grouped
    size = int(group.max(initial=0)) + 1
    total = np.bincount(group[used], weights=cells[used], minlength=size)
    count = np.bincount(group[used], minlength=size)
    with np.errstate(all="ignore"):
        means = total / count
    return numbers(np.where(grouped, means[group], np.nan))


def _people(rows: Rows, function: str) -> tuple[Codes, npt.NDArray[np.float64]]:
    """Return codes of the people (-1 where unknown) and the waves."""
    if rows.person is None or rows.wave is None:
        raise DocumentError(
            f"{function}() needs people followed over waves; there are none here.",
            remedy=f"Use {function}() in [[derived]], in a study whose [panel] names the person.",
        )
    codes = pd.factorize(rows.person.to_numpy(dtype=object))[0].astype(np.int64)
    return codes, rows.wave.to_numpy(dtype="float64", na_value=np.nan)


def _taken(values: Values, source: Codes) -> Values:
    """Return the value of row ``source`` for each row; missing where that is -1."""
    cells = values.cells[source].copy()
    empty = {"number": np.nan, "text": None, "date": np.datetime64("NaT")}[values.sort]
    cells[source < 0] = empty
    return Values(values.sort, cells)


def _lag(values: list[Values], rows: Rows) -> Values:
    person, wave = _people(rows, "lag")
    back = int(values[1].cells[0]) if len(values) > 1 and rows.n_rows else 1
    known = np.array(sorted(rows.waves or set(wave[~np.isnan(wave)])), dtype=np.float64)
    if not rows.n_rows or not known.size:
        return values[0]
    place = np.searchsorted(known, wave).clip(max=known.size - 1)
    valid = (person >= 0) & (known[place] == wave)
    key = np.where(valid, person * known.size + place, -1)
    order = np.argsort(key, kind="stable")
    wanted = np.where(valid & (place >= back), key - back, -2)
    found = np.searchsorted(key[order], wanted).clip(max=key.size - 1)
    source = np.where(key[order][found] == wanted, order[found], -1)
    return _taken(values[0], source)


def _diff(values: list[Values], rows: Rows) -> Values:
    return arithmetic("-", values[0], _lag(values, rows))


def _first(values: list[Values], rows: Rows) -> Values:
    person, wave = _people(rows, "first")
    order = np.lexsort((wave, person))
    person_sorted = person[order]
    starts = np.flatnonzero(np.r_[True, person_sorted[1:] != person_sorted[:-1]][: person.size])
    first = np.full(person.max(initial=-1) + 2, -1, dtype=np.int64)
    first[person_sorted[starts]] = order[starts]
    source = np.where((person >= 0) & ~np.isnan(wave), first[person], -1)
    return _taken(values[0], source)


_ROWS: dict[str, Callable[[list[Values]], Values]] = {
    "round": _round,
    "min": _smallest,
    "max": _largest,
    "where": _where,
    "isin": _isin,
    "is_missing": _is_missing,
}
_PEOPLE: dict[str, Callable[[list[Values], Rows], Values]] = {
    "lag": _lag,
    "diff": _diff,
    "first": _first,
}
