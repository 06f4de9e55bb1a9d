"""Table: cells that hold numbers, not text; formatting happens at the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from studytool.core.counted import Counted
    from studytool.core.findings import Finding

Unit = Literal["text", "number", "percent", "count", "p", "money"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    value : float, str or None
        The number at full precision, or a text; None where there is none.
    unit : {"text", "number", "percent", "count", "p", "money"}
        How a writer shows it; a percent is held as a share between 0 and 1.
    decimals : int
        Decimals shown.
    low, high : float or None
        Interval. A cell without `value` shows its interval; a cell with one shows the value.
    std_error : float or None
        Standard error of an estimate; the workbook shows it beside the value.
    count, base : float or None
        People behind a share or a count, for the suppression of small cells.
    reason : str
        Why there is no value ("not estimable", "hidden"); shown in its place. Without value,
        interval and reason a cell shows an en dash: not in this model.
    source : str
        Result the number comes from, such as ``visits.visited.estimate``.
    currency : str
        For money, such as "R".
    """

    value: float | str | None = None
    unit: Unit = "number"
    decimals: int = 2
    low: float | None = None
    high: float | None = None
    std_error: float | None = None
    count: float | None = None
    base: float | None = None
    reason: str = ""
    source: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its head and its cells, one a column.

    Attributes
    ----------
    head : str
        What the row is about.
    cells : tuple of Cell
        As many as the table has columns.
    role : {"body", "lead", "count", "group"}
        Lead rows are set in bold, counts stand below a hairline, a group row heads those below.
    key : mapping-like tuple of (str, str)
        What the row stands for, such as (("variable", "harsh_discipline"),), for `[[released]]`.
    adds_to, total_of : tuple of str
        Names of the sums this row is a part of, and of those it is the total of: what a hidden
        cell could be recalculated from. Empty where nothing adds up.
    known : bool
        Whether other tables show its counts too, so that hiding them here would protect nobody.
    """

    head: str
    cells: tuple[Cell, ...]
    role: Literal["body", "lead", "count", "group"] = "body"
    key: tuple[tuple[str, str], ...] = ()
    adds_to: tuple[str, ...] = ()
    total_of: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the head that spans it and its neighbours, and what it stands for.

    Attributes
    ----------
    head, span : str
        Its own head, and the head it shares with its neighbours.
    key : tuple of (str, str)
        What the column stands for, such as (("wave", "3"),), for `[[released]]`.
    adds_to, total_of : tuple of str
        As for rows.
    """

    head: str
    span: str = ""
    key: tuple[tuple[str, str], ...] = ()
    adds_to: tuple[str, ...] = ()
    total_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it will be printed.

    Attributes
    ----------
    name, kind : str
        As asked in the document.
    caption : str
        Title above it, without "Table 2.".
    unit_line : str
        Small line under the title, such as "Percent of valid answers".
    stub : str
        Head of the first column.
    columns : tuple of Column
        Columns after the first.
    rows : tuple of Row
        Rows in order.
    notes : tuple of str
        Under the table: interval, standard error, clusters, sample, findings.
    findings : tuple of Finding
        Findings of the shown results.
    counts : tuple of Counted
        Numbers of people that `notes` tell beside the findings.
    """

    name: str
    kind: str
    caption: str
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit_line: str = ""
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[Counted, ...] = ()
