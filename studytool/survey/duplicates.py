"""Rows of one person and wave become one, as decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.findings import Finding
from studytool.survey.cell_checks import capped
from studytool.survey.identity_check import keys_of
from studytool.survey.typed import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.survey.stack import Stack

Bools = npt.NDArray[np.bool_]
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
    group = keys_of(stack.frame[key], stack.waves).iloc[at].groupby(["id", "wave"]).ngroup()
    places = group.to_numpy()
    first = at[~pd.Series(places).duplicated().to_numpy()]
    order = places[np.isin(at, first)]
    values, reasons = stack.frame.copy(), dict(stack.reasons)
    for name in stack.frame:
        cells = stack.frame[name].iloc[at].groupby(places)
        answer = cells.first()
        differs = cells.nunique().gt(1)
        why = _reasons(reasons.get(name), at, places, answer.index)
        why = why.mask(answer.notna()).mask(differs, DIFFERING)
        values.loc[first, name] = answer.mask(differs)[order].array
        if name in reasons or why.notna().any():
            column = reasons.get(name, pd.Series(pd.NA, index=values.index, dtype="str")).copy()
            column.iloc[first] = why[order].array
            reasons[name] = column
    staying = staying & (~rows | np.isin(np.arange(len(rows)), first))
    whole = replace(stack, frame=values, reasons=reasons)
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
            mask = (reason == DIFFERING).to_numpy(dtype=bool, na_value=False)
            if mask.any():
                counts[name] = counts.get(name, 0) + int(mask.sum())
                cells.extend(stack.cells(mask, name))
    if not counts:
        return ()
    listed = ", ".join(f"{name} ({count})" for name, count in counts.items())
    subject = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    message = f"Merged rows gave differing answers in {subject}, now missing: {listed}."
    return (Finding("note", "duplicates_decided", message, cells=capped(cells)),)


def _reasons(
    reasons: pd.Series | None,
    at: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    index: pd.Index,
) -> pd.Series:
    """Return one reason a group, the same whatever the order of its rows; "empty" comes last."""
    if reasons is None:
        return pd.Series(pd.NA, index=index, dtype="str")
    own = reasons.iloc[at].set_axis(places).dropna()
    rank = pd.DataFrame({"place": own.index, "empty": (own == EMPTY).array, "why": own.array})
    best = rank.sort_values(["place", "empty", "why"]).drop_duplicates("place")
    return best.set_index("place")["why"].reindex(index)
