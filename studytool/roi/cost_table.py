"""What it cost, heading by heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.table import Cell, Column, Row, Table
from studytool.roi.returns_cells import returns_table
from studytool.roi.wording import money_cell

if TYPE_CHECKING:
    from studytool.core.units import Money
    from studytool.roi.cost import Ledger
    from studytool.roi.returns import Returns

_EMPTY = Cell(value="", unit="text")


def cost_table(ledger: Ledger) -> Table:
    """Return the sums of a ledger by category, with what is start-up, donated and left out.

    Parameters
    ----------
    ledger : Ledger
        What it cost.
    """
    body = [
        _row(part.name, part.amount, part.share, source=f"costs.{part.name}")
        for part in ledger.categories
    ]
    whole = 1.0 if ledger.total.amount else None
    total = _row("Total", ledger.total, whole, source="costs.total", role="lead")
    below = [
        _row(f"of which {part.name}", part.amount, part.share, source=f"costs.{part.name}")
        for part in ledger.phases
    ]
    if ledger.donated.amount:
        share = ledger.donated.amount / ledger.total.amount
        below.append(_row("of which donated", ledger.donated, share, source="costs.donated"))
    return Table(
        name="costs",
        kind="costs",
        caption="What it cost",
        stub="",
        columns=(Column("Amount"), Column("Share")),
        rows=(*body, total, *below),
        unit_line=f"{ledger.total.currency}, prices of {ledger.total.price_year}",
        notes=tuple(finding.message for finding in ledger.findings),
        findings=ledger.findings,
    )


def _row(head: str, money: Money, share: float | None, *, source: str, role: str = "body") -> Row:
    part = _EMPTY if share is None else Cell(share, unit="percent", decimals=0, source=source)
    cells = (money_cell(money, source=source), part)
    return Row(head=head, cells=cells, role="lead" if role == "lead" else "body")


def money_tables(ledger: Ledger | None, returns: Returns | None) -> dict[str, Table]:
    """Return the tables that a study with costs has without asking: ``costs`` and ``returns``.

    Parameters
    ----------
    ledger : Ledger or None
        What it cost, where the study says so.
    returns : Returns or None
        Value for money, where the study asks for it; its own part of the ledger is shown.

    Returns
    -------
    dict of str to Table
        By the name that a brief's blocks use.
    """
    if returns is not None:
        return {"returns": returns_table(returns), "costs": cost_table(returns.ledger)}
    return {} if ledger is None else {"costs": cost_table(ledger)}
