"""Which rows a regression on cohorts and waves is fitted on, and which rows each effect is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.staggered.aggregate import Cell, att_term
from studytool.models.staggered.paths import count_people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.staggered.paths import Paths
    from studytool.models.staggered_spec import ComparedWith

    Mask = NDArray[np.bool_]

NOBODY = "nobody is left to compare with at these waves"
NO_REFERENCE = "nobody of the cohort is seen at the wave that others are measured from"
OUTSIDE = "outside the window of the cohorts that are compared"


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of a regression and the rows of each effect in it.

    Attributes
    ----------
    rows : ndarray of int, shape (m,)
        Rows of the paths, which may repeat.
    stack : ndarray of int, shape (m,)
        Comparison that each belongs to; effects of persons and waves are taken out within it.
    cells : tuple of Cell
        Effects.
    masks : tuple of ndarray of bool, shape (m,)
        Rows of each effect.
    others : tuple of int
        People each is compared with.
    references : tuple of int
        Event times that are 0 by definition.
    reasons : tuple of (str, ndarray of bool, shape (n,))
        Rows of the paths that are not used, and why.
    findings : tuple of Finding
        What the choice of rows gives reason to mind.
    """

    rows: NDArray[np.intp]
    stack: NDArray[np.intp]
    cells: tuple[Cell, ...]
    masks: tuple[Mask, ...]
    others: tuple[int, ...]
    references: tuple[int, ...]
    reasons: tuple[tuple[str, Mask], ...]
    findings: tuple[Finding, ...] = ()


def lay_out_all_times(paths: Paths, anticipation: int) -> Layout:
    """Lay out one effect for each cohort at each wave but one before its start (Sun-Abraham).

    Parameters
    ----------
    paths : Paths
        n rows.
    anticipation : int
        Waves before the start at which people may already have changed.

    Returns
    -------
    Layout
        Measured from the last wave untouched. Without people never treated the last cohort
        stands for them, at the waves before it is touched.

    Raises
    ------
    ModelError
        If nobody is left to compare with.
    """
    reference = -1 - anticipation
    last = _last_cohort(paths)
    late = np.zeros(paths.at.size, dtype=bool) if last is None else paths.at >= last - anticipation
    kept = ~late
    treated = [g for g in paths.cohorts if g != last]
    lost = np.zeros_like(kept)
    for g in treated:
        if not (kept & (paths.start == g) & (paths.time == reference)).any():
            lost |= paths.start == g
    rows = np.flatnonzero(kept & ~lost)
    cells = [
        (g, at)
        for g in treated
        for at in map(int, np.unique(paths.at[rows]))
        if at - g != reference
    ]
    findings = () if last is None else (_tell_last(paths, last),)
    reasons = ((NOBODY, late), (NO_REFERENCE, lost & kept))
    others = paths.start == (np.inf if last is None else last)
    return _layout(
        paths,
        rows,
        cells,
        others=lambda _: others,
        references=(reference,),
        reasons=reasons,
        findings=findings,
    )


def lay_out_treated(paths: Paths, anticipation: int) -> Layout:
    """Lay out one effect for each cohort at each wave from its start on (extended two-way).

    Parameters
    ----------
    paths : Paths
        n rows.
    anticipation : int
        Waves before the start at which people may already have changed.

    Returns
    -------
    Layout
        Waves at which everyone is treated are left out.

    Raises
    ------
    ModelError
        If nobody is left to compare with.
    """
    touched = paths.time >= -anticipation
    alone = ~np.isin(paths.at, paths.at[~touched])
    lost = np.isfinite(paths.start) & ~np.isin(paths.start, paths.start[~touched & ~alone])
    rows = np.flatnonzero(~alone & ~lost)
    here = rows[touched[rows]]
    cells = sorted(
        {(int(g), int(a)) for g, a in zip(paths.start[here], paths.at[here], strict=True)}
    )
    return _layout(
        paths,
        rows,
        cells,
        others=lambda at: ~touched & (paths.at == at),
        references=(),
        reasons=((NOBODY, alone), (NO_REFERENCE, lost & ~alone)),
    )


def lay_out_stacks(
    paths: Paths, anticipation: int, window: tuple[int, int] | None, comparison: ComparedWith
) -> Layout:
    """Lay out one comparison for each cohort, with people untreated throughout its window.

    Parameters
    ----------
    paths : Paths
        n rows.
    anticipation : int
        Waves before the start at which people may already have changed.
    window : (int, int) or None
        First and last event time of every comparison; None for the widest that keeps all cohorts.
    comparison : {"never", "not_yet"}
        People never treated, or also those who begin after the window.

    Returns
    -------
    Layout
        Cohorts whose window is not in the data are left out, with a finding.

    Raises
    ------
    ModelError
        If no cohort has its window in the data, or nobody to compare with.
    """
    reference = -1 - anticipation
    waves = np.unique(paths.at)
    low, high = window or _widest(paths, waves, reference)
    stacks: list[NDArray[np.intp]] = []
    cells: list[tuple[int, int]] = []
    outside: list[int] = []
    for g in paths.cohorts:
        rows = _stack(paths, g, (min(low, reference), high), anticipation, comparison)
        if rows is None:
            outside.append(g)
            continue
        stacks.append(rows)
        times = [t for t in range(low, high + 1) if t != reference]
        cells += [(g, g + t) for t in times]
    if not stacks:
        raise ModelError(
            "No cohort has its whole window in the data and somebody to compare with.",
            remedy="Narrow `window`, or add people never treated.",
        )
    rows = np.concatenate(stacks)
    stack = np.repeat(np.arange(len(stacks)), [part.size for part in stacks])
    unused = ~np.isin(np.arange(paths.at.size), rows)
    kept = [g for g in paths.cohorts if g not in outside]
    of = dict(zip(kept, range(len(kept)), strict=True))
    masks = [
        (stack == of[g]) & (paths.start[rows] == g) & (paths.at[rows] == at) for g, at in cells
    ]
    others = [
        count_people(paths.people[rows[(stack == of[g]) & (paths.start[rows] != g)]])
        for g, _ in cells
    ]
    return _finish(
        paths,
        rows,
        stack,
        list(zip(cells, masks, others, strict=True)),
        references=(reference,),
        reasons=((OUTSIDE, unused),),
        findings=tuple(_tell_outside(paths, outside)),
    )


