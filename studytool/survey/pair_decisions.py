"""Pair decisions: what a choice between rows of one ID becomes in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from studytool.core.errors import DataError
from studytool.survey.cell_formats import texts
from studytool.survey.deciding import CELLS, decide, rows_meant
from studytool.survey.decisions import Decision
from studytool.survey.identity_check import keys_of
from studytool.survey.pairs import cells_written, file_of, of_actions, tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.survey.pairs import Choice, Pair, PairRow
    from studytool.survey.stack import Stack
    from studytool.survey.wave_grid import OpenedWaves

_TOLD_FIRST = {"date": 0, "text": 1, "number": 2, "id": 3}


def decision_about(
    waves: OpenedWaves,
    decisions: Sequence[Decision],
    pair: Pair,
    choice: Choice,
    *,
    place: int = 0,
    new_id: str = "",
    reason: str,
) -> Decision:
    """Return the decision that a choice between the rows of a pair makes.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    decisions : sequence of Decision
        Those there are; the new one comes after them.
    pair : Pair
        The rows.
    choice : {"keep", "merge", "apart"}
        Keep one row and leave the others out, make them one, or give one another ID.
    place : int
        Row to keep, or to give another ID.
    new_id : str
        The other ID.
    reason : str
        Why.

    Raises
    ------
    DataError
        If nothing in the rows tells them apart, or the new ID is in use in the wave.
    """
    names = [pair.names[at] for at in pair.differing]
    tables = tables_with_ids(waves, decisions, names)
    stack = next(stack for stack, _ in tables if stack.table == pair.table)
    stack = decide(stack, of_actions(decisions, CELLS), pair.key).stack
    said: dict[str, Any]
    if choice == "merge":
        said = _said(waves, stack, pair, 0) | {"action": "merge"}
    elif choice == "apart":
        _refuse_used_id(stack, pair, new_id)
        said = _telling(waves, stack, pair, place) or _refuse_alike(pair)
        said |= {"action": "rename", "column": pair.key, "value": new_id.strip()}
    else:
        said = _kept(waves, stack, pair, place)
    return Decision.model_validate(said | {"reason": reason})


def free_id(waves: OpenedWaves, pair: Pair) -> str:
    """Return an ID for one of two children: theirs with a number that no row of any wave has.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    pair : Pair
        The rows that have one ID.
    """
    taken = set()
    for opened in waves.files:
        for use in opened.uses:
            if use.name == pair.key:
                taken.update(texts(opened.raw.frame[use.column]).dropna().tolist())
    numbers = range(2, len(taken) + 3)
    return next(made for n in numbers if (made := f"{pair.person}-{n}") not in taken)


def _said(waves: OpenedWaves, stack: Stack, pair: Pair, place: int) -> dict[str, Any]:
    """Return the beginning of a decision about a row: wave, file and ID as the file writes it."""
    position = _position(stack, pair.rows[place])
    (written,) = cells_written(waves, stack, np.array([position]), (pair.key,)).values()
    source = file_of(stack, position).file.source
    return {"wave": pair.wave, "source": source, "row": {pair.key: written[0]}}


def _position(stack: Stack, row: PairRow) -> int:
    names = np.array([opened.source == row.source for opened in stack.files])
    return int(np.flatnonzero(names[stack.file] & (stack.row == row.row))[0])


def _telling(waves: OpenedWaves, stack: Stack, pair: Pair, place: int) -> dict[str, Any] | None:
    """Return the beginning of a decision that no other row answers to; None where none is."""
    said = _said(waves, stack, pair, place)
    position = _position(stack, pair.rows[place])
    for cells in _ways_to_tell(waves, pair, place):
        tried = said | {"row": {pair.key: said["row"][pair.key]} | cells}
        decision = Decision.model_validate(tried | {"action": "drop", "reason": "tried"})
        if np.flatnonzero(rows_meant(stack, decision)).tolist() == [position]:
            return tried
    return None


def _ways_to_tell(waves: OpenedWaves, pair: Pair, place: int) -> Iterator[dict[str, str]]:
    """Yield cells by which a row can be told from the others: none, then one, then several."""
    own = pair.rows[place].cells
    others = [row.cells for row in pair.rows if row is not pair.rows[place]]
    order = sorted(pair.differing, key=lambda at: _TOLD_FIRST[waves.sorts[pair.names[at]]])
    filled = [at for at in order if own[at]]
    yield {}
    for at in filled:
        if all(cells[at] != own[at] for cells in others):
            yield {pair.names[at]: own[at]}
    yield {pair.names[at]: own[at] for at in filled}


def _kept(waves: OpenedWaves, stack: Stack, pair: Pair, place: int) -> dict[str, Any]:
    """Return the beginning of what keeps a row: told by what it says, or by leaving the other."""
    if told := _telling(waves, stack, pair, place):
        return told | {"action": "keep"}
    others = [other for other in range(len(pair.rows)) if other != place]
    left = _telling(waves, stack, pair, others[0]) if len(others) == 1 else None
    return (left or _refuse_alike(pair)) | {"action": "drop"}


def _refuse_used_id(stack: Stack, pair: Pair, new_id: str) -> None:
    keys = keys_of(stack.frame[pair.key], stack.waves)
    there = keys["id"] == new_id.strip()
    if pair.wave is not None:
        there &= keys["wave"] == pair.wave
    if not new_id.strip() or there.any():
        raise DataError(
            "The other child needs an ID of its own.",
            where="new_id",
            why="Another row of the same wave has this one." if new_id.strip() else "",
            remedy="Type an ID that no other child has.",
        )


def _refuse_alike(pair: Pair) -> NoReturn:
    raise DataError(
        "Nothing in these rows tells one from the other.",
        where=", ".join(f"{row.source}, row {row.row}" for row in pair.rows),
        why="A decision finds a row by what it says.",
        remedy="Merge them: what both say stays, and what one leaves empty is filled.",
    )
