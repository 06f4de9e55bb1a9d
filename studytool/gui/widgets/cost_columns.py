"""Columns of the cost sheet: what a cell shows, how it is typed, how it is read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.gui.money_edits import file_of
from studytool.gui.readings import reading_of
from studytool.report.numbers import fixed
from studytool.roi.cost import CostItem

if TYPE_CHECKING:
    from studytool.roi.cost import Line


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    field : str
        Of the line.
    head : str
        Words above it.
    width : int
        Pixels it needs at least; 0 for the one that takes what is left.
    number : bool
        Whether it holds numbers.
    """

    field: str
    head: str
    width: int
    number: bool

    @property
    def typed(self) -> bool:
        """Whether a person types it; the amount is computed."""
        return self.field != "amount"


COLUMNS = (
    Column("ingredient", "Ingredient", 0, number=False),
    Column("quantity", "Quantity", 62, number=True),
    Column("unit", "Unit", 60, number=False),
    Column("unit_price", "Price", 74, number=True),
    Column("shared", "Share %", 60, number=True),
    Column("amount", "Amount", 62, number=True),
)


def read(column: Column, text: str) -> object:
    """Return the value a text stands for in a column.

    Raises
    ------
    ValueError
        If it cannot be one; says what to type.
    """
    value = reading_of(column.field, CostItem.model_fields[column.field]).read(text)
    if column.field == "ingredient" and not value:
        raise ValueError("Type what was used.")
    return value


def told(line: Line) -> str:
    """Return everything a line says that has no column, in one sentence."""
    where = f"{line.place}: " if file_of(line) else ""
    parts = [line.category, line.programme, line.phase, "donated" if line.donated else ""]
    parts += [f"paid by {line.payer}" if line.payer else "", line.source, line.certainty]
    return f"{where}{line.ingredient}. {', '.join(part for part in parts if part)}"


def counted_as(line: Line, *, counts: bool) -> str:
    """Return why a line does not count; empty where it does."""
    if counts:
        return ""
    research = line.phase == "research-only"
    return "Of the research: not counted." if research else "Of another programme: not counted."


def shown(line: Line, column: Column) -> str:
    """Return what a cell shows."""
    if column.field == "amount":
        return fixed(line.amount.amount, 0)
    value = getattr(line, column.field)
    if column.field == "unit_price":
        return fixed(value, 2)
    if column.number:
        return fixed(value, 0 if float(value).is_integer() else 2)
    return str(value)


def typed_as(line: Line, column: Column) -> str:
    """Return what a cell holds when it is opened for typing."""
    if column.field == "amount":
        return ""
    value = getattr(line, column.field)
    if column.number:
        return str(int(value)) if float(value).is_integer() else str(value)
    return str(value)


def spoken(line: Line, column: Column) -> str:
    """Return what is read out of a cell."""
    origin = f", read from {line.place}" if file_of(line) else ""
    return f"{column.head}: {shown(line, column)}{origin}"