def _stack(
    paths: Paths, cohort: int, window: tuple[int, int], anticipation: int, comparison: ComparedWith
) -> NDArray[np.intp] | None:
    """Return the rows of one comparison, None if its window is not in the data."""
    places = np.arange(cohort + window[0], cohort + window[1] + 1)
    mine = paths.start == cohort
    if not np.isin(places, paths.at[mine]).all():
        return None
    clean = np.isinf(paths.start)
    if comparison == "not_yet":
        clean = clean | (paths.start > places[-1] + anticipation)
    inside = np.isin(paths.at, places)
    if not np.isin(places, paths.at[clean]).all():
        return None
    return np.flatnonzero(inside & (mine | clean))


def _widest(paths: Paths, waves: NDArray[np.intp], reference: int) -> tuple[int, int]:
    first, last = int(waves[0]), int(waves[-1])
    low = max(first - g for g in paths.cohorts)
    high = min(last - g for g in paths.cohorts)
    return min(low, reference), max(high, 0)


def _last_cohort(paths: Paths) -> int | None:
    """Return the last cohort where it must stand for people never treated."""
    return None if np.isinf(paths.start).any() else paths.cohorts[-1]


def _layout(
    paths: Paths,
    rows: NDArray[np.intp],
    cells: Sequence[tuple[int, int]],
    *,
    others: Callable[[int], Mask],
    references: tuple[int, ...],
    reasons: tuple[tuple[str, Mask], ...],
    findings: tuple[Finding, ...] = (),
) -> Layout:
    """Return a layout in which every row stands once; `others` are the rows beside a wave."""
    there = np.isin(np.arange(paths.at.size), rows)
    parts = [
        (
            (g, at),
            (paths.start[rows] == g) & (paths.at[rows] == at),
            count_people(paths.people[others(at) & there]),
        )
        for g, at in cells
    ]
    return _finish(
        paths,
        rows,
        np.zeros(rows.size, dtype=np.intp),
        parts,
        references=references,
        reasons=reasons,
        findings=findings,
    )


def _finish(
    paths: Paths,
    rows: NDArray[np.intp],
    stack: NDArray[np.intp],
    parts: Sequence[tuple[tuple[int, int], Mask, int]],
    *,
    references: tuple[int, ...],
    reasons: tuple[tuple[str, Mask], ...],
    findings: tuple[Finding, ...],
) -> Layout:
    """Return a layout of the effects that have a row, each with its rows and others."""
    weights = paths.design.weights
    given: Array = np.ones(paths.at.size) if weights is None else weights
    made = [
        (_cell(paths, place, rows[mask], float(given[rows[mask]].sum())), mask, count)
        for place, mask, count in parts
        if mask.any()
    ]
    if not any(cell.time >= 0 for cell, _, _ in made):
        raise ModelError(
            "No effect can be estimated for any cohort at any wave from its start on.",
            why="Nobody is left to compare with, or no cohort has a wave before its start.",
            remedy="Check `where`, the waves, `anticipation`, and how the treatment was linked.",
        )
    return Layout(
        rows=rows,
        stack=stack,
        cells=tuple(cell for cell, _, _ in made),
        masks=tuple(mask for _, mask, _ in made),
        others=tuple(count for _, _, count in made),
        references=references,
        reasons=reasons,
        findings=findings,
    )


def _cell(paths: Paths, place: tuple[int, int], rows: NDArray[np.intp], share: float) -> Cell:
    g, at = place
    term = att_term(paths.wave(g), paths.wave(at))
    return Cell(g, at, term, share, count_people(paths.people[rows]))


def _tell_last(paths: Paths, last: int) -> Finding:
    words = f"{paths.people_at(last)} people"
    return Finding(
        "warning",
        "last_cohort_compared",
        f"Nobody is never treated, so the {words} who began at wave {paths.wave(last):g} stand for "
        "what would have been, at the waves before. They have no effects of their own.",
        remedy="Say so in the text, or add people never treated.",
        counts=(Counted(words, (paths.people_at(last),), "{few} people"),),
    )


def _tell_outside(paths: Paths, outside: Sequence[int]) -> list[Finding]:
    if not outside:
        return []
    waves = ", ".join(f"{paths.wave(g):g}" for g in outside)
    return [
        Finding(
            "warning",
            "cohorts_outside",
            f"Those who began at wave {waves} are not in the estimate: their window is not in the "
            "data, or nobody is untreated throughout it.",
            remedy="Narrow `window`, or say in the text of which cohorts the effects are.",
        )
    ]
