"""Amounts and value for money in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.numbers import shown
from studytool.report.table import Cell

if TYPE_CHECKING:
    from studytool.core.units import Money


def money_cell(money: Money, *, source: str = "", decimals: int = 0) -> Cell:
    """Return an amount as a cell."""
    return Cell(money.amount, unit="money", decimals=decimals, currency=money.sign, source=source)


def rand(money: Money) -> str:
    """Return an amount as a reader sees it, without cents, such as "R3,716"."""
    return shown(money_cell(money))
