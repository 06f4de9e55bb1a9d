"""Numbers of an analysis of attrition as cells, the same for its table and for running text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.report.table import Cell
from studytool.report.wave_points import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.describe.analysis import Value

    Described = Mapping[str, Value]

_SHARES = ("share", "low", "high", "interval")
_SIDES = ("stayers", "leavers")


def attrition_cell(row: Described, field: str, *, decimals: int = 2) -> Cell:
    """Return one number of a row, with the people behind it.

    Parameters
    ----------
    row : mapping of column to value
        From an analysis of attrition.
    field : str
        A column that holds numbers, or "interval" for both ends.
    decimals : int
        Decimals of means and differences.
    """
    flow = row.get("section") == "flow"
    look = _in_flow(row, field) if flow else replace(_at_first(row, field), decimals=decimals)
    reason = str(row.get("reason") or "not available") if flow else "none"
    if field == "interval":
        low, high = number_of(row.get("low")), number_of(row.get("high"))
        return replace(look, low=low, high=high, reason="" if low is not None else reason)
    value = number_of(row.get(field))
    if look.unit == "count":
        look = replace(look, decimals=0)
    return replace(look, value=value, reason="" if value is not None else reason)


def _in_flow(row: Described, field: str) -> Cell:
    count, base = number_of(row.get("count")), number_of(row.get("n"))
    if field == "n":
        return Cell(unit="count", count=base)
    behind = Cell(unit="count", decimals=0, count=count, base=base)
    return replace(behind, unit="percent") if field in _SHARES else behind


def _at_first(row: Described, field: str) -> Cell:
    """Return who stands behind a number of the comparison at the first wave."""
    what, _, side = field.rpartition("_")
    if (side in _SIDES and what == "n") or field == "n":
        return Cell(unit="count", count=number_of(row.get(field)))
    if side in _SIDES:
        looked_at = _side(row, side)
        return replace(looked_at, unit="count") if what == "yes" else looked_at
    # a difference gives one side away as soon as the other is known
    return min((_side(row, side) for side in _SIDES), key=_fewest)


def _side(row: Described, side: str) -> Cell:
    """Return who stands behind a mean; the yes among them where the answers are only two."""
    yes, base = number_of(row.get(f"yes_{side}")), number_of(row.get(f"n_{side}"))
    return Cell(count=yes, base=base)


def _fewest(side: Cell) -> float:
    """Return the fewest people who can be told apart; nobody stands behind an empty side."""
    base, yes = side.base or 0.0, side.count
    parts = [base] if yes is None else [base, yes, base - yes]
    return min((people for people in parts if people > 0), default=float("inf"))
