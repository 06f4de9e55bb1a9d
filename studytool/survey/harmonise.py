"""Differences between files found and evened out: names, codes and values, as the codebook says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.survey.cell_formats import plain_number
from studytool.survey.codebook import Variable, wave_name
from studytool.survey.typed import DECLARED, Reading, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.intake.raw import RawTable
    from studytool.survey.design import PanelDesign
    from studytool.survey.wave import WaveFile


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of one file and the variable it becomes.

    Attributes
    ----------
    name, column : str
        Name in the panel and in the file.
    variable : Variable or None
        Its entry in the codebook.
    waves : tuple of float or None
        Waves of the file whose rows it serves; None for all rows.
    wave : float or None
        A wave whose recodes and missing codes hold for these rows.
    """

    name: str
    column: str
    variable: Variable | None
    waves: tuple[float, ...] | None
    wave: float | None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose columns have found their variables.

    Attributes
    ----------
    place : int
        Place of its entry in ``[[waves]]``.
    file : WaveFile
        The entry.
    raw : RawTable
        What the file said, its constants among the columns.
    waves : ndarray of float64, shape (n,), or None
        Wave of every row; None where the rows hold in every wave.
    uses : tuple of ColumnUse
        In the order of the codebook, then of the file.
    """

    place: int
    file: WaveFile
    raw: RawTable
    waves: npt.NDArray[np.float64] | None
    uses: tuple[ColumnUse, ...]

    @property
    def source(self) -> str:
        """Name of the file in messages."""
        return self.raw.source or self.file.source

    def rows_of(self, use: ColumnUse) -> npt.NDArray[np.bool_] | None:
        """Return which rows `use` serves; None for all."""
        if use.waves is None or self.waves is None:
            return None
        return np.isin(self.waves, use.waves)


def column_uses(
    file: WaveFile,
    columns: Sequence[str],
    *,
    waves: Sequence[float | None],
    variables: Sequence[Variable],
    renamed: Mapping[str, str],
    place: int,
) -> tuple[ColumnUse, ...]:
    """Return what each column of a file becomes.

    Parameters
    ----------
    file : WaveFile
        The file's entry.
    columns : sequence of str
        Columns of the file, the wave's left out.
    waves : sequence of float or None
        Waves that occur in it; None for a table that holds in every wave.
    variables : sequence of Variable
        The codebook.
    renamed : mapping of column to name
        New names of columns that the file's entry itself names.
    place : int
        Place of the file's entry.

    Returns
    -------
    tuple of ColumnUse
        A column in the codebook serves each variable that names it; others serve themselves.

    Raises
    ------
    DocumentError
        If two columns of the file become one variable.
    """
    uses: list[ColumnUse] = []
    for variable in variables:
        if variable.table in {None, file.table}:
            uses += _uses_of(variable, columns, waves)
    taken = {use.column for use in uses}
    by_variable = {use.name for use in uses}
    for column in columns:
        name = renamed.get(column, column)
        if column not in taken or (column in renamed and name not in by_variable):
            uses.append(ColumnUse(name, column, None, None, waves[0]))
    _refuse_two(uses, file, place)
    return tuple(uses)


def _uses_of(
    variable: Variable, columns: Sequence[str], waves: Sequence[float | None]
) -> list[ColumnUse]:
    """Return the uses of one variable: one for each way in which the waves of a file write it."""
    ways: dict[str, list[float | None]] = {}
    for wave in waves:
        codes = (variable.column(wave), variable.recodes(wave), variable.missing_codes(wave))
        ways.setdefault(repr(codes), []).append(wave)
    found = []
    for served in ways.values():
        column = variable.column(served[0])
        if column in columns:
            some = tuple(wave for wave in served if wave is not None)
            rows = None if len(ways) == 1 else some
            found.append(ColumnUse(variable.name, column, variable, rows, served[0]))
    return found


def _refuse_two(uses: Sequence[ColumnUse], file: WaveFile, place: int) -> None:
    """Raise an error where a name comes from two entries of the codebook, or of the file."""
    origins: dict[str, dict[object, str]] = {}
    for use in uses:
        origin = use.column if use.variable is None else id(use.variable)
        origins.setdefault(use.name, {})[origin] = use.column
    for name, columns in origins.items():
        if len(columns) > 1:
            listed = " and ".join(f'"{column}"' for column in columns.values())
            raise DocumentError(
                f'Two columns of {file.source} become "{name}": {listed}.',
                where=f"waves[{place}]",
                remedy="Give one of them another name in [[variables]], with name and columns.",
            )


def reading_of(
    use: ColumnUse, raw: RawTable, *, sort: Sort, file: WaveFile, design: PanelDesign
) -> Reading:
    """Return how the cells of a column are to be read.

    Parameters
    ----------
    use : ColumnUse
        The column and its variable.
    raw : RawTable
        The file, with the missing codes it declares.
    sort : {"number", "text", "date", "id"}
        What the cells become.
    file : WaveFile
        The file's entry.
    design : PanelDesign
        With the missing codes of every numeric variable.

    Returns
    -------
    Reading
        Codes of the codebook come before the panel's, the panel's before the file's own.

    Raises
    ------
    DocumentError
        If a recode gives what is a missing code.
    """
    ranges = tuple(raw.missing_ranges.get(use.column, ()))
    missing = _declared(raw, use.column, ranges)
    said = (
        {_code(key): reason for key, reason in design.missing.items()} if sort == "number" else {}
    )
    recode: dict[str, float | str] = {}
    if use.variable is not None:
        said |= {_code(key): text for key, text in use.variable.missing_codes(use.wave).items()}
        recode = use.variable.recodes(use.wave)
    for new in recode.values():
        if _code(str(new)) in said:
            raise DocumentError(
                f'A recode of "{use.name}" gives a value that is a missing code.',
                where=f"recode of {use.name}",
                remedy="List the old value under missing, with its reason, and not under recode.",
            )
    return Reading(
        name=use.name,
        column=use.column,
        sort=sort,
        missing=missing | said,
        ranges=ranges,
        recode=recode,
        date_format=file.date_format,
    )


def _code(text: str) -> str:
    """Return a code in one way of writing, so that ``-99`` and ``-99.0`` are the same."""
    number = plain_number(text)
    return text.strip() if number is None else f"{number:.15g}"


def _declared(raw: RawTable, column: str, ranges: Sequence[tuple[float, float]]) -> dict[str, str]:
    """Return the file's own missing codes; a value label is the reason where there is one."""
    labels = {
        _code(code): label.strip() for code, label in raw.value_labels.get(column, {}).items()
    }
    own = raw.missing.get(column, {})
    codes = {
        _code(code): labels.get(_code(code)) or reason or DECLARED for code, reason in own.items()
    }
    for code, label in labels.items():
        number = plain_number(code)
        if number is not None and any(low <= number <= high for low, high in ranges) and label:
            codes.setdefault(code, label)
    return codes


