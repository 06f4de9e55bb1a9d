"""Cells a careful analyst would look at: unreadable, out of range, impossible dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from studytool.core.counted import several
from studytool.core.findings import Finding
from studytool.survey.cell_formats import says
from studytool.survey.typed import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.survey.codebook import Variable
    from studytool.survey.stack import Stack

Bools = npt.NDArray[np.bool_]
MOST_CELLS = 10_000
_YEARS = (1900, 2100)


def cell_findings(
    stacks: Sequence[Stack],
    variables: Sequence[Variable],
    kept: Sequence[Mapping[str, Bools]],
) -> tuple[Finding, ...]:
    """Return what is odd about cells, each sort of oddity once.

    Parameters
    ----------
    stacks : sequence of Stack
        All tables, decisions carried out.
    variables : sequence of Variable
        The codebook, with ranges.
    kept : sequence of mapping of name to ndarray of bool
        For each table, cells that somebody decided to keep.

    Returns
    -------
    tuple of Finding
        Cells by file, row and column, never by value.
    """
    pairs = list(zip(stacks, kept, strict=True))
    ranges = {variable.name: variable.range for variable in variables if variable.range}
    unreadable = [(stack, _unreadable(stack), own) for stack, own in pairs]
    outside = [(stack, _outside(stack, ranges), own) for stack, own in pairs]
    impossible = [(stack, _impossible(stack), own) for stack, own in pairs]
    found = (
        _finding(
            "cells_unreadable",
            "Unreadable as what the column holds, and missing therefore",
            unreadable,
            "Look them up and decide in [[decisions]], or list the code under missing.",
        ),
        _finding(
            "out_of_range",
            "Outside the range of the codebook, and used as the files have it",
            outside,
            "Look them up, then decide: set_value, set_missing, or keep with column.",
        ),
        _finding(
            "dates_impossible",
            f"A date before {_YEARS[0]} or after {_YEARS[1]}, used as the files have it",
            impossible,
            "Look them up and decide in [[decisions]]: set_value or set_missing.",
        ),
    )
    return tuple(finding for finding in found if finding is not None)


def _unreadable(stack: Stack) -> dict[str, Bools]:
    return {name: says(reason, UNREADABLE) for name, reason in stack.reasons.items()}


def _outside(stack: Stack, ranges: Mapping[str, tuple[float, float] | None]) -> dict[str, Bools]:
    found = {}
    for name, limits in ranges.items():
        if limits is not None and name in stack.frame and stack.sorts[name] == "number":
            values = stack.frame[name].to_numpy(dtype=np.float64)
            found[name] = (values < limits[0]) | (values > limits[1])
    return found


def _impossible(stack: Stack) -> dict[str, Bools]:
    found = {}
    for name, sort in stack.sorts.items():
        if sort == "date":
            years = stack.frame[name].dt.year.to_numpy(dtype=np.float64)
            found[name] = (years < _YEARS[0]) | (years > _YEARS[1])
    return found


def _finding(
    code: str,
    what: str,
    masks: Sequence[tuple[Stack, Mapping[str, Bools], Mapping[str, Bools]]],
    remedy: str,
) -> Finding | None:
    """Return one finding for all cells, or None where there are none."""
    cells: list[str] = []
    counts: dict[str, int] = {}
    for stack, columns, decided in masks:
        for name, mask in columns.items():
            open_cells = mask & ~decided[name] if name in decided else mask
            if open_cells.any():
                counts[name] = counts.get(name, 0) + int(open_cells.sum())
                cells.extend(stack.cells(_first(open_cells, MOST_CELLS - len(cells)), name))
    if not counts:
        return None
    total = sum(counts.values())
    listed = ", ".join(f"{name} ({count})" for name, count in counts.items())
    subject = several(total, "cell")
    return Finding(
        "warning",
        code,
        f"{what}: {subject}, {listed}.",
        remedy=remedy,
        cells=capped(cells, total=total),
    )


def capped(cells: Sequence[str], *, total: int | None = None) -> tuple[str, ...]:
    """Return at most fifty cells, and how many more there are.

    Parameters
    ----------
    cells : sequence of str
        File, row and column of cells.
    total : int, optional
        How many there are in all; as many as `cells` where absent.
    """
    shown = tuple(cells[:MOST_CELLS])
    more = (len(cells) if total is None else total) - len(shown)
    return (*shown, f"and {more} more") if more > 0 else shown


def _first(mask: Bools, number: int) -> Bools:
    """Return the mask with only its first `number` true places."""
    return mask & (np.cumsum(mask) <= number)
