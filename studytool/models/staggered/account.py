"""What estimators for staggered treatment tell beside their numbers: order, people, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted, portion
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.fitting.estimates import NO_SPREAD, yes_and_no
from studytool.models.fitting.nonlinear import judge
from studytool.models.inference.power import tell_power
from studytool.models.result import Estimate, NotAvailable
from studytool.models.staggered.aggregate import OVERALL
from studytool.models.staggered.paths import count_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.kernel.absorption import Array
    from studytool.models.result import EventPath
    from studytool.models.staggered.aggregate import Average, Cell
    from studytool.models.staggered.paths import Paths

REFERENCE = "the reference, 0 by definition"
NO_ROW = "no row of the sample is at this event time"
NO_EFFECT = "no effect could be estimated at this event time"
HELD = "held alike in each comparison: it has no coefficient of its own"
ONE_PERSON = "it rests on one person, and nothing tells how effects differ between people"
EXACT = "its standard error is zero: nothing varies around it"
FEW_PEOPLE = 5
"""People of a cohort, beside one for each control, below which its standard error says little."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Terms with their standard errors.

    Attributes
    ----------
    terms : tuple of str
        Names of the k terms.
    estimates : ndarray, shape (k,)
        Their values.
    covariance : ndarray, shape (k, k)
        Their covariance.
    df : ndarray, shape (k,)
        Degrees of freedom of each.
    """

    terms: tuple[str, ...]
    estimates: Array
    covariance: Array
    df: Array


def count_behind(
    cells: Sequence[Cell], others: Sequence[int], averages: Sequence[Average]
) -> dict[str, tuple[int, int]]:
    """Return the treated people behind each term, and those they are compared with.

    Parameters
    ----------
    cells : sequence of Cell
        Effects by cohort and wave.
    others : sequence of int
        People each is compared with.
    averages : sequence of Average
        Each after those it is the mean of.

    Returns
    -------
    dict of str to (int, int)
        Of averages, people of the cohorts in them, each counted once.
    """
    cohorts = {cell.term: {cell.cohort: cell.people} for cell in cells}
    beside = {cell.term: count for cell, count in zip(cells, others, strict=True)}
    for one in averages:
        merged: dict[int, int] = {}
        for name in one.over:
            for cohort, people in cohorts[name].items():
                merged[cohort] = max(merged.get(cohort, 0), people)
        cohorts[one.term] = merged
        beside[one.term] = max(beside[name] for name in one.over)
    return {name: (sum(each.values()), beside[name]) for name, each in cohorts.items()}


def list_judged(
    judged: Judged, behind: Mapping[str, tuple[int, int]], *, level: float
) -> dict[str, Estimate | NotAvailable]:
    """Return each term with its interval, overall effect and event times first.

    Parameters
    ----------
    judged : Judged
        Terms with their standard errors.
    behind : mapping of str to (int, int)
        People treated and compared with.
    level : float
        Level of the intervals.

    Returns
    -------
    dict of str to Estimate or NotAvailable
        In the order of the terms.

    Raises
    ------
    ModelError
        If nothing varies around any effect.
    """
    errors = np.sqrt(np.maximum(np.diagonal(judged.covariance), 0.0))
    found: dict[str, Estimate | NotAvailable] = {}
    for place, term in enumerate(judged.terms):
        value, error = float(judged.estimates[place]), float(errors[place])
        if behind.get(term, (0, 0))[0] == 1:
            found[term] = NotAvailable(ONE_PERSON)
        elif not error > NO_SPREAD * abs(value):
            found[term] = NotAvailable(EXACT)
        else:
            found[term] = judge(value, error, float(judged.df[place]), level)
    if all(one == NotAvailable(EXACT) for one in found.values()):
        raise ModelError(
            "Cohorts and waves fit the outcome exactly.",
            why="No error is left to judge the effects by.",
            remedy="Check whether the outcome was computed from the treatment.",
        )
    return found


def arrange_terms(
    found: Mapping[str, Estimate | NotAvailable], path: EventPath, paths: Paths
) -> dict[str, Estimate | NotAvailable]:
    """Return estimates with every point of the path and each control, in the order of telling.

    Parameters
    ----------
    found : mapping of str to Estimate or NotAvailable
        Effects and averages.
    path : EventPath
        Points of the event path.
    paths : Paths
        Rows, with their controls.

    Returns
    -------
    dict of str to Estimate or NotAvailable
        ``simple``, event times in order, the other overall effects, the rest, controls. What has
        no estimate has a reason.
    """
    there = set(paths.time[np.isfinite(paths.time)].astype(int).tolist())
    points = {
        term: NotAvailable(
            REFERENCE if time in path.references else NO_EFFECT if time in there else NO_ROW
        )
        for time, term in zip(path.times, path.terms, strict=True)
    }
    held = {name: NotAvailable(HELD) for name in paths.control_names[1:]}
    dropped = {name: NotAvailable(why) for name, why in paths.dropped.items()}
    both = {**points, **held, **dropped, **found}
    order = [*OVERALL[:1], *path.terms, *OVERALL[1:], *found, *held, *dropped]
    return {term: both[term] for term in dict.fromkeys(order) if term in both}


def find_wide(path: EventPath, paths: Paths) -> list[Finding]:
    """Return a finding where the window is wider than the data."""
    there = set(paths.time[np.isfinite(paths.time)].astype(int).tolist())
    empty = [term for time, term in zip(path.times, path.terms, strict=True) if time not in there]
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


def take_terms(
    judged: Judged, estimates: Mapping[str, Estimate | NotAvailable]
) -> tuple[tuple[str, ...], Array]:
    """Return the terms that have an estimate, in their order, and their covariance."""
    terms = tuple(term for term, e in estimates.items() if isinstance(e, Estimate))
    places = [judged.terms.index(term) for term in terms]
    return terms, judged.covariance[np.ix_(places, places)]


def describe(
    paths: Paths, lead: Estimate | NotAvailable | None, *, level: float
) -> dict[str, float]:
    """Return the statistics of a model of staggered treatment.

    Parameters
    ----------
    paths : Paths
        Rows used.
    lead : Estimate or NotAvailable or None
        The overall effect.
    level : float
        Level of its interval.

    Returns
    -------
    dict of str to float
        People treated and never treated, starting waves, treated rows, people seen before and
        after, mean and standard deviation of the outcome, its mean without treatment, and what
        the overall effect could have shown.
    """
    outcome, weights = paths.design.outcome, paths.design.weights
    now, dated = paths.time >= 0, np.isfinite(paths.start)
    mean = float(np.average(outcome, weights=weights))
    spread = float(np.average((outcome - mean) ** 2, weights=weights))
    told = {
        "outcome_mean": mean,
        "outcome_sd": float(np.sqrt(spread * outcome.size / max(outcome.size - 1, 1))),
        "n_treated_people": float(count_people(paths.people[dated])),
        "n_never_people": float(count_people(paths.people[~dated])),
        "n_starts": float(len(paths.cohorts)),
        "n_treated_rows": float(now.sum()),
        "n_changers": float(np.intersect1d(paths.people[dated & ~now], paths.people[now]).size),
    }
    if not now.all():
        share = None if weights is None else weights[~now]
        told["outcome_mean_untreated"] = float(np.average(outcome[~now], weights=share))
    told |= yes_and_no(outcome, paths.people, ~now)
    if isinstance(lead, Estimate):
        told |= tell_power(lead, level=level)
    return told


def list_collinear(paths: Paths) -> list[Finding]:
    """Return a finding for each control that was left out."""
    return [
        Finding(
            "warning",
            "collinear",
            f'"{name}" was left out of the model: it is {why}. The other estimates are the same '
            "with and without it.",
            remedy="Leave it out of the controls, or leave out the terms it repeats.",
        )
        for name, why in paths.dropped.items()
    ]


def find_small(paths: Paths, cells: Sequence[Cell]) -> list[Finding]:
    """Return a finding on cohorts with so few people that their standard errors say little.

    Parameters
    ----------
    paths : Paths
        Rows used.
    cells : sequence of Cell
        Effects by cohort and wave.

    Returns
    -------
    list of Finding
        One or none.
    """
    fewest = FEW_PEOPLE + paths.controls.shape[1] - 1
    sizes = {
        g: max(cell.people for cell in cells if cell.cohort == g)
        for g in sorted({cell.cohort for cell in cells})
    }
    small = {
        f"{n} at wave {paths.wave(g):g}": (n, paths.wave(g)) for g, n in sizes.items() if n < fewest
    }
    if not small:
        return []
    return [
        Finding(
            "warning",
            "small_cohorts",
            f"Few people began treatment at some waves ({', '.join(small)}). The spread of their "
            "changes can hardly be told, so standard errors of and with these cohorts are too "
            "small.",
            remedy="Join cohorts, leave these out in `where`, or count their changes one by one.",
            counts=tuple(
                Counted(words, (n,), f"{{few}} at wave {wave:g}")
                for words, (n, wave) in small.items()
            ),
        )
    ]


def find_incomplete(paths: Paths) -> list[Finding]:
    """Return a note on people who are not seen at every wave and count all the same.

    Parameters
    ----------
    paths : Paths
        Rows used.

    Returns
    -------
    list of Finding
        One or none.
    """
    if not paths.follows:
        return []
    seen = np.bincount(paths.people)
    everyone = int(np.count_nonzero(seen))
    short = int(np.count_nonzero((seen > 0) & (seen < np.unique(paths.at).size)))
    if not short:
        return []
    words, counts = portion(short, everyone, "people")
    return [
        Finding(
            "note",
            "incomplete_people",
            f"{words} are not seen at every wave. Each counts wherever they are seen at the two "
            "waves of a comparison; programs that want complete panels leave them out.",
            remedy='Compare with unbalanced = "drop", which leaves them out here too.',
            counts=counts,
        )
    ]


def find_untested(path: EventPath) -> list[Finding]:
    """Return a finding where no wave before the start can show how people moved."""
    if path.leads:
        return []
    return [
        Finding(
            "note",
            "parallel_trends_untestable",
            "Only one wave lies before treatment for every cohort, so the data cannot show whether "
            "treated and others moved alike before.",
            remedy="Say in the text why the groups would have changed alike.",
        )
    ]


def find_missing(missing: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each reason for which effects could not be estimated."""
    return [
        Finding(
            "warning",
            "cells_missing",
            f"No effect is estimated for {listed_terms(terms)}: {why}. Averages are those of the "
            "effects that there are.",
            remedy="Say in the text of which cohorts and waves the averages are.",
        )
        for why in dict.fromkeys(missing.values())
        for terms in [[term for term, reason in missing.items() if reason == why]]
    ]


def listed_terms(terms: Sequence[str], most: int = 6) -> str:
    """Return the first of some terms in one line, and how many more there are."""
    shown = ", ".join(terms[:most])
    return shown if len(terms) <= most else f"{shown} and {len(terms) - most} others"
