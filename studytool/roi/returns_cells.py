"""Value for money as cells: numbers for the brief's text and a table for its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.core.units import Money
from studytool.models.result import NotAvailable
from studytool.report.notes import sentence
from studytool.report.numbers import shown
from studytool.report.table import Cell, Column, Row, Table
from studytool.roi.wording import money_cell

if TYPE_CHECKING:
    from studytool.roi.returns import MoneyRange, Range, Returns

_POINTS = 100
_EMPTY = Cell(value="", unit="text")


def returns_cells(returns: Returns) -> dict[str, Cell]:
    """Return every number of `returns` by the name a brief's text gives it, such as ``roi.cost``.

    Parameters
    ----------
    returns : Returns
        Value for money.
    """
    people = returns.reached
    # cost, effect and reached give each other away: what is made of them tells of all their people
    behind = min(people, returns.behind)
    cells = {
        "roi.cost": money_cell(returns.cost),
        "roi.donated": money_cell(returns.ledger.donated),
        "roi.research": money_cell(returns.ledger.research_total),
        "roi.reached": Cell(people, unit="count", decimals=0, count=people),
        "roi.families": replace(_or_reason(returns.families), count=_known(returns.families)),
        "roi.per_person": replace(money_cell(returns.per_person), base=people),
        "roi.per_family": replace(_or_reason(returns.per_family), base=_known(returns.families)),
        "roi.threshold": _or_reason(returns.threshold),
        "roi.break_even": replace(_or_reason(returns.break_even), base=behind),
        "roi.price_year": Cell(str(returns.cost.price_year), unit="text"),
        **_range("roi.risk_difference", returns.risk_difference, Cell(base=returns.behind)),
        **_range("roi.cases_averted", returns.averted, Cell(decimals=1, base=behind)),
        **_per_case(returns, behind),
    }
    return {name: replace(cell, source=name) for name, cell in cells.items()}


def returns_table(returns: Returns) -> Table:
    """Return cost and effect side by side, each with its interval.

    Parameters
    ----------
    returns : Returns
        Value for money.
    """
    cells = returns_cells(returns)
    one = {"Children": "child", "Groups": "group"}.get(returns.people, "person")
    averted = "averted" if returns.better == "lower" else "gained"
    applied = [found for found in returns.findings if found.code == "reached_differs"]
    change = "Change in the share of cases, percentage points"
    rows = [
        _row(f"{returns.people} reached", cells["roi.reached"]),
        _row("Families reached", cells["roi.families"]) if cells["roi.families"].count else None,
        _row("Cost", cells["roi.cost"]),
        _row("of which donated", cells["roi.donated"]) if returns.ledger.donated.amount else None,
        _row(f"Cost per {one}", cells["roi.per_person"]),
        _row("Cost per family", cells["roi.per_family"]) if cells["roi.families"].count else None,
        _ranged(change, *_in_points(cells, "roi.risk_difference")),
        _ranged(
            f"Cases {averted}",
            cells["roi.cases_averted"],
            cells["roi.cases_averted.interval"],
        ),
        _per_case_row(f"Cost per case {averted}", returns, cells),
        _break_even_row(returns, cells),
    ]
    return Table(
        name="returns",
        kind="returns",
        caption="Value for money",
        stub="",
        columns=(Column("Estimate"), Column(f"{100 * returns.level:g} % interval")),
        rows=tuple(row for row in rows if row is not None),
        unit_line=f"A case: {returns.case}; money in {returns.cost.currency}, prices of"
        f" {returns.cost.price_year}",
        notes=(
            *returns.notes,
            *(sentence(found.message) for found in applied),
            *(finding.message for finding in returns.ledger.findings),
        ),
        findings=returns.findings,
        counts=tuple(counted for found in applied for counted in found.counts),
    )


def _known(number: float | NotAvailable) -> float | None:
    return None if isinstance(number, NotAvailable) else number


def _or_reason(value: float | Money | NotAvailable) -> Cell:
    if isinstance(value, NotAvailable):
        return Cell(reason=value.reason)
    if isinstance(value, Money):
        return money_cell(value)
    whole = float(value).is_integer()
    return Cell(value, unit="count" if whole else "number", decimals=0 if whole else 2)


def _range(name: str, made: Range, look: Cell) -> dict[str, Cell]:
    return {
        name: replace(look, value=made.value),
        f"{name}.low": replace(look, value=made.low),
        f"{name}.high": replace(look, value=made.high),
        f"{name}.interval": replace(look, low=made.low, high=made.high),
    }


def _per_case(returns: Returns, behind: float) -> dict[str, Cell]:
    name, made = "roi.cost_per_case", returns.per_case
    fields = ("", ".low", ".high", ".interval")
    if isinstance(made, NotAvailable):
        return {name + field: Cell(reason=made.reason) for field in fields}
    amounts = {"": made.value, ".low": made.low, ".high": made.high}
    cells = {name + end: replace(money_cell(money), base=behind) for end, money in amounts.items()}
    return cells | {f"{name}.interval": _money_interval(made, behind)}


def _money_interval(made: MoneyRange, behind: float) -> Cell:
    low, high = made.low.amount, made.high.amount
    empty = replace(money_cell(made.value), value=None)
    return replace(empty, low=low, high=high, base=behind)


def _row(head: str, cell: Cell, interval: Cell = _EMPTY) -> Row:
    return Row(head=head, cells=(cell, interval), key=(("number", cell.source),))


def _ranged(head: str, cell: Cell, interval: Cell) -> Row:
    return _row(head, cell, interval)


def _in_points(cells: dict[str, Cell], name: str) -> tuple[Cell, Cell]:
    """Return a difference of shares and its interval, times 100."""

    def times(value: float | str | None) -> float | None:
        return value * _POINTS if isinstance(value, (int, float)) else None

    both = []
    for cell in (cells[name], cells[f"{name}.interval"]):
        value, low, high = times(cell.value), times(cell.low), times(cell.high)
        both.append(replace(cell, value=value, low=low, high=high, decimals=1))
    return both[0], both[1]


def _per_case_row(head: str, returns: Returns, cells: dict[str, Cell]) -> Row:
    cell = cells["roi.cost_per_case"]
    if not isinstance(returns.per_case, NotAvailable):
        return _row(head, cell, cells["roi.cost_per_case.interval"])
    what, _, why = returns.per_case.reason.partition(": ")
    return _row(head, replace(cell, reason=what), Cell(reason=why))


def _break_even_row(returns: Returns, cells: dict[str, Cell]) -> Row | None:
    even = cells["roi.break_even"]
    if isinstance(returns.break_even, NotAvailable):
        return None
    head = f"Change at which a case costs {shown(cells['roi.threshold'])}, percentage points"
    return _row(head, replace(even, value=returns.break_even * _POINTS, decimals=1))
