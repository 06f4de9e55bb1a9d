"""The specification curve: every combination of choices, sorted, with what was chosen below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.findings import by_weight
from studytool.report.figure import Figure
from studytool.report.labels import model_label
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import outcome_lines
from studytool.report.notes import finding_notes, sentence
from studytool.report.numbers import HARD_SPACE, shown
from studytool.report.sensitivity_cells import line_cell, sensitivity_of
from studytool.report.table import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.sensitivity.result import Line, SensitivityResult

_NUMBERS = ("estimate", "low", "high", "p")


class SpecificationCurveChart(ChartSpec):
    """Estimates of every specification in order of size, and the choices behind each."""

    called: ClassVar[str] = "Specification curve"
    kind: Literal["specification_curve"] = "specification_curve"
    sensitivity: str = Field(
        title="Sensitivity analysis", description="Specification curve that is drawn."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.sensitivity,)

    def draw(self, material: Material) -> Figure:
        """Collect one row a specification.

        Raises
        ------
        DocumentError
            If there is no such analysis, or it chooses nothing.
        """
        spec, result = sensitivity_of(material, self.sensitivity)
        lines = [line for line in result.lines if line.choices]
        if not lines:
            raise DocumentError(
                f'"{self.sensitivity}" is no specification curve.',
                where="sensitivity",
                remedy='Draw it by kind = "brackets".',
            )
        model, fitted = material.models[result.model]
        chosen = tuple(dict.fromkeys(name for line in lines for name, _ in line.choices))
        data = tuple(
            _data_row(material, result, line, chosen, self.decimals)
            for line in sorted(lines, key=_size)
        )
        tell = _words(self.title or f"{spec.title or spec.in_words()}: {model_label(model)}")
        caption, alt_text = tell(data)
        findings = by_weight(result.findings)
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=("line", "role", *_NUMBERS, *chosen),
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=outcome_lines(material.panel, [fitted])[1],
            notes=(
                result.statement,
                sentence(result.method),
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _size(line: Line) -> tuple[float, str]:
    return (float("inf") if line.estimate is None else line.estimate), line.name


def _data_row(
    material: Material,
    result: SensitivityResult,
    line: Line,
    chosen: tuple[str, ...],
    decimals: int,
) -> Mapping[str, Cell]:
    choices = dict(line.choices)
    texts = {"line": line.name, "role": line.role}
    return {
        **{name: Cell(value=text, unit="text") for name, text in texts.items()},
        **{
            name: replace(line_cell(material, result, line, name), decimals=decimals)
            for name in _NUMBERS
        },
        **{name: Cell(value=choices.get(name, ""), unit="text") for name in chosen},
    }


def _words(title: str) -> Callable[[Data], tuple[str, str]]:
    def tell(data: Data) -> tuple[str, str]:
        known = [row["estimate"] for row in data if row["estimate"].value is not None]
        text = f"{len(data)} specifications as points in order of size, choices below."
        if known:
            text += f" From {shown(known[0])} to {shown(known[-1])}."
        return title, text.replace(HARD_SPACE, " ")

    return tell


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.specification_paint import paint_specifications

    paint_specifications(data, canvas)
