"""Rows of households, caregivers and schools joined to their children's rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.survey.cell_formats import says
from studytool.survey.identity_check import refuse_duplicates
from studytool.survey.stack import ABSENT

if TYPE_CHECKING:
    from collections.abc import Collection

    from studytool.survey.stack import Stack

Positions = npt.NDArray[np.int64]


def joined(
    children: Stack, table: Stack, *, shared: Collection[str]
) -> tuple[Stack, tuple[Finding, ...]]:
    """Return the children's rows with the columns of another table.

    Parameters
    ----------
    children : Stack
        One row a child and wave; same rows and order in the result.
    table : Stack
        One row a household, caregiver or school and wave, or for all waves.
    shared : collection of str
        Columns that both may have: the keys. The children's own answer comes first.

    Returns
    -------
    stack : Stack
        With the columns of both.
    findings : tuple of Finding
        Rows on either side that have no partner, counted.

    Raises
    ------
    DocumentError
        If the column to join by is not there, or both tables have a column in the same wave.
    DataError
        If the other table has the same ID twice in a wave.
    """
    key = str(table.join)
    _refuse_without_key(children, table, key)
    _refuse_clashes(children, table, {*shared, key})
    refuse_duplicates(table, key, unit=table.table)
    positions = _positions(children, table, key)
    values, reasons = children.frame, dict(children.reasons)
    added = {}
    for name in table.frame:
        if name == key:
            continue
        cells = _at(table.frame[name], positions)
        why = _reasons_at(table.reasons.get(name), positions)
        if name in values:
            cells, why = _combined(children, name, cells, why, whole=name in shared)
        added[name] = cells
        reasons[name] = why
    stack = replace(
        children,
        sorts={**table.sorts, **children.sorts},
        frame=pd.DataFrame({**{name: values[name] for name in values}, **added}),
        reasons={name: reason for name, reason in reasons.items() if reason.notna().any()},
    )
    return stack, _unmatched(children, table, positions)


def _refuse_without_key(children: Stack, table: Stack, key: str) -> None:
    for stack in (children, table):
        if key not in stack.frame:
            raise DocumentError(
                f'The column "{key}" to join by is not in {stack.files[0].source}.',
                where=f"waves[{table.files[0].place}].join",
                remedy=nearest(key, [str(name) for name in stack.frame]),
            )


def _waves_of(stack: Stack, name: str) -> set[float | None]:
    """Return the waves in which a table has a column; None where it holds in all."""
    waves: set[float | None] = set()
    for opened in stack.files:
        for use in opened.uses:
            if use.name == name:
                own = (None,) if opened.waves is None else np.unique(opened.waves).tolist()
                waves.update(own if use.waves is None else use.waves)
    return waves


def _refuse_clashes(children: Stack, table: Stack, shared: Collection[str]) -> None:
    clashing = []
    for name in table.frame:
        if name not in shared and name in children.frame:
            there = _waves_of(table, name)
            if None in there or there & _waves_of(children, name):
                clashing.append(name)
    if clashing:
        listed = ", ".join(f'"{name}"' for name in clashing)
        raise DocumentError(
            f"The children's and the {table.table} files both have the columns {listed}.",
            where=f"waves[{table.files[0].place}]",
            remedy=(
                "Give one of them another name in [[variables]], with name, columns and "
                f'table = "{table.table}".'
            ),
        )


def _positions(children: Stack, table: Stack, key: str) -> Positions:
    """Return the place of each child's row of the table, -1 where there is none."""
    left = pd.DataFrame({"id": children.frame[key].array})
    right = pd.DataFrame({"id": table.frame[key].array, "place": np.arange(len(table.frame))})
    by = ["id"]
    if table.waves is not None:
        left["wave"], right["wave"] = children.waves, table.waves
        by = ["id", "wave"]
    right = right[right["id"].notna()]
    found = left.merge(right, on=by, how="left")["place"]
    positions: Positions = found.fillna(-1).to_numpy(dtype=np.int64)
    return positions


def _at(cells: pd.Series, positions: Positions) -> pd.Series:
    return pd.Series(pd.api.extensions.take(cells.array, positions, allow_fill=True))


def _reasons_at(reasons: pd.Series | None, positions: Positions) -> pd.Series:
    if reasons is None:
        why = pd.Series(pd.NA, index=pd.RangeIndex(len(positions)), dtype="str")
    else:
        why = _at(reasons, positions)
    return why.mask(positions < 0, ABSENT)


def _combined(
    children: Stack, name: str, cells: pd.Series, why: pd.Series, *, whole: bool
) -> tuple[pd.Series, pd.Series]:
    """Return the children's own cells, the table's where the children's file has no such column.

    `whole` takes the table's also for cells that are merely missing in the children's.
    """
    own = children.frame[name]
    own_why = children.reasons.get(name)
    if own_why is None:
        own_why = pd.Series(pd.NA, index=own.index, dtype="str")
    absent = says(own_why, ABSENT)
    if whole:
        absent = own.isna().to_numpy() & (absent | cells.notna().to_numpy())
    return own.mask(absent, cells), own_why.mask(absent, why)


def _unmatched(children: Stack, table: Stack, positions: Positions) -> tuple[Finding, ...]:
    asked = np.ones(len(positions), dtype=bool)
    if table.waves is not None and children.waves is not None:
        asked = np.isin(children.waves, np.unique(table.waves))
    lonely = int((asked & (positions < 0)).sum())
    unused = len(table.frame) - len(np.unique(positions[positions >= 0]))
    source = ", ".join(dict.fromkeys(opened.source for opened in table.files))
    findings = []
    if lonely:
        findings.append(
            Finding(
                level="warning",
                code="ids_unmatched",
                message=(
                    f"Children's rows without a row in the {table.table} files: {lonely} of "
                    f"{int(asked.sum())}; their answers there are missing."
                ),
                where=source,
                remedy=f'Compare the column "{table.join}" of both files; decide with rename.',
            )
        )
    if unused:
        findings.append(
            Finding(
                level="note",
                code="ids_unmatched",
                message=f"Rows of the {table.table} files that belong to no child's row: {unused}.",
                where=source,
            )
        )
    return tuple(findings)