def refuse_unknown_columns(
    files: Sequence[OpenedFile], variables: Sequence[Variable], *, wave: str
) -> None:
    """Raise an error for a variable of the codebook that no file has.

    Parameters
    ----------
    files : sequence of OpenedFile
        All files.
    variables : sequence of Variable
        The codebook.
    wave : str
        Name of the wave: it is no variable of the panel, and `open_files` has read its column.

    Raises
    ------
    DocumentError
        If a variable's column is in no file, or a column named for a wave is in none of its files.
    """
    uses = [(use, opened) for opened in files for use in opened.uses]
    known = sorted({str(column) for opened in files for column in opened.raw.frame.columns})
    for place, variable in enumerate(variables):
        if variable.name == wave:
            continue
        served = [(use, opened) for use, opened in uses if use.variable is variable]
        if not served:
            _refuse(variable, variable.column(None), place, "", known)
        for told, column in _named_by_wave(variable).items():
            there = [opened for opened in files if told in _waves_in(opened)]
            if there and not any(
                use.column == column and opened in there for use, opened in served
            ):
                _refuse(variable, column, place, f" of wave {told}", known)


def _named_by_wave(variable: Variable) -> dict[str, str]:
    return {} if isinstance(variable.columns, str) else dict(variable.columns)


def _waves_in(opened: OpenedFile) -> set[str]:
    if opened.waves is None:
        return set()
    return {wave_name(wave) for wave in np.unique(opened.waves).tolist()}


def _refuse(variable: Variable, column: str, place: int, wave: str, known: Sequence[str]) -> None:
    raise DocumentError(
        f'No file{wave} has the column "{column}" of the variable "{variable.name}".',
        where=f"variables[{place}].columns",
        remedy=nearest(column, known),
    )
