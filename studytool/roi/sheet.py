"""Cost sheets: files with one ingredient a row, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import DataError
from studytool.core.spec import nearest
from studytool.roi.cost import PHASES, CostItem
from studytool.survey.cell_formats import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.intake.raw import RawTable
    from studytool.roi.cost import CostSheet

_NUMBERS = ("quantity", "unit_price", "price_year", "shared")
_NEEDED = ("ingredient", "quantity", "unit_price")
_TEXTS = ("programme", "category", "ingredient", "unit", "currency", "payer", "source", "certainty")
_YES = {"1", "yes", "true", "y", "donated"}
_NO = {"", "0", "no", "false", "n"}
_MOST_SHARED = 100
_YEARS = (1900, 2100)
_A_YEAR = "Write the year of the price in four digits."
_A_PERCENT = "Write the percent that served the programme, from 0 to 100."


def items_of(sheet: CostSheet, raw: RawTable) -> list[tuple[CostItem, str]]:
    """Return the ingredients on a cost sheet, each with file and row.

    Parameters
    ----------
    sheet : CostSheet
        What is asked of the file.
    raw : RawTable
        The file. Columns are known by the names of CostItem's fields, whatever the case.

    Returns
    -------
    list of (CostItem, str)
        In the order of the file; rows without anything in them are passed over.

    Raises
    ------
    DataError
        If a column is missing, or an amount is empty, unreadable or negative; says file, row
        and column, never the amount.
    """
    columns = {str(name).strip().lower().replace(" ", "_"): name for name in raw.frame.columns}
    _refuse_missing_columns(sheet, raw, columns)
    found = []
    for position, row in enumerate(raw.frame.to_dict("records")):
        cells = {name: row[column] for name, column in columns.items()}
        if all(_text(value) == "" for value in cells.values()):
            continue
        reader = _Row(raw, int(raw.rows[position]), cells)
        item = _item(sheet, reader)
        if sheet.programme in {"", item.programme}:
            found.append((item, reader.place()))
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the file: its number there and its cells by column."""

    raw: RawTable
    number_in_file: int
    cells: Mapping[str, object]

    def place(self, column: str = "") -> str:
        """Return file, row and column."""
        place = f"{self.raw.source}, row {self.number_in_file}"
        return f"{place}, column {column}" if column else place

    def text(self, column: str) -> str:
        """Return the cell as text, empty where it is missing."""
        return _text(self.cells.get(column))

    def number(self, column: str, *, default: float | None = None) -> float:
        """Return the cell as a number that is not negative."""
        value = self.cells.get(column)
        text = _text(value)
        if text == "" and default is not None:
            return float(default)
        number = float(value) if isinstance(value, float) else self._parsed(text)
        if number is None or not 0 <= number < float("inf"):
            raise self.complaint(column, "is not an amount" if text else "is empty")
        return number

    def _parsed(self, text: str) -> float | None:
        cell = pd.Series([text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")], dtype="str")
        (value,) = numbers(cell, decimal=self.raw.decimal, thousands=self.raw.thousands)
        return None if np.isnan(value) else float(value)

    def complaint(self, column: str, what: str, remedy: str = "") -> DataError:
        """Return the error for a cell."""
        return DataError(
            f"A cell of the cost sheet {what}.",
            where=self.place(column),
            remedy=remedy
            or (
                "Write a plain number that is not negative."
                if column in _NUMBERS
                else "Correct the cell."
            ),
        )


def _item(sheet: CostSheet, row: _Row) -> CostItem:
    year = row.number("price_year", default=sheet.price_year)
    shared = row.number("shared", default=_MOST_SHARED)
    if not (_YEARS[0] <= year <= _YEARS[1] and year.is_integer()):
        raise row.complaint("price_year", "is not a year", _A_YEAR)
    if shared > _MOST_SHARED:
        raise row.complaint("shared", "is over 100 percent", _A_PERCENT)
    if not row.text("ingredient"):
        raise row.complaint("ingredient", "is empty")
    phase = row.text("phase").lower() or "recurrent"
    if phase not in PHASES:
        raise row.complaint("phase", f"is none of {', '.join(PHASES)}")
    donated = row.text("donated").lower().removesuffix(".0")
    if donated not in _YES | _NO:
        raise row.complaint("donated", "is neither 1 nor 0")
    texts = {name: text for name in _TEXTS if (text := row.text(name))}
    return CostItem.model_validate(
        {"currency": sheet.currency or "ZAR"}
        | texts
        | {
            "quantity": row.number("quantity"),
            "unit_price": row.number("unit_price"),
            "price_year": int(year),
            "shared": shared,
            "donated": donated in _YES,
            "phase": phase,
        }
    )


def _refuse_missing_columns(sheet: CostSheet, raw: RawTable, columns: dict[str, object]) -> None:
    needed = list(_NEEDED)
    if sheet.price_year is None:
        needed.append("price_year")
    if not sheet.currency:
        needed.append("currency")
    for name in needed:
        if name not in columns:
            raise DataError(
                f'The cost sheet {raw.source} has no column "{name}".',
                where=raw.source,
                remedy=nearest(name, [str(column) for column in columns]),
            )


def _text(value: object) -> str:
    return "" if value is None or bool(pd.isna(value)) else str(value).strip()
