"""Contacts joined to the interviews in whose window they fall, without a loop over either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from studytool.exposure.log import ExposureLog
    from studytool.exposure.windows import Windows

Codes = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DAY_ZERO = np.datetime64("1900-01-01")
_SPAN = 1 << 17


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which contact counts for which row of the panel.

    Attributes
    ----------
    row, contact : ndarray of int64, shape (p,)
        Row of the panel and row of the log, in order of the panel's rows.
    in_study : ndarray of bool, shape (m,)
        Contacts whose ID is in some wave.
    """

    row: Codes
    contact: Codes
    in_study: Bools


def pair(log: ExposureLog, keys: pd.Series, windows: Windows) -> Pairs:
    """Find the contacts of each row's window.

    A contact of a household, school or site counts for the people who are in it at that wave.

    Parameters
    ----------
    log : ExposureLog
        Contacts, m of them.
    keys : Series of str, shape (n,)
        ID that each row of the panel has at its wave: person, household, school or site.
    windows : Windows
        Window of each row of the panel.

    Returns
    -------
    Pairs
        Each contact with each row it counts for.
    """
    key, known = pd.factorize(keys)
    contact_key = pd.Index(known).get_indexer(log.ids)
    in_study = (contact_key >= 0) & log.ids.notna().to_numpy()
    usable = np.flatnonzero(log.kept & in_study & ~np.isnat(log.dates))
    place = contact_key[usable] * _SPAN + _days(log.dates[usable])
    order = np.argsort(place, kind="stable")
    place, usable = place[order], usable[order]
    start = np.searchsorted(place, key * _SPAN + _days(windows.opens), side="right")
    stop = np.searchsorted(place, key * _SPAN + _days(windows.closes), side="right")
    count = np.where(windows.known & (key >= 0), np.maximum(stop - start, 0), 0)
    row = np.repeat(np.arange(len(key)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return Pairs(row, usable[np.repeat(start, count) + within], in_study)


def spread(pairs: Pairs, person: Codes) -> Pairs:
    """Let every contact count once for all rows of each person it reached.

    Parameters
    ----------
    pairs : Pairs
        Contacts and rows.
    person : ndarray of int64, shape (n,)
        Code of each row's person.

    Returns
    -------
    Pairs
        The same contacts, with every row of the people they count for.
    """
    reached = pd.DataFrame({"person": person[pairs.row], "contact": pairs.contact})
    rows = pd.DataFrame({"person": person, "row": np.arange(len(person))})
    joined = reached.drop_duplicates().merge(rows, on="person")
    joined = joined.sort_values(["row", "contact"], kind="stable")
    row, contact = (joined[name].to_numpy(dtype=np.int64) for name in ("row", "contact"))
    return Pairs(row, contact, pairs.in_study)


def _days(dates: npt.NDArray[np.datetime64]) -> Codes:
    """Return whole days since 1900, cut off so that a key and a day make one number."""
    days = (dates.astype("datetime64[D]") - _DAY_ZERO).astype(np.int64)
    days[np.isnat(dates)] = 0
    return days.clip(0, _SPAN - 1)
