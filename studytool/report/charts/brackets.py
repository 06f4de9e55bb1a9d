"""A sensitivity analysis as brackets: the interval of each line against no effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.findings import by_weight
from studytool.report.figure import Figure
from studytool.report.labels import model_label
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import outcome_lines
from studytool.report.notes import finding_notes, sentence
from studytool.report.numbers import HARD_SPACE, interval, shown
from studytool.report.sensitivity_cells import line_cell, sensitivity_of
from studytool.report.table import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.sensitivity.result import Line, SensitivityResult

_NUMBERS = ("estimate", "low", "high", "p")
_COLUMNS = ("line", "label", "role", *_NUMBERS)


class BracketChart(ChartSpec):
    """The interval of the model as estimated, and what becomes of it line by line."""

    called: ClassVar[str] = "Brackets"
    kind: Literal["brackets"] = "brackets"
    sensitivity: str = Field(
        title="Sensitivity analysis", description="Sensitivity analysis that is drawn."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.sensitivity,)

    def draw(self, material: Material) -> Figure:
        """Collect one row a line.

        Raises
        ------
        DocumentError
            If there is no such analysis.
        """
        spec, result = sensitivity_of(material, self.sensitivity)
        model, fitted = material.models[result.model]
        data = tuple(_data_row(material, result, line, self.decimals) for line in result.lines)
        tell = _words(self.title or f"{spec.title or spec.in_words()}: {model_label(model)}")
        caption, alt_text = tell(data)
        findings = by_weight(result.findings)
        unit_line = outcome_lines(material.panel, [fitted])[1]
        level = f"{100 * result.level:g} % intervals"
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=_COLUMNS,
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=f"{unit_line}. {level}" if unit_line else f"Estimates with {level}",
            notes=(
                result.statement,
                sentence(result.method),
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _data_row(
    material: Material, result: SensitivityResult, line: Line, decimals: int
) -> Mapping[str, Cell]:
    texts = {"line": line.name, "label": line.label, "role": line.role}
    return {
        **{name: Cell(value=text, unit="text") for name, text in texts.items()},
        **{
            name: replace(line_cell(material, result, line, name), decimals=decimals)
            for name in _NUMBERS
        },
    }


def _words(title: str) -> Callable[[Data], tuple[str, str]]:
    def tell(data: Data) -> tuple[str, str]:
        start = "Brackets against a dashed line at zero, one a line. "
        return title, start + " ".join(_sentence(row) for row in data)

    return tell


def _sentence(row: Mapping[str, Cell]) -> str:
    label = str(row["label"].value)
    parts = [shown(row["estimate"])] if row["estimate"].value is not None else []
    if row["low"].value is not None and row["high"].value is not None:
        parts.append(f"interval {interval(shown(row['low']), shown(row['high']))}")
    told = ", ".join(parts) or row["low"].reason or row["estimate"].reason or "no value"
    return f"{label}: {told}.".replace(HARD_SPACE, " ")


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.bracket_paint import paint_brackets

    paint_brackets(data, canvas)
