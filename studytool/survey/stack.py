"""Files of the same table, read and put below each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.survey.harmonise import reading_of
from studytool.survey.typed import UNREADABLE, TypedColumn, read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.typed import Sort

ABSENT = "not in this file"
_EMPTY_DTYPES = {"number": "float64", "date": "datetime64[us]", "text": "str", "id": "str"}


@dataclass(frozen=True, slots=True)
class Stack:
    """All rows of one table.

    Attributes
    ----------
    files : tuple of OpenedFile
        Where the rows come from.
    sorts : mapping of name to sort
        What each column holds.
    frame : DataFrame, n rows, RangeIndex
        Cells as read, in the order of the files.
    reasons : mapping of name to Series of str, shape (n,)
        Why cells are missing; only columns with such cells.
    waves : ndarray of float64, shape (n,), or None
        Wave of every row; None where rows hold in every wave.
    file, row : ndarray of int64, shape (n,)
        Place of each row's file in `files`, and its row there, counted from 1.
    recoded : mapping of (name, source) to int
        Cells that recodes concerned.
    """

    files: tuple[OpenedFile, ...]
    sorts: Mapping[str, Sort]
    frame: pd.DataFrame
    reasons: Mapping[str, pd.Series]
    waves: npt.NDArray[np.float64] | None
    file: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    recoded: Mapping[tuple[str, str], int]

    @property
    def join(self) -> str | None:
        """Column by which the table joins the children's; None for the children's own."""
        return self.files[0].file.join if self.files[0].file.table != "child" else None

    @property
    def table(self) -> str:
        """What a row is: child, caregiver, household or school."""
        return self.files[0].file.table

    def taken(self, positions: npt.NDArray[np.int64]) -> Stack:
        """Return the stack with only the rows at `positions`, in that order."""
        return Stack(
            files=self.files,
            sorts=self.sorts,
            frame=self.frame.take(positions).reset_index(drop=True),
            reasons={
                name: reason.take(positions).reset_index(drop=True)
                for name, reason in self.reasons.items()
            },
            waves=None if self.waves is None else self.waves[positions],
            file=self.file[positions],
            row=self.row[positions],
            recoded=self.recoded,
        )

    def cells(self, mask: npt.NDArray[np.bool_], name: str) -> tuple[str, ...]:
        """Return ``file, row, column`` of the cells of `name` in the rows of `mask`."""
        columns = {
            (place, wave): use.column
            for place, opened in enumerate(self.files)
            for use in opened.uses
            if use.name == name
            for wave in (use.waves or (None,))
        }
        found = []
        for position in np.flatnonzero(mask).tolist():
            place = int(self.file[position])
            wave = None if self.waves is None else float(self.waves[position])
            column = columns.get((place, None), columns.get((place, wave), name))
            source = self.files[place].source
            found.append(f"{source}, row {int(self.row[position])}, column {column}")
        return tuple(found)


def stack_tables(
    files: Sequence[OpenedFile], sorts: Mapping[str, Sort], design: PanelDesign
) -> tuple[Stack, ...]:
    """Read all files and stack those of the same table.

    Parameters
    ----------
    files : sequence of OpenedFile
        In an order that does not depend on the document's.
    sorts : mapping of name to sort
        What each variable holds.
    design : PanelDesign
        With the missing codes of every numeric variable.

    Returns
    -------
    tuple of Stack
        The children's first.

    Raises
    ------
    DocumentError
        If no file holds children, or a constant is not of its variable's type.
    """
    tables: dict[tuple[str, str, bool], list[OpenedFile]] = {}
    for opened in files:
        table = opened.file.table
        join = "" if table == "child" else str(opened.file.join)
        tables.setdefault((table, join, opened.waves is None), []).append(opened)
    children = [key for key in tables if key[0] == "child"]
    if not children:
        raise DocumentError(
            "No file of the study holds the people themselves.",
            where="waves",
            remedy="Leave table out for the file with one row a child, or person, and wave.",
        )
    ordered = [*children, *sorted(key for key in tables if key[0] != "child")]
    return tuple(_stacked(tables[key], sorts, design) for key in ordered)


def _stacked(files: Sequence[OpenedFile], sorts: Mapping[str, Sort], design: PanelDesign) -> Stack:
    served = [_by_name(opened) for opened in files]
    names = list(dict.fromkeys(name for uses in served for name in uses))
    columns: dict[str, list[TypedColumn]] = {name: [] for name in names}
    recoded = {}
    for opened, uses in zip(files, served, strict=True):
        for name in names:
            column = _column(opened, uses.get(name, ()), sorts[name], design)
            columns[name].append(column)
            if column.recoded:
                recoded[name, opened.source] = column.recoded
    sizes = [len(opened.raw.frame) for opened in files]
    return Stack(
        files=tuple(files),
        sorts={name: sorts[name] for name in names},
        frame=pd.DataFrame(
            {name: _below([part.cells for part in columns[name]]) for name in names},
            index=pd.RangeIndex(sum(sizes)),
        ),
        reasons=_stacked_reasons(columns, sizes),
        waves=_below_arrays(opened.waves for opened in files),
        file=np.repeat(np.arange(len(files), dtype=np.int64), sizes),
        row=np.concatenate([opened.raw.rows for opened in files]).astype(np.int64),
        recoded=recoded,
    )


def _below(parts: Sequence[pd.Series]) -> pd.Series:
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _below_arrays(
    parts: Iterable[npt.NDArray[np.float64] | None],
) -> npt.NDArray[np.float64] | None:
    known = [part for part in parts if part is not None]
    return np.concatenate(known) if known else None


def _stacked_reasons(
    columns: Mapping[str, Sequence[TypedColumn]], sizes: Sequence[int]
) -> dict[str, pd.Series]:
    found = {}
    for name, parts in columns.items():
        if any(part.reasons is not None for part in parts):
            found[name] = _below(
                [
                    pd.Series(pd.NA, index=pd.RangeIndex(size), dtype="str")
                    if part.reasons is None
                    else part.reasons
                    for part, size in zip(parts, sizes, strict=True)
                ]
            )
    return found


def _by_name(opened: OpenedFile) -> dict[str, list[ColumnUse]]:
    """Return what becomes of a file's columns, by the name in the panel."""
    uses: dict[str, list[ColumnUse]] = {}
    for use in opened.uses:
        uses.setdefault(use.name, []).append(use)
    return uses


