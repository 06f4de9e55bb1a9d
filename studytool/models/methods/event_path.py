"""What an event study says beside its coefficients: its points, and what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.models.arrays.columns import numbers, people_of
from studytool.models.inference.power import tell_power
from studytool.models.methods.event_times import term_of
from studytool.models.result import Estimate, EventPath, NotAvailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.methods.event_times import Starts
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

REFERENCE = "the reference, 0 by definition"
NO_ROW = "no row of the sample is at this event time"


class Windowed(Protocol):
    """What an event study is asked about its path."""

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last event time; None for all there are."""
        ...

    @property
    def ends(self) -> Literal["binned", "trimmed"]:
        """Whether rows further out count with the ends."""
        ...

    @property
    def references(self) -> tuple[int, ...]:
        """Event times that are 0 by definition."""
        ...


def find_path(
    spec: Windowed,
    time: Array,
    outside: NDArray[np.bool_],
    panel: Panel,
    rows: NDArray[np.intp],
) -> EventPath:
    """Return the points of an event study: those of its window, or all there are.

    Parameters
    ----------
    spec : Windowed
        Its window, reference and ends.
    time : ndarray, shape (n,)
        Event time of each row of the panel, ends binned; NaN for those never treated.
    outside : ndarray of bool, shape (n,)
        Rows outside the window.
    panel : Panel
        The linked panel.
    rows : ndarray of int, shape (m,)
        Rows of the sample.

    Returns
    -------
    EventPath
        In order.
    """
    found = time[rows][np.isfinite(time[rows])].astype(int)
    low, high = spec.window or (int(found.min()), int(found.max()))
    people = people_of(panel)[rows]
    used = time[rows]
    times = tuple(range(low, high + 1))
    shared = used[outside[rows]] if spec.ends == "binned" else used[:0]
    return EventPath(
        times=times,
        terms=tuple(term_of(value) for value in times),
        references=spec.references,
        people=tuple(int(np.unique(people[used == value]).size) for value in times),
        binned=tuple(sorted({int(value) for value in shared.tolist()})),
    )


def place_estimates(path: EventPath, result: ModelResult) -> dict[str, Estimate | NotAvailable]:
    """Return the estimates with every point of the path, in order, before the other terms.

    Parameters
    ----------
    path : EventPath
        Points.
    result : ModelResult
        As the regression made it.

    Returns
    -------
    dict of str to Estimate or NotAvailable
        The reference, and points that no row reaches, have a reason in place of an estimate.
    """
    points = {
        term: NotAvailable(REFERENCE)
        if time in path.references
        else result.estimates.get(term, NotAvailable(NO_ROW))
        for time, term in zip(path.times, path.terms, strict=True)
    }
    return {**points, **{n: e for n, e in result.estimates.items() if n not in points}}


def describe_events(
    result: ModelResult, starts: Starts, rows: NDArray[np.intp], panel: Panel
) -> dict[str, float]:
    """Return the statistics that depend on who is treated when.

    Parameters
    ----------
    result : ModelResult
        As the regression made it.
    starts : Starts
        When treatment began.
    rows : ndarray of int, shape (m,)
        Rows of the sample.
    panel : Panel
        The linked panel.

    Returns
    -------
    dict of str to float
        People treated and never treated, starting waves, treated rows, people seen before and
        after, mean of the outcome before and without treatment, and, of the first treated wave,
        the effect found with a chance of 80 % and the one ruled out in either direction.
    """
    people, place, time = people_of(panel)[rows], starts.place[rows], starts.time[rows]
    treated, after = np.isfinite(place), time >= 0
    both = np.intersect1d(people[treated & ~after], people[after])
    told = {
        "n_treated_people": np.unique(people[treated]).size,
        "n_never_people": np.unique(people[~treated]).size,
        "n_starts": np.unique(place[treated]).size,
        "n_treated_rows": int(after.sum()),
        "n_changers": both.size,
    }
    numbers_told = {name: float(value) for name, value in told.items()}
    outcome = numbers(panel.frame, result.outcome)[rows]
    if not after.all():
        numbers_told["outcome_mean_untreated"] = float(outcome[~after].mean())
    first = result.estimates.get(term_of(0))
    if isinstance(first, Estimate):
        numbers_told |= tell_power(first, level=result.level)
    return numbers_told


def list_event_findings(
    path: EventPath,
    starts: Starts,
    outside: NDArray[np.bool_],
    rows: NDArray[np.intp],
    panel: Panel,
) -> tuple[Finding, ...]:
    """Return what the timing of treatment gives reason to mind.

    Parameters
    ----------
    path : EventPath
        Points.
    starts : Starts
        When treatment began.
    outside : ndarray of bool, shape (n,)
        Rows outside the window.
    rows : ndarray of int, shape (m,)
        Rows of the sample.
    panel : Panel
        The linked panel.

    Returns
    -------
    tuple of Finding
        Several starting waves, binned ends, a window wider than the data, nothing to test.
    """
    return (
        *_staggered(starts, rows, panel),
        *_binned(path, outside, rows),
        *_wide(path),
        *_untested(path),
    )


def _staggered(starts: Starts, rows: NDArray[np.intp], panel: Panel) -> list[Finding]:
    people, place = people_of(panel)[rows], starts.place[rows]
    begun = {
        f"{count} at wave {starts.waves[int(start)]:g}": (count, starts.waves[int(start)])
        for start in np.unique(place[np.isfinite(place)])
        for count in [int(np.unique(people[place == start]).size)]
    }
    if len(begun) < 2:  # noqa: PLR2004  # one start
        return []
    return [
        Finding(
            "warning",
            "forbidden_comparisons",
            f"Treatment begins at different waves ({', '.join(begun)}). The terms then also "
            "compare late starters with people already treated, and mix effects of other waves; "
            "if effects differ between starters, they are no averages of them, and those before "
            "the start can differ from 0 without cause.",
            remedy="Estimate one starting wave at a time against people never treated.",
            counts=tuple(
                Counted(words, (count,), f"{{few}} at wave {wave:g}")
                for words, (count, wave) in begun.items()
            ),
        )
    ]


def _binned(path: EventPath, outside: NDArray[np.bool_], rows: NDArray[np.intp]) -> list[Finding]:
    if not path.binned:
        return []
    named = " and ".join(term_of(time) for time in path.binned)
    count = int(outside[rows].sum())
    return [
        Finding(
            "note",
            "event_bins",
            f"{count} rows lie further from the start than the window and count with {named}, "
            "as if the effect stayed the same from there.",
            remedy='Widen the window, or leave them out: ends = "trimmed".',
            counts=(Counted(f"{count} rows", (count,), "{few} rows"),),
        )
    ]


def _wide(path: EventPath) -> list[Finding]:
    empty = [term_of(t) for t, people in zip(path.times, path.people, strict=True) if not people]
    if not empty:
        return []
    return [
        Finding(
            "note",
            "event_window",
            f"The window is wider than the data: no row is at {', '.join(empty)}.",
            remedy="Narrow the window.",
        )
    ]


def _untested(path: EventPath) -> list[Finding]:
    if path.leads:
        return []
    return [
        Finding(
            "note",
            "parallel_trends_untestable",
            "Only one wave lies before treatment, so the data cannot show whether treated and "
            "others moved alike before.",
            remedy="Say in the text why the two groups would have changed alike.",
        )
    ]
