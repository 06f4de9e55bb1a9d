"""The order of the live report: tables, charts, headings and notes as a person arranged them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ReportItem(Spec):
    """One entry of ``[[report]]``: a table, a chart, a heading or a note."""

    table: str = Field(default="", description="Name of a table.")
    chart: str = Field(default="", description="Name of a chart.")
    heading: str = Field(default="", description="A heading typed between results.")
    note: str = Field(default="", description="A note typed between results.")
    hidden: bool = Field(default=False, description="Kept, but not shown in the report.")

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(map(bool, (self.table, self.chart, self.heading, self.note))) != 1:
            raise PydanticCustomError(
                "report_item", "An entry of the report is one table, chart, heading or note."
            )
        return self

    def shows(self) -> tuple[str, ...]:
        """Return the name of the table or chart it shows."""
        return tuple(name for name in (self.table, self.chart) if name)


def outline(
    items: Sequence[ReportItem], tables: Iterable[str], charts: Iterable[str]
) -> tuple[ReportItem, ...]:
    """Return the whole report in order: as arranged, then what nobody has placed yet.

    Parameters
    ----------
    items : sequence of ReportItem
        What a person arranged.
    tables, charts : iterable of str
        Names of all tables and charts there are.

    Returns
    -------
    tuple of ReportItem
        Entries whose table or chart no longer exists are left out.
    """
    there = [*(ReportItem(table=name) for name in tables)]
    there += [ReportItem(chart=name) for name in charts]
    known = {(item.table, item.chart) for item in there}
    placed = [item for item in items if not item.shows() or (item.table, item.chart) in known]
    taken = {(item.table, item.chart) for item in placed}
    return (*placed, *(item for item in there if (item.table, item.chart) not in taken))
