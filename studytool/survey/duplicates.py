"""Rows of one person and wave become one, as decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import take

from studytool.core.counted import several
from studytool.core.findings import Finding
from studytool.survey.cell_checks import capped
from studytool.survey.cell_formats import says
from studytool.survey.identity_check import keys_of
from studytool.survey.typed import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas.api.extensions import ExtensionArray

    from studytool.survey.stack import Stack

Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
DIFFERING = "differing answers"


def others_of_key(stack: Stack, key: str, rows: Bools) -> Bools:
    """Return all rows whose ID and wave are those of `rows`, `rows` among them.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    key : str
        Column of the ID.
    rows : ndarray of bool, shape (n,)
        Rows to find the others of.

    Returns
    -------
    ndarray of bool, shape (n,)
        Rows without an ID are nobody's.
    """
    filled = stack.frame[key].notna().to_numpy()
    place = keys_of(stack.frame[key], stack.waves).groupby(["id", "wave"], dropna=False).ngroup()
    wanted = np.unique(place.to_numpy()[rows & filled])
    found: Bools = np.isin(place.to_numpy(), wanted) & filled
    return found


def merged(stack: Stack, rows: Bools, key: str | None, staying: Bools) -> tuple[Stack, Bools]:
    """Return the stack with `rows` merged by ID and wave, and without rows that leave.

    Parameters
    ----------
    stack : Stack
        Rows of one table.
    rows : ndarray of bool, shape (n,)
        Rows to merge: the first of each ID and wave stays and takes the answers of the others.
    key : str or None
        Column of the ID.
    staying : ndarray of bool, shape (n,)
        Rows that do not leave.

    Returns
    -------
    stack : Stack
        A cell is filled by whichever row has it; differing answers are missing with that reason.
    staying : ndarray of bool, shape (n,)
        Rows of the given stack that are in the new one.
    """
    if staying.all() and not rows.any():
        return stack, staying
    if key is None or not rows.any():
        return stack.taken(np.flatnonzero(staying)), staying
    at = np.flatnonzero(rows)
    at = at[np.lexsort((stack.row[at], stack.file[at]))]
    keys = keys_of(stack.frame[key].iloc[at], None if stack.waves is None else stack.waves[at])
    _, first, group = np.unique(
        keys.groupby(["id", "wave"]).ngroup().to_numpy(), return_index=True, return_inverse=True
    )
    columns, reasons = {}, dict(stack.reasons)
    for name in stack.frame:
        cells = stack.frame[name].array
        answer, differs = _answers(cells, at, group, len(first))
        source = np.arange(len(rows))
        source[at[first]] = answer
        columns[name] = pd.Series(take(cells, source, allow_fill=True))
        why = _reasons(stack.reasons.get(name), at, group, len(first))
        why[answer >= 0] = None
        why[differs] = DIFFERING
        if name in reasons or any(text is not None for text in why):
            column = reasons.get(name, pd.Series(pd.NA, index=stack.frame.index, dtype="str"))
            reasons[name] = _with_texts(column, at[first], why)
    staying = staying & (~rows | np.isin(np.arange(len(rows)), at[first]))
    whole = replace(stack, frame=pd.DataFrame(columns, copy=False), reasons=reasons)
    return whole.taken(np.flatnonzero(staying)), staying


def differing_findings(stacks: Sequence[Stack]) -> tuple[Finding, ...]:
    """Return one note that counts the cells in which merged rows differed.

    Parameters
    ----------
    stacks : sequence of Stack
        All tables, decisions carried out.
    """
    counts: dict[str, int] = {}
    cells: list[str] = []
    for stack in stacks:
        for name, reason in stack.reasons.items():
            mask = says(reason, DIFFERING)
            if mask.any():
                counts[name] = counts.get(name, 0) + int(mask.sum())
                cells.extend(stack.cells(mask, name))
    if not counts:
        return ()
    listed = ", ".join(f"{name} ({count})" for name, count in counts.items())
    subject = several(len(cells), "cell")
    message = f"Merged rows gave differing answers in {subject}, now missing: {listed}."
    return (Finding("note", "duplicates_decided", message, cells=capped(cells)),)


def _answers(
    cells: ExtensionArray, at: Positions, group: Positions, n_groups: int
) -> tuple[Positions, Bools]:
    """Return the row of each group's first answer, -1 without one, and which groups differ."""
    codes, _ = pd.factorize(cells.take(at))
    filled = np.flatnonzero(codes >= 0)
    first = np.full(n_groups, len(at))
    np.minimum.at(first, group[filled], filled)
    differs = np.zeros(n_groups, dtype=bool)
    differs[group[filled][codes[filled] != codes[first[group[filled]]]]] = True
    none = differs | (first == len(at))
    answer: Positions = np.where(none, -1, at[np.where(none, 0, first)])
    return answer, differs


def _reasons(
    reasons: pd.Series | None, at: Positions, group: Positions, n_groups: int
) -> npt.NDArray[np.object_]:
    """Return one reason a group, the same whatever the order of its rows; "empty" comes last."""
    best = np.full(n_groups, None, dtype=object)
    if reasons is None:
        return best
    own = reasons.array.take(at)
    told = np.flatnonzero(~own.isna())
    said = sorted(zip(own.take(told), group[told], strict=True), key=_preferred, reverse=True)
    for text, place in said:
        best[place] = text
    return best


def _preferred(said: tuple[str, int]) -> tuple[bool, str]:
    return said[0] == EMPTY, said[0]


def _with_texts(column: pd.Series, at: Positions, texts: npt.NDArray[np.object_]) -> pd.Series:
    """Return the column with `texts` at the positions `at`."""
    changed = column.to_numpy(dtype=object, na_value=None)
    changed[at] = texts
    return pd.Series(changed, index=column.index, dtype="str")
