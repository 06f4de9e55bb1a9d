"""Amounts and value for money in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.numbers import fixed, shown
from studytool.report.table import Cell

if TYPE_CHECKING:
    from studytool.core.units import Money
    from studytool.models.result import ModelResult
    from studytool.roi.cost import Ledger
    from studytool.roi.returns import Roi

_INVERTED = (
    "Costs are taken as known, so the interval of the cost per case is the effect's, inverted"
    " (Fieller)."
)


def money_cell(money: Money, *, source: str = "", decimals: int = 0) -> Cell:
    """Return an amount as a cell."""
    return Cell(money.amount, unit="money", decimals=decimals, currency=money.sign, source=source)


def rand(money: Money) -> str:
    """Return an amount as a reader sees it, without cents, such as "R3,716"."""
    return shown(money_cell(money))


def returns_notes(roi: Roi, ledger: Ledger, result: ModelResult, reached: str) -> tuple[str, ...]:
    """Return what value for money rests on, one plain sentence each.

    Parameters
    ----------
    roi : Roi
        What was asked.
    ledger : Ledger
        What it cost.
    result : ModelResult
        The model the effect comes from.
    reached : str
        How those reached were counted.
    """
    level = f"{100 * result.level:g} %"
    against = f", against {roi.comparator}" if roi.comparator else ""
    lasting = f" The effect is taken to last {_years(roi.horizon)}." if roi.horizon else ""
    return (
        f"Perspective: {roi.perspective}{against}; {_prices(ledger)}.{lasting}",
        f"Reached: {reached}.",
        f"Intervals ({level}): {result.convention}.",
        _INVERTED,
    )


def _prices(ledger: Ledger) -> str:
    return f"prices of {ledger.total.price_year} ({ledger.total.currency}), not discounted"


def _years(number: float) -> str:
    text = fixed(number, 0 if float(number).is_integer() else 1)
    return f"{text} year" if number == 1 else f"{text} years"
