"""Files are opened: constants added, waves told, names of person and date found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.counted import several
from studytool.core.errors import DataError, DocumentError
from studytool.core.spec import nearest
from studytool.survey.cell_formats import numbers
from studytool.survey.harmonise import OpenedFile, column_uses
from studytool.survey.typed import Reading, read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.intake.raw import RawTable
    from studytool.survey.codebook import Variable
    from studytool.survey.design import PanelDesign
    from studytool.survey.wave import WaveFile

Floats = npt.NDArray[np.float64]
_SHOWN_ROWS = 5


def open_files(
    design: PanelDesign,
    files: Sequence[tuple[WaveFile, RawTable]],
    variables: Sequence[Variable],
) -> tuple[OpenedFile, ...]:
    """Return the files with each column's variable found, in an order of their own.

    Parameters
    ----------
    design : PanelDesign
        Names of the keys.
    files : sequence of (WaveFile, RawTable)
        In the order of the document.
    variables : sequence of Variable
        The codebook.

    Returns
    -------
    tuple of OpenedFile
        By wave, table and name, whatever the order of the document.

    Raises
    ------
    DocumentError
        If a file's entry names a column that is not there.
    DataError
        If column names differ in case alone, or a row's wave cannot be told.
    """
    date = date_column(files, variables)
    opened = [
        _opened(place, file, raw, design=design, variables=variables, date=date)
        for place, (file, raw) in enumerate(files)
    ]
    return tuple(sorted(opened, key=_order))


def _order(opened: OpenedFile) -> tuple[float, str, str, str]:
    waves = opened.waves
    first = -np.inf if waves is None or not len(waves) else float(waves.min())
    return (first, opened.file.table, opened.source, opened.raw.digest)


def date_column(
    files: Sequence[tuple[WaveFile, RawTable]], variables: Sequence[Variable]
) -> str | None:
    """Return the panel's name of the interview date; None where no file names one.

    Parameters
    ----------
    files : sequence of (WaveFile, RawTable)
        A children's file of the earliest wave decides.
    variables : sequence of Variable
        The codebook, which may give it another name.
    """
    named = [file for file, _ in files if file.date]
    if not named:
        return None
    file = min(named, key=lambda file: (file.table != "child", file.number or 0, file.source))
    asked = str(file.date)
    for variable in variables:
        if asked in {variable.name, variable.column(file.number)}:
            return variable.name
    return asked


def _opened(
    place: int,
    file: WaveFile,
    raw: RawTable,
    *,
    design: PanelDesign,
    variables: Sequence[Variable],
    date: str | None,
) -> OpenedFile:
    refuse_case_clashes(raw.frame.columns, where=file.source)
    raw = _with_constants(place, file, raw)
    waves, wave_name = _waves(file, raw, design, variables)
    columns = [str(name) for name in raw.frame.columns if name != wave_name]
    occurring: list[float | None] = [None]
    if waves is not None and len(waves):
        occurring = [float(wave) for wave in np.unique(waves)]
    uses = column_uses(
        file,
        columns,
        waves=occurring,
        variables=[variable for variable in variables if variable.name != design.wave],
        renamed=_renamed(place, file, columns, design=design, variables=variables, date=date),
        place=place,
    )
    return OpenedFile(place, file, raw, waves, uses)


def refuse_case_clashes(names: Iterable[object], *, where: str) -> None:
    """Raise an error for names that differ in case alone.

    Parameters
    ----------
    names : iterable of str
        Column names.
    where : str
        The file they are in, or the panel.

    Raises
    ------
    DataError
        If there are such names.
    """
    written = [str(name) for name in names]
    times = Counter(name.casefold() for name in dict.fromkeys(written))
    clashing = [name for name in dict.fromkeys(written) if times[name.casefold()] > 1]
    if clashing:
        listed = " and ".join(f'"{name}"' for name in clashing)
        raise DataError(
            f"Column names differ in capital letters alone: {listed}.",
            where=where,
            why="Many programs, and most readers, take them for one.",
            remedy="Give one of them another name in [[variables]], or in the file.",
        )


def _with_constants(place: int, file: WaveFile, raw: RawTable) -> RawTable:
    constants = {}
    for name, value in file.set.items():
        if name in raw.frame:
            raise DocumentError(
                f'{file.source} has a column "{name}" already.',
                where=f"waves[{place}].set.{name}",
                why="A constant never replaces what a file says.",
                remedy="Give the constant another name.",
            )
        dtype = "str" if isinstance(value, str) else "float64"
        constants[name] = pd.Series(value, index=raw.frame.index, dtype=dtype)
    if not constants:
        return raw
    return replace(raw, frame=pd.concat([raw.frame, pd.DataFrame(constants)], axis=1))


def _waves(
    file: WaveFile,
    raw: RawTable,
    design: PanelDesign,
    variables: Sequence[Variable],
) -> tuple[Floats | None, str]:
    """Return the wave of every row, and the column that says it."""
    variable = next((entry for entry in variables if entry.name == design.wave), None)
    column = design.wave if variable is None else variable.column(file.number)
    if file.layout == "wave":
        if file.number is None:
            return None, ""
        told = np.full(len(raw.frame), float(file.number))
        if column in raw.frame:
            _refuse_other_waves(told, file, raw, column)
        return told, column
    if column not in raw.frame:
        raise DocumentError(
            f'{file.source} has no column "{column}" that says the wave.',
            where="panel.wave",
            remedy=nearest(column, [str(name) for name in raw.frame.columns]),
        )
    recode = {} if variable is None else variable.recodes(None)
    reading = Reading(design.wave, column, "number", recode=recode)
    cells = raw.frame[column]
    read = read_column(cells, reading, decimal=raw.decimal, thousands=raw.thousands).cells
    waves = read.to_numpy(dtype=np.float64)
    if np.isnan(waves).any():
        raise DataError(
            f"The wave is missing or no number in {_rows(np.isnan(waves))} of {file.source}.",
            where=f"{file.source}, {rows_named(raw.rows[np.isnan(waves)])}, column {column}",
            why="The wave has to be a number in every row.",
            remedy=f'Fill it in the file, or give numbers with recode for "{design.wave}".',
        )
    return waves, column


def _refuse_other_waves(told: Floats, file: WaveFile, raw: RawTable, column: str) -> None:
    said = numbers(raw.frame[column], decimal=raw.decimal, thousands=raw.thousands)
    other = ~np.isnan(said) & (said != told)
    if other.any():
        raise DataError(
            f"{file.source} says another wave than the document in {_rows(other)}.",
            where=f"{file.source}, {rows_named(raw.rows[other])}, column {column}",
            remedy='Correct the number, or say layout = "long" if the file holds all waves.',
        )


def _rows(mask: npt.NDArray[np.bool_]) -> str:
    return several(int(mask.sum()), "row")


def rows_named(rows: npt.NDArray[np.int64]) -> str:
    """Return rows in words, the first few by number: ``rows 3, 8 and 12 more``.

    Parameters
    ----------
    rows : ndarray of int64
        Rows of a file, counted from 1.
    """
    shown = [str(row) for row in rows[:_SHOWN_ROWS].tolist()]
    if len(rows) == 1:
        return f"row {shown[0]}"
    if len(rows) > _SHOWN_ROWS:
        return f"rows {', '.join(shown)} and {len(rows) - _SHOWN_ROWS} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def _renamed(
    place: int,
    file: WaveFile,
    columns: Sequence[str],
    *,
    design: PanelDesign,
    variables: Sequence[Variable],
    date: str | None,
) -> dict[str, str]:
    """Return new names of the columns that the entry itself names, by column."""
    found = {}
    asked = file.person or design.person
    if asked is not None and design.person is not None:
        column = _find(asked, columns, variables, file.number)
        if column is not None:
            found[column] = design.person
        elif file.table == "child":
            _refuse(file, asked, f"waves[{place}].person", columns)
    if file.date is not None and date is not None:
        column = _find(file.date, columns, variables, file.number)
        if column is None:
            _refuse(file, file.date, f"waves[{place}].date", columns)
        elif file.table == "child":
            found[column] = date
    return {column: name for column, name in found.items() if column != name}


def _find(
    asked: str, columns: Sequence[str], variables: Sequence[Variable], wave: float | None
) -> str | None:
    """Return the file's column for a name of the file or of the codebook."""
    if asked in columns:
        return asked
    own = [v.column(wave) for v in variables if v.name == asked and v.column(wave) in columns]
    return own[0] if own else None


def _refuse(file: WaveFile, asked: str, where: str, columns: Sequence[str]) -> None:
    what = f'{file.source} has no column "{asked}".'
    raise DocumentError(what, where=where, remedy=nearest(asked, columns))
