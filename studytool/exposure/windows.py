"""Windows: from when until when a contact counts for each interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from studytool.exposure.rule import Window

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Codes = npt.NDArray[np.int64]

BEFORE_FIRST = "before the first interview window"
NO_DATE = "interview has no date"
NO_FIRST_DATE = "first interview has no date"
NO_PREVIOUS_DATE = "previous interview has no date"
OUT_OF_ORDER = "interview dated before the one that opens its window"

_LONG_AGO = np.datetime64("1900-01-01")
_FAR_OFF = np.datetime64("2200-01-01")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Windows:
    """One window for each row of the panel: after `opens`, up to and with `closes`.

    Attributes
    ----------
    opens, closes : ndarray of datetime64[D], shape (n,)
        Where it opens (this day does not count) and closes (this day counts).
    known : ndarray of bool, shape (n,)
        Rows whose window is known.
    before_first : ndarray of bool, shape (n,)
        First interviews, where the window has no start.
    reasons : ndarray of object, shape (n,)
        Why a window is unknown; empty where it is known.
    """

    opens: Days
    closes: Days
    known: Bools
    before_first: Bools
    reasons: npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Interviews:
    """Who was interviewed when, a row each.

    Attributes
    ----------
    person : ndarray of int64, shape (n,)
        Code of the person.
    wave : ndarray of float64, shape (n,)
        Wave.
    date : ndarray of datetime64[D], shape (n,)
        Date of the interview, NaT where there is none.
    """

    person: Codes
    wave: npt.NDArray[np.float64]
    date: Days


def windows(window: Window, interviews: Interviews, *, zero_first: bool) -> Windows:
    """Return the window of every row of the panel.

    Parameters
    ----------
    window : Window
        As asked in the document.
    interviews : Interviews
        Rows of the panel.
    zero_first : bool
        Whether a first interview without a start has an empty window instead of an unknown one.

    Returns
    -------
    Windows
        In the order of the rows.
    """
    opens, closes, reasons, first = _bounds(window, interviews)
    disordered = (reasons == "") & (opens > closes)
    reasons[disordered & ~first] = OUT_OF_ORDER
    reasons[first] = "" if zero_first else BEFORE_FIRST
    opens, closes = opens.copy(), closes.copy()
    opens[first] = closes[first] = _LONG_AGO
    return Windows(opens, closes, reasons == "", first, reasons)


def _bounds(window: Window, interviews: Interviews) -> tuple[Days, Days, npt.NDArray[Any], Bools]:
    """Return where windows open and close, why they are unknown, and which have no start."""
    n_rows = len(interviews.date)
    reasons = np.full(n_rows, "", dtype=object)
    nobody = np.zeros(n_rows, dtype=bool)
    if window.dates is not None:
        opens, closes = (np.full(n_rows, np.datetime64(day, "D")) for day in window.dates)
        return opens - _DAY, closes, reasons, nobody
    if window.days is not None:
        reasons[np.isnat(interviews.date)] = NO_DATE
        before, after = (np.timedelta64(days, "D") for days in window.days)
        return interviews.date + before, interviews.date + after, reasons, nobody
    previous, initial, is_first = _earlier(interviews)
    anchors = {
        "start": (np.full(n_rows, _LONG_AGO), ""),
        "first_interview": (initial, NO_FIRST_DATE),
        "previous_interview": (previous, NO_PREVIOUS_DATE),
        "interview": (interviews.date, NO_DATE),
        "end": (np.full(n_rows, _FAR_OFF), ""),
    }
    for anchor in (window.from_, window.to):
        dates, reason = anchors[anchor]
        reasons[np.isnat(dates)] = reason
    startless = is_first & ("previous_interview" in {window.from_, window.to})
    return anchors[window.from_][0], anchors[window.to][0], reasons, startless


def _earlier(interviews: Interviews) -> tuple[Days, Days, Bools]:
    """Return the previous and the first date of each row's person, and which rows are first."""
    order = np.lexsort((interviews.wave, interviews.person))
    person, date = interviews.person[order], interviews.date[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = person[1:] != person[:-1]
    previous = np.full(len(order), np.datetime64("NaT"), dtype="datetime64[D]")
    previous[1:] = date[:-1]
    previous[is_first] = np.datetime64("NaT")
    initial = date[is_first][np.cumsum(is_first) - 1]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return previous[back], initial[back], is_first[back]
