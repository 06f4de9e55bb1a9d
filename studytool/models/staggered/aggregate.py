"""Names and averages of effects by cohort and wave, and the points of their event path.

Every estimator for staggered treatment gives effects by cohort and wave and averages them in the
same ways. An average says of what it is the mean and by which weights, in terms of names, so that
it can be taken of coefficients, of influence functions or of numbers an engine gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.by_cohort import CohortCells
from studytool.models.methods.event_times import term_of
from studytool.models.result import EventPath

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.kernel.absorption import Array
    from studytool.models.staggered.paths import Paths

OVERALL = ("simple", "dynamic", "group", "calendar")
"""Names of the overall averages, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cohort at one wave.

    Attributes
    ----------
    cohort, at : int
        Places of the first treated wave and of the wave among the waves of the data.
    term : str
        Name of its effect, such as "att[2004,2007]".
    share : float
        Size of the cohort, in people or their weights.
    people : int
        Treated people it rests on.
    """

    cohort: int
    at: int
    term: str
    share: float
    people: int

    @property
    def time(self) -> int:
        """Waves since the first treated one."""
        return self.at - self.cohort


@dataclass(frozen=True, slots=True)
class Average:
    """A mean of effects.

    Attributes
    ----------
    term : str
        Its name, such as "event[2]", "cohort[2004]" or "simple".
    sort : {"event", "cohort", "calendar", "overall"}
        What it is one of.
    over : tuple of str
        Names of the effects or averages it is the mean of.
    weights : tuple of float
        Weight of each; they sum to 1.
    shares : tuple of int
        Cohort of each, where the weights are shares of cohorts, which are estimates themselves;
        empty where they are equal.
    """

    term: str
    sort: str
    over: tuple[str, ...]
    weights: tuple[float, ...]
    shares: tuple[int, ...] = ()


def att_term(cohort: float, wave: float) -> str:
    """Return the name of the effect for a cohort at a wave, as the document names waves."""
    return f"att[{cohort:g},{wave:g}]"


def cohort_term(cohort: float) -> str:
    """Return the name of the mean effect for a cohort, such as ``cohort[2004]``."""
    return f"cohort[{cohort:g}]"


def calendar_term(wave: float) -> str:
    """Return the name of the mean effect at a wave, such as ``calendar[2005]``."""
    return f"calendar[{wave:g}]"


def list_averages(
    cells: Sequence[Cell], waves: Array, window: tuple[int, int] | None = None
) -> tuple[Average, ...]:
    """Return the averages of effects by cohort and wave, each after those it is the mean of.

    Parameters
    ----------
    cells : sequence of Cell
        Those that have an estimate.
    waves : ndarray, shape (w,)
        The waves of the data.
    window : (int, int) or None
        First and last event time; None for all there are.

    Returns
    -------
    tuple of Average
        Event times (by share of cohort), cohorts (equal weights of waves), waves (by share), then
        ``simple`` (all effects after the start, by share), ``dynamic`` (event times from 0 on,
        equally), ``group`` (cohorts, by share) and ``calendar`` (waves, equally).
    """
    low, high = window or (-len(waves), len(waves))
    inside = [cell for cell in cells if low <= cell.time <= high]
    after = [cell for cell in cells if cell.time >= 0]
    times = sorted({cell.time for cell in inside})
    events = [_by_share(term_of(t), "event", [c for c in inside if c.time == t]) for t in times]
    found = [*events, *_of_cohorts(after, waves), *_of_waves(after, waves)]
    return (*found, *_overall(after, found))


def _of_cohorts(after: Sequence[Cell], waves: Array) -> list[Average]:
    return [
        _equal(cohort_term(waves[g]), "cohort", [c.term for c in after if c.cohort == g])
        for g in sorted({cell.cohort for cell in after})
    ]


def _of_waves(after: Sequence[Cell], waves: Array) -> list[Average]:
    return [
        _by_share(calendar_term(waves[t]), "calendar", [c for c in after if c.at == t])
        for t in sorted({cell.at for cell in after})
    ]


def _overall(after: Sequence[Cell], found: Sequence[Average]) -> list[Average]:
    if not after:
        return []
    from_start = {term_of(cell.time) for cell in after}
    events = [one.term for one in found if one.sort == "event" and one.term in from_start]
    cohorts = [one.term for one in found if one.sort == "cohort"]
    calendar = [one.term for one in found if one.sort == "calendar"]
    firsts = {cell.cohort: cell for cell in reversed(after)}
    one_each = [firsts[g] for g in sorted(firsts)]
    group = _by_share("group", "overall", one_each)
    return [
        _by_share("simple", "overall", after),
        *([_equal("dynamic", "overall", events)] if events else []),
        Average("group", "overall", tuple(cohorts), group.weights, group.shares),
        _equal("calendar", "overall", calendar),
    ]


def _by_share(term: str, sort: str, cells: Sequence[Cell]) -> Average:
    total = sum(cell.share for cell in cells)
    return Average(
        term,
        sort,
        tuple(cell.term for cell in cells),
        tuple(cell.share / total for cell in cells),
        tuple(cell.cohort for cell in cells),
    )


def _equal(term: str, sort: str, over: Sequence[str]) -> Average:
    return Average(term, sort, tuple(over), (1 / len(over),) * len(over))


def weigh(averages: Sequence[Average], terms: Sequence[str]) -> dict[str, Array]:
    """Return each average as weights of the effects it goes back to.

    Parameters
    ----------
    averages : sequence of Average
        Each after those it is the mean of.
    terms : sequence of str
        Names of the k effects.

    Returns
    -------
    dict of str to ndarray, shape (k,)
        Weights by name, the effects themselves first.
    """
    rows = dict(zip(terms, np.eye(len(terms)), strict=True))
    for one in averages:
        parts = [w * rows[name] for w, name in zip(one.weights, one.over, strict=True)]
        rows[one.term] = np.sum(parts, axis=0)
    return rows


def find_event_path(
    cells: Sequence[Cell],
    *,
    references: tuple[int, ...] = (),
    window: tuple[int, int] | None = None,
    reference_people: int = 0,
) -> EventPath:
    """Return the points of an event path.

    Parameters
    ----------
    cells : sequence of Cell
        Those that have an estimate.
    references : tuple of int
        Event times that are 0 by definition.
    window : (int, int) or None
        First and last event time, each of which is a point; None for all there are.
    reference_people : int
        Treated people behind the references.

    Returns
    -------
    EventPath
        In order.
    """
    found = {cell.time for cell in cells} | set(references)
    times = tuple(range(window[0], window[1] + 1)) if window else tuple(sorted(found))
    return EventPath(
        times=times,
        terms=tuple(term_of(time) for time in times),
        references=tuple(time for time in references if time in times),
        people=tuple(
            reference_people
            if time in references
            else sum(cell.people for cell in cells if cell.time == time)
            for time in times
        ),
    )


def cohort_cells(paths: Paths, cells: Sequence[Cell]) -> CohortCells:
    """Return which effect is that of which cohort at which wave.

    Parameters
    ----------
    paths : Paths
        Rows of the sample.
    cells : sequence of Cell
        Those that have an estimate.

    Returns
    -------
    CohortCells
        Cohorts and waves as the document names them.
    """
    terms: Mapping[tuple[float, float], str] = {
        (paths.wave(cell.cohort), paths.wave(cell.at)): cell.term for cell in cells
    }
    return CohortCells(
        cohorts=tuple(paths.wave(place) for place in paths.cohorts),
        waves=tuple(paths.wave(place) for place in np.unique(paths.at)),
        people=tuple(paths.people_at(place) for place in paths.cohorts),
        never=paths.people_at(np.inf),
        terms=terms,
    )
