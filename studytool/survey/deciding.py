"""Decisions are matched to rows, carried out and counted.

Rows are matched by what the files say, and by IDs as renamed. The order of the document does not
matter: names are put right first, then cells, then rows dropped, kept and merged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.counted import several
from studytool.core.errors import DataError, DocumentError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.survey.cell_formats import ids, numbers, plain_number, says, texts
from studytool.survey.codebook import wave_name
from studytool.survey.duplicates import merged, others_of_key
from studytool.survey.panel import AppliedDecision
from studytool.survey.typed import new_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.survey.decisions import Decision
    from studytool.survey.stack import Stack

Bools = npt.NDArray[np.bool_]
CELLS = ("rename", "set_missing", "set_value")
"""Actions that change cells and leave every row where it is."""
ROWS = ("drop", "keep", "merge")
"""Actions that say which rows stay; they are carried out when all cells are right."""
_PHASES = (*CELLS, *ROWS)
SET_MISSING = "set missing by a decision"
"""Why such a cell is missing, as tables say it; the reason of the decision stays in the team."""
LEFT = {
    "drop": "Dropped by a decision",
    "keep": "Same ID twice, another row kept",
    "merge": "Same ID twice, merged into one",
}
"""Why a row of the files is no row of the panel, by what was decided."""
_DID = {
    "keep": "kept as decided",
    "drop": "dropped",
    "merge": "merged into one a person and wave",
    "rename": "given another ID",
    "set_missing": "with a cell set missing",
    "set_value": "with a cell corrected",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """Rows of one table, decisions carried out.

    Attributes
    ----------
    stack : Stack
        The rows that stay.
    counts : mapping of int to int
        Rows that each decision concerned, by its number; those that match nothing are left out.
    kept : mapping of name to ndarray of bool, shape (n,)
        Cells that were looked at and kept as they are.
    left : mapping of {"drop", "keep", "merge"} to Stack
        Rows that are there no more, by why; see `LEFT`.
    """

    stack: Stack
    counts: Mapping[int, int]
    kept: Mapping[str, Bools]
    left: Mapping[str, Stack]


def decide(stack: Stack, decisions: Sequence[tuple[int, Decision]], key: str | None) -> Decided:
    """Carry out decisions on the rows of one table.

    Parameters
    ----------
    stack : Stack
        Rows as read.
    decisions : sequence of (int, Decision)
        With their numbers, counted from 0.
    key : str or None
        Column of the ID; None where rows have none.

    Returns
    -------
    Decided
        What stays, what left and how many rows each decision concerned.

    Raises
    ------
    DocumentError
        If a value does not fit its column, or rows are to be merged that have no ID.
    """
    counts: dict[int, int] = {}
    kept: dict[str, Bools] = {}
    dropped = np.zeros(len(stack.frame), dtype=bool)
    outdone, merging = dropped.copy(), dropped.copy()
    for action in _PHASES:
        for number, decision in decisions:
            if decision.action != action or not concerns(stack, decision, key):
                continue
            rows = rows_meant(stack, decision)
            if not rows.any():
                continue
            counts[number] = int(rows.sum())
            if action in CELLS:
                stack = _with_cell(stack, rows, decision, number, key)
            elif action == "drop":
                dropped |= rows
            elif action == "keep" and decision.column is not None:
                kept[decision.column] = kept.get(decision.column, np.zeros_like(rows)) | rows
            else:
                column, gone = _key(key, number), dropped | outdone
                others = others_of_key(stack, column, rows & ~gone) & ~gone
                outdone |= others & ~rows if action == "keep" else False
                merging |= others | rows if action == "merge" else False
                counts[number] = int((others | rows).sum()) if action == "merge" else counts[number]
    gone = dropped | outdone
    whole, (stack, staying) = stack, merged(stack, merging & ~gone, key, ~gone)
    left = {"drop": dropped, "keep": outdone & ~dropped, "merge": ~gone & ~staying}
    return Decided(
        stack,
        counts,
        kept={name: cells[staying] for name, cells in kept.items()},
        left={why: whole.taken(np.flatnonzero(rows)) for why, rows in left.items() if rows.any()},
    )


def concerns(stack: Stack, decision: Decision, key: str | None) -> bool:
    """Return whether a table has the columns that a decision speaks of.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    decision : Decision
        What was decided.
    key : str or None
        Column of the ID.
    """
    wanted = set(decision.row)
    if decision.action in {"set_missing", "set_value", "rename"} and (decision.column or key):
        wanted.add(str(decision.column or key))
    elif decision.column is not None:
        wanted.add(decision.column)
    return wanted <= set(stack.frame.columns)


def _key(key: str | None, number: int) -> str:
    if key is None:
        raise DocumentError(
            f"Decision {number + 1} speaks of double rows, and the rows of this study have no ID.",
            where=f"decisions[{number}]",
            remedy='Say which column names the person in [panel], or use action = "drop".',
        )
    return key


def rows_meant(stack: Stack, decision: Decision) -> Bools:
    """Return the rows a decision speaks of.

    Parameters
    ----------
    stack : Stack
        Rows of one table that has the columns the decision speaks of.
    decision : Decision
        What was decided.

    Returns
    -------
    ndarray of bool, shape (n,)
        Rows of its wave and file in which every cell it names says what it says.
    """
    rows = np.ones(len(stack.frame), dtype=bool)
    if decision.wave is not None and stack.waves is not None:
        rows &= stack.waves == decision.wave
    if decision.source is not None:
        asked = decision.source
        own = [place for place, f in enumerate(stack.files) if asked in {f.source, f.file.source}]
        rows &= np.isin(stack.file, own)
    for name, target in decision.row.items():
        if rows.any():
            rows &= _says(stack, name, target)
    return rows


def _says(stack: Stack, name: str, target: str) -> Bools:
    """Return the rows in which `name` is `target`, as the file writes it or as it was read."""
    found = [_written(stack, place, name, target) for place in range(len(stack.files))]
    rows = np.concatenate(found)
    if stack.sorts[name] in {"id", "text", "date"}:
        now = stack.frame[name]
        current = texts(now)
        if stack.sorts[name] == "id":
            target = str(ids(pd.Series([target], dtype="str"))[0])
        rows |= says(current, target.strip())
    return rows


def _written(stack: Stack, place: int, name: str, target: str) -> Bools:
    opened = stack.files[place]
    raw = opened.raw
    rows = np.zeros(len(raw.frame), dtype=bool)
    for use in opened.uses:
        if use.name != name:
            continue
        cells = raw.frame[use.column]
        same = says(texts(cells), target.strip())
        number = plain_number(target)
        if stack.sorts[name] == "number" and number is not None:
            said = numbers(cells, decimal=raw.decimal, thousands=raw.thousands)
            same = same | (said == number)
        mine = opened.rows_of(use)
        rows |= same if mine is None else same & mine
    return rows


def _with_cell(
    stack: Stack, rows: Bools, decision: Decision, number: int, key: str | None
) -> Stack:
    """Return the stack with one cell of each row changed."""
    name = decision.column or key
    if name is None:
        name = _key(key, number)
    values = stack.frame[name].copy()
    reasons = stack.reasons.get(name)
    if reasons is None:
        reasons = pd.Series(pd.NA, index=values.index, dtype="str")
    reasons = reasons.copy()
    if decision.action == "set_missing" or decision.value is None:
        values[rows] = pd.NaT if stack.sorts[name] == "date" else np.nan
        reasons[rows] = SET_MISSING
    else:
        place = f"decisions[{number}].value"
        values[rows] = new_value(decision.value, stack.sorts[name], place=place)
        reasons[rows] = pd.NA
    return replace(
        stack,
        frame=stack.frame.assign(**{name: values}),
        reasons={**stack.reasons, name: reasons},
    )


def refuse_unmatched(
    decisions: Sequence[Decision],
    counts: Mapping[int, int],
    stacks: Sequence[Stack],
    keys: Sequence[str | None],
) -> None:
    """Raise an error for a decision that concerns no row.

    Parameters
    ----------
    decisions : sequence of Decision
        All of them.
    counts : mapping of int to int
        Rows that each concerned, by number counted from 0.
    stacks : sequence of Stack
        All tables.
    keys : sequence of str or None
        Column of the ID of each table.

    Raises
    ------
    DocumentError
        If it speaks of a column that is in no file.
    DataError
        If no row is as it says; names the decision by number, not the row.
    """
    known = sorted({str(name) for stack in stacks for name in stack.frame})
    for number, decision in enumerate(decisions):
        if counts.get(number, 0):
            continue
        where = f"decisions[{number}]"
        for name in (*decision.row, *([decision.column] if decision.column else [])):
            if name not in known:
                what = f'Decision {number + 1} speaks of a column "{name}", which is in no file.'
                raise DocumentError(what, where=where, remedy=nearest(name, known))
        pairs = zip(stacks, keys, strict=True)
        if not any(concerns(stack, decision, key) for stack, key in pairs):
            raise DocumentError(
                f"Decision {number + 1} speaks of columns that lie in files of different tables.",
                where=where,
                remedy="Describe the row by columns of the file that holds the cell.",
            )
        raise DataError(
            f"Decision {number + 1} ({decision.action}) matches no row.",
            where=where,
            why="Wave, file and row have to be as the file says them, under the panel's names.",
            remedy="Correct the decision, or take it out.",
        )


def applied(
    decisions: Sequence[Decision], counts: Mapping[int, int]
) -> tuple[AppliedDecision, ...]:
    """Return what each decision did, in the order of the document.

    Parameters
    ----------
    decisions : sequence of Decision
        All of them.
    counts : mapping of int to int
        Rows that each concerned, by number counted from 0.
    """
    return tuple(
        AppliedDecision(
            action=decision.action,
            source=decision.source or "",
            column=decision.column or "",
            reason=decision.reason,
            wave=None if decision.wave is None else int(decision.wave),
            rows=counts.get(number, 0),
        )
        for number, decision in enumerate(decisions)
    )


def decision_findings(done: Sequence[AppliedDecision]) -> tuple[Finding, ...]:
    """Return one note for decisions of the same sort and reason.

    Parameters
    ----------
    done : sequence of AppliedDecision
        What was done.
    """
    rows: dict[AppliedDecision, int] = {}
    for entry in done:
        alike = replace(entry, rows=0)
        rows[alike] = rows.get(alike, 0) + entry.rows
    return tuple(_note(entry, count) for entry, count in rows.items())


def _note(entry: AppliedDecision, rows: int) -> Finding:
    place = "" if entry.wave is None else f"Wave {wave_name(entry.wave)}: "
    column = f", column {entry.column}" if entry.column else ""
    counted = several(rows, "row")
    double = entry.action in {"drop", "keep", "merge"} and not entry.column
    return Finding(
        level="note",
        code="duplicates_decided" if double else "decision_applied",
        message=f"{place}{counted} {_DID[entry.action]}{column}, because: {entry.reason}.",
        where=entry.source,
    )
