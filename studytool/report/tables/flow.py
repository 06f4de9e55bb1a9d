"""Why this N: from all rows to the rows of a model, reason by reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.report.labels import model_label, people_label
from studytool.report.material import Material, TableSpec
from studytool.report.table import Cell, Column, Row, Table
from studytool.survey.conditions import CHOSEN_BY_ID, in_words

if TYPE_CHECKING:
    from studytool.models.result import SampleFlow

_SUM = "flow"


class FlowTable(TableSpec):
    """The way from all rows to the estimation sample of one model."""

    called: ClassVar[str] = "Way to the sample"
    kind: Literal["flow"] = "flow"
    model: str = Field(description="Model whose sample is explained.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def lay_out(self, material: Material) -> Table:
        """Lay the flow out: one row a reason."""
        spec, result = material.models[self.model]
        people = people_label(material.panel)
        grouped = material.panel.design.design == "groups"
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or f"Why this N? {model_label(spec)}",
            stub="",
            columns=(
                Column("Rows", key=(("column", "rows"),)),
                Column(people, key=(("column", "people"),)),
            ),
            rows=_rows(result.flow, in_words(spec.where, material.panel), told=not grouped),
            notes=(
                f"{people} leave with their last row; a row leaves once, for the first reason.",
            ),
        )


def _rows(flow: SampleFlow, where: str, *, told: bool) -> tuple[Row, ...]:
    outside = "not chosen by ID" if where == CHOSEN_BY_ID else f"outside {where}"
    first = Row(
        head="In the data",
        cells=_cells(flow.rows, flow.people, told=told),
        key=(("step", "all"),),
        total_of=(_SUM,),
        known=True,
    )
    leaving = (
        Row(
            head=f"Left: {outside if step.reason == 'where' else step.reason}",
            cells=_cells(step.rows, step.people, told=told),
            key=(("step", step.reason),),
            adds_to=(_SUM,),
        )
        for step in flow.steps
    )
    last = Row(
        head="In the estimation sample",
        cells=_cells(flow.used_rows, flow.used_people, told=told),
        role="count",
        key=(("step", "used"),),
        adds_to=(_SUM,),
        known=True,
    )
    if not flow.singletons:
        return (first, *leaving, last)
    alone = Row(
        head="Of these, alone in an effect: no information on the estimate",
        cells=(*_cells(flow.singletons, 0, told=told)[:1], Cell(value="", unit="text")),
        role="count",
        key=(("step", "singletons"),),
    )
    return (first, *leaving, last, alone)


def _cells(rows: int, people: int, *, told: bool) -> tuple[Cell, Cell]:
    """Return the two counts; rows tell of people too, at most as many as there are rows."""
    behind_rows = min(rows, people) or rows
    return (
        Cell(value=rows, unit="count", decimals=0, count=behind_rows if told else None),
        Cell(value=people, unit="count", decimals=0, count=people if told else None),
    )