def _column(
    opened: OpenedFile, uses: Sequence[ColumnUse], sort: Sort, design: PanelDesign
) -> TypedColumn:
    """Return one variable for every row of one file; rows it does not have are told apart."""
    n_rows = len(opened.raw.frame)
    read = [_read(opened, use, sort, design) for use in uses]
    if len(read) == 1 and opened.rows_of(uses[0]) is None:
        return read[0][1]
    values = pd.Series(None, index=pd.RangeIndex(n_rows), dtype=_EMPTY_DTYPES[sort])
    reasons = pd.Series(ABSENT, index=pd.RangeIndex(n_rows), dtype="str")
    for rows, column in read:
        values[rows] = column.cells.array
        reasons[rows] = pd.NA if column.reasons is None else column.reasons.array
    return TypedColumn(values, reasons, sum(column.recoded for _, column in read))


def _read(
    opened: OpenedFile, use: ColumnUse, sort: Sort, design: PanelDesign
) -> tuple[npt.NDArray[np.bool_], TypedColumn]:
    raw = opened.raw
    rows = opened.rows_of(use)
    cells = raw.frame[use.column]
    if rows is None:
        rows = np.ones(len(cells), dtype=bool)
    else:
        cells = cells[rows]
    reading = reading_of(use, raw, sort=sort, file=opened.file, design=design)
    column = read_column(cells, reading, decimal=raw.decimal, thousands=raw.thousands)
    constant = use.column in opened.file.set
    if constant and column.reasons is not None and (column.reasons == UNREADABLE).any():
        raise DocumentError(
            f'The constant "{use.column}" is no {sort}.',
            where=f"waves[{opened.place}].set.{use.column}",
            remedy=f'Give a {sort}, or say type = "text" in [[variables]].',
        )
    return rows, column
