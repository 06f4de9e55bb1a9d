"""Contacts as they were joined: for drawing them child by child, and for counting them by wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.survey.codebook import wave_name

if TYPE_CHECKING:
    from studytool.core.findings import Finding
    from studytool.exposure.log import ExposureLog
    from studytool.exposure.matching import Pairs
    from studytool.exposure.windows import Interviews, Windows
    from studytool.survey.panel import Panel

Codes = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Contacts:
    """One log as it was joined to the panel; nothing in it is copied.

    Attributes
    ----------
    log : ExposureLog
        Its rows, m of them.
    keys : Series of str, shape (n,)
        ID of the log's level that each row of the panel has.
    pairs : Pairs
        Which row of the log counts for which row of the panel.
    windows : Windows
        The window of each row of the panel.
    interviews : Interviews
        Who was interviewed when.
    rows : ndarray of int64, shape (m,)
        Row of the file (counted from 1) of each row of the log.
    findings : tuple of Finding
        What was noticed about this log.
    """

    log: ExposureLog
    keys: pd.Series
    pairs: Pairs
    windows: Windows
    interviews: Interviews
    rows: Codes
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Interviews and contacts person by person, in the order of their IDs.

    Attributes
    ----------
    people : ndarray of str, shape (p,)
        IDs.
    interview_from, contact_from : ndarray of int64, shape (p + 1,)
        Where the interviews and the contacts of each person begin in the arrays below.
    interview : ndarray of datetime64[D], shape (n,)
        Dates of interviews, person by person and wave by wave; NaT where there is none.
    wave : ndarray of float64, shape (n,)
        Wave of each interview.
    opens, closes : ndarray of datetime64[D], shape (n,)
        Its window; NaT where it is unknown or has no start.
    within : ndarray of int64, shape (n,)
        Contacts that count for it.
    contact : ndarray of datetime64[D], shape (c,)
        Dates of contacts, person by person in order of time.
    counted : ndarray of bool, shape (c,)
        Whether a contact counts for that person.
    """

    people: npt.NDArray[np.str_]
    interview_from: Codes
    contact_from: Codes
    interview: Days
    wave: npt.NDArray[np.float64]
    opens: Days
    closes: Days
    within: Codes
    contact: Days
    counted: Bools


@dataclass(frozen=True, slots=True)
class WaveCoverage:
    """Whom a service reached in the windows of one wave.

    Attributes
    ----------
    label : str
        The wave.
    people : int
        People interviewed.
    known : int
        Of them, those with a window.
    reached : int
        Of those, people with a contact in it.
    contacts : int
        Contacts in them.
    """

    label: str
    people: int
    known: int
    reached: int
    contacts: int


def timeline(contacts: Contacts, panel: Panel) -> Timeline:
    """Return interviews and contacts person by person.

    Parameters
    ----------
    contacts : Contacts
        A log as it was joined.
    panel : Panel
        The panel it was joined to.
    """
    interviews, spans = contacts.interviews, contacts.windows
    person, names = _people(panel)
    order = np.lexsort((interviews.wave, person))
    shown = (spans.known & ~spans.before_first)[order]
    whose, contact = _concerned(contacts, person)
    by_time = np.lexsort((contacts.log.dates[contact], whose))
    whose, contact = whose[by_time], contact[by_time]
    size = len(contacts.log.dates)
    counted = np.unique(person[contacts.pairs.row] * size + contacts.pairs.contact)
    edges = np.arange(len(names) + 1)
    nothing = np.datetime64("NaT", "D")
    return Timeline(
        people=names,
        interview_from=np.searchsorted(person[order], edges),
        contact_from=np.searchsorted(whose, edges),
        interview=interviews.date[order],
        wave=interviews.wave[order],
        opens=np.where(shown, spans.opens[order], nothing),
        closes=np.where(shown, spans.closes[order], nothing),
        within=np.bincount(contacts.pairs.row, minlength=len(person))[order],
        contact=contacts.log.dates[contact],
        counted=np.isin(whose * size + contact, counted),
    )


def coverage(contacts: Contacts, panel: Panel) -> tuple[WaveCoverage, ...]:
    """Return whom a service reached, wave by wave.

    Parameters
    ----------
    contacts : Contacts
        A log as it was joined.
    panel : Panel
        The panel it was joined to.
    """
    waves, spans = contacts.interviews.wave, contacts.windows
    within = np.bincount(contacts.pairs.row, minlength=len(waves))
    window = spans.known & ~spans.before_first
    return tuple(
        WaveCoverage(
            label=panel.waves.get(float(wave)) or wave_name(float(wave)),
            people=int((waves == wave).sum()),
            known=int(((waves == wave) & window).sum()),
            reached=int(((waves == wave) & (within > 0)).sum()),
            contacts=int(within[waves == wave].sum()),
        )
        for wave in np.unique(waves)
    )


def not_counted(contacts: Contacts) -> tuple[tuple[int, str], ...]:
    """Return the rows of the file that count for nobody, each with the one reason it is put under.

    Parameters
    ----------
    contacts : Contacts
        A log as it was joined.

    Returns
    -------
    tuple of (int, str)
        Row, counted from 1, and ``excluded``, ``unmatched``, ``undated`` or ``outside``, as the
        match report has them.
    """
    log, size = contacts.log, len(contacts.log.dates)
    counted = np.zeros(size, dtype=bool)
    counted[contacts.pairs.contact] = True
    left = (~log.kept, ~contacts.pairs.in_study, np.isnat(log.dates), np.ones(size, dtype=bool))
    names = ("excluded", "unmatched", "undated", "outside")
    why = np.select(left, names, default="")
    places = np.flatnonzero(~counted)
    return tuple((int(contacts.rows[place]), str(why[place])) for place in places)


def _people(panel: Panel) -> tuple[Codes, npt.NDArray[np.str_]]:
    """Return the person of each row of the panel as a place among the sorted IDs, and the IDs."""
    named = panel.design.person
    if named is None:
        rows = np.arange(len(panel.frame))
        return rows, (rows + 1).astype(str)
    person, names = pd.factorize(panel.frame[named].astype(str), sort=True)
    return person.astype(np.int64), names.to_numpy(str)


def _concerned(contacts: Contacts, person: Codes) -> tuple[Codes, Codes]:
    """Return each dated contact with each person it is about: all who ever had its ID."""
    key, known = pd.factorize(contacts.keys)
    size = int(person.max(initial=0)) + 1
    whose = np.unique((key * size + person)[key >= 0])
    edges = np.searchsorted(whose, np.arange(len(known) + 1) * size)
    asked = pd.Index(known).get_indexer(contacts.log.ids)
    dated = contacts.log.kept & contacts.pairs.in_study & ~np.isnat(contacts.log.dates)
    usable = np.flatnonzero(dated & (asked >= 0))
    start = edges[asked[usable]]
    count = edges[asked[usable] + 1] - start
    contact = np.repeat(usable, count)
    within = np.arange(len(contact)) - np.repeat(np.cumsum(count) - count, count)
    return whose[np.repeat(start, count) + within] % size, contact
