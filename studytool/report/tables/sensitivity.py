"""A sensitivity analysis line by line: the model as estimated, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.findings import by_weight
from studytool.report.labels import model_label, people_label
from studytool.report.material import Material, TableSpec
from studytool.report.model_notes import outcome_lines
from studytool.report.notes import finding_notes, sentence
from studytool.report.sensitivity_cells import (
    NOT_THERE,
    line_cell,
    measure_cell,
    sensitivity_of,
)
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.spec import SensitivitySpec

_PARTS = ("estimate", "interval", "p", "people")
_BLANK = Cell(value="", unit="text")


class SensitivityTable(TableSpec):
    """The lines of a sensitivity analysis with what they come to."""

    called: ClassVar[str] = "Sensitivity"
    kind: Literal["sensitivity"] = "sensitivity"
    sensitivity: str = Field(
        title="Sensitivity analysis", description="Sensitivity analysis that is shown."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.sensitivity,)

    def lay_out(self, material: Material) -> Table:
        """Lay the lines out, then the numbers that sum them up.

        Raises
        ------
        DocumentError
            If there is no such analysis.
        """
        spec, result = sensitivity_of(material, self.sensitivity)
        findings = by_weight(result.findings)
        parts = [part for part in _PARTS if _told(result, part)]
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or _caption(material, spec, result),
            stub="",
            columns=_columns(material, result, parts),
            rows=(
                *_lines(material, result, parts, self.decimals),
                *_measures(material, result, parts, self.decimals),
            ),
            unit_line=outcome_lines(material.panel, [material.models[result.model][1]])[1],
            notes=(
                result.statement,
                sentence(result.method),
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _caption(material: Material, spec: SensitivitySpec, result: SensitivityResult) -> str:
    return f"{spec.title or spec.in_words()}: {model_label(material.models[result.model][0])}"


def _told(result: SensitivityResult, part: str) -> bool:
    """Tell whether any line has that part."""
    name = "low" if part == "interval" else part
    return any(getattr(line, name) is not None for line in result.lines)


def _columns(material: Material, result: SensitivityResult, parts: list[str]) -> tuple[Column, ...]:
    heads = {
        "estimate": "Estimate",
        "interval": f"{100 * result.level:g} % interval",
        "p": "p",
        "people": people_label(material.panel),
    }
    return tuple(Column(heads[part], key=(("column", part),)) for part in parts)


def _lines(
    material: Material, result: SensitivityResult, parts: list[str], decimals: int
) -> list[Row]:
    rows = []
    for line in result.lines:
        cells = tuple(_printed(line_cell(material, result, line, part), decimals) for part in parts)
        role: Literal["lead", "body"] = "lead" if line.role == "original" else "body"
        rows.append(Row(head=line.label, cells=cells, role=role, key=(("line", line.name),)))
    return rows


def _measures(
    material: Material, result: SensitivityResult, parts: list[str], decimals: int
) -> list[Row]:
    return [
        Row(
            head=result.words.get(name, name),
            cells=(
                _printed(measure_cell(material, result, name), decimals),
                *(_BLANK,) * (len(parts) - 1),
            ),
            role="count",
            key=(("measure", name),),
        )
        for name in result.measures
    ]


def _printed(cell: Cell, decimals: int) -> Cell:
    """Return a cell as it is printed: a dash where a line has no such number by its nature."""
    if cell.value is None and cell.low is None and cell.reason == NOT_THERE:
        return Cell()
    return cell if cell.unit == "count" else replace(cell, decimals=decimals)
