"""ExposureLog: dated contacts as they count, row by row of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.expression import Expression, keep, parse
from studytool.core.spec import nearest
from studytool.exposure.row_findings import counted
from studytool.survey.cell_formats import dates, ids, numbers, texts

if TYPE_CHECKING:
    from studytool.core.findings import Finding
    from studytool.exposure.rule import Exposure
    from studytool.intake.raw import RawTable

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]

_EARLIEST = np.datetime64("1990-01-01")
_YEARS_AFTER = 2
_YES = ("1", "1.0", "yes", "y", "true")


@dataclass(frozen=True, slots=True)
class ExposureLog:
    """A log of contacts, one row each.

    Attributes
    ----------
    ids : Series of str, shape (m,)
        Whom a row concerns; missing where the cell is empty.
    dates : ndarray of datetime64[D], shape (m,)
        When; NaT where there is no date, or an unreadable or impossible one.
    amounts : ndarray of float64, shape (m,)
        How much; 1 where no amount is asked for, missing where it cannot be read.
    kept : ndarray of bool, shape (m,)
        Rows that count: `where` is true and, where asked for, the row is confirmed.
    findings : tuple of Finding
        What could not be read, by file, row and column.
    """

    ids: pd.Series
    dates: Days
    amounts: npt.NDArray[np.float64]
    kept: Bools
    findings: tuple[Finding, ...] = ()


def read_log(raw: RawTable, exposure: Exposure, *, key: str, last: np.datetime64) -> ExposureLog:
    """Read a log as the exposure asks for it.

    Parameters
    ----------
    raw : RawTable
        The file.
    exposure : Exposure
        Its columns, date format and condition.
    key : str
        Column of the log with the ID.
    last : datetime64
        The last interview of the study, NaT where there is none; later dates are impossible when
        they are more than two years after it.

    Returns
    -------
    ExposureLog
        As many rows as the file.

    Raises
    ------
    DocumentError
        If a column does not exist, or `where` cannot be computed.
    """
    amount = [exposure.amount] if exposure.amount else []
    confirmed = [exposure.confirmation()] if exposure.confirmation() else []
    for column in (key, exposure.date, *amount, *confirmed):
        _require(column, raw)
    kept, noticed = _condition(raw, exposure)
    days, undated = _days(raw, exposure, last)
    amounts, unread = _amounts(raw, exposure.amount)
    if confirmed:
        answers = texts(raw.frame[confirmed[0]]).str.lower()
        kept &= answers.isin(_YES).to_numpy(dtype=bool)
    odd = (*_repeated(raw), *_negative(raw, amounts, exposure.amount))
    findings = (*undated, *unread, *noticed, *odd)
    return ExposureLog(ids(raw.frame[key]), days, amounts, kept, findings=findings)


def _repeated(raw: RawTable) -> tuple[Finding, ...]:
    """Return the finding about rows that repeat an earlier row in every column."""
    return counted(
        raw,
        raw.frame.duplicated().to_numpy(),
        code="contacts_repeated",
        level="warning",
        message="{rows} repeat an earlier row in every column; each counts.",
        remedy="Take out what was entered twice.",
    )


def _negative(raw: RawTable, amounts: Floats, column: str | None) -> tuple[Finding, ...]:
    """Return the finding about amounts below nought."""
    if column is None:
        return ()
    return counted(
        raw,
        amounts < 0,
        code="amounts_negative",
        level="warning",
        message="In {rows} the amount is below 0; it is added as it stands.",
        remedy="Correct the amount in the log.",
        column=column,
    )


def _require(column: str, raw: RawTable) -> None:
    if column not in raw.frame.columns:
        raise DocumentError(
            f'There is no column "{column}" in {raw.source}.',
            remedy=nearest(column, [str(name) for name in raw.frame.columns]),
        )


def _days(
    raw: RawTable, exposure: Exposure, last: np.datetime64
) -> tuple[Days, tuple[Finding, ...]]:
    """Return the dates that can be, and what is wrong with the others."""
    cells = raw.frame[exposure.date]
    read = dates(cells, exposure.date_format).to_numpy().astype("datetime64[D]")
    latest = np.datetime64("today") if np.isnat(last) else last
    latest = latest.astype("datetime64[D]") + np.timedelta64(_YEARS_AFTER * 365 + 1, "D")
    impossible = (read < _EARLIEST) | (read > latest)
    empty = texts(cells).isna().to_numpy()
    unreadable = np.isnat(read) & ~empty
    remedy = "Correct the date in the log; until then the rows count for nobody."
    form = exposure.date_format or "as in 2021-03-31"
    findings = (
        *counted(
            raw,
            impossible,
            code="dates_impossible",
            level="warning",
            message="In {rows} the date lies before 1990 or two years after the last interview.",
            remedy=remedy,
            column=exposure.date,
        ),
        *counted(
            raw,
            unreadable,
            code="cells_unreadable",
            level="warning",
            message=f"In {{rows}} the date cannot be read ({form}).",
            remedy="Correct the date, or say with date_format how dates are written.",
            column=exposure.date,
        ),
        *counted(
            raw,
            empty,
            code="dates_missing",
            level="note",
            message="In {rows} there is no date.",
            remedy=remedy,
            column=exposure.date,
        ),
    )
    return np.where(impossible, np.datetime64("NaT"), read), findings


def _amounts(
    raw: RawTable, column: str | None
) -> tuple[npt.NDArray[np.float64], tuple[Finding, ...]]:
    if column is None:
        return np.ones(len(raw.frame)), ()
    amounts = numbers(raw.frame[column], decimal=raw.decimal, thousands=raw.thousands)
    return amounts, counted(
        raw,
        np.isnan(amounts),
        code="amounts_missing",
        level="note",
        message="In {rows} no amount can be read; sums they belong to are missing.",
        column=column,
    )


def _condition(raw: RawTable, exposure: Exposure) -> tuple[Bools, tuple[Finding, ...]]:
    """Return the rows for which `where` is true, and what it could not read."""
    n_rows = len(raw.frame)
    if not exposure.where.strip():
        return np.ones(n_rows, dtype=bool), ()
    expression = parse(exposure.where)
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    for name in expression.names():
        _require(name, raw)
        columns[name] = _read_for(expression, name, raw, exposure)
        filled = ~texts(raw.frame[name]).isna().to_numpy()
        findings += counted(
            raw,
            filled & columns[name].isna().to_numpy(),
            code="cells_unreadable",
            level="warning",
            message="In {rows} a cell that the condition needs is no number; they do not count.",
            column=name,
        )
    return keep(expression, columns, n_rows=n_rows), tuple(findings)


def _read_for(expression: Expression, name: str, raw: RawTable, exposure: Exposure) -> pd.Series:
    """Return a column as the condition needs it: dates, texts where it says so, or numbers."""
    cells = raw.frame[name]
    if name == exposure.date:
        return dates(cells, exposure.date_format)
    if name in expression.text_names():
        return texts(cells)
    read = numbers(cells, decimal=raw.decimal, thousands=raw.thousands)
    written = texts(cells)
    if np.isnan(read).all() and bool(written.notna().any()):
        return written
    return pd.Series(read, index=cells.index)
