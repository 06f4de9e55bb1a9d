"""A regression discontinuity: means by score on both sides of the cut-off, and their lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.models.result import Estimate
from studytool.report.cutoff_words import END, cutoff_words
from studytool.report.figure import Figure
from studytool.report.labels import variable_label
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import model_counts, model_findings, model_notes, outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.table import Cell
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.models.result import AroundCutoff, ModelResult, Side
    from studytool.report.figure import Data
    from studytool.survey.panel import Panel

    Point = Mapping[str, Cell]

_COLUMNS = ("model", "running", "part", "side", "label", "score", "value", "low", "high", "n")
_SHOWN = "means of people of like scores, and a line on each side"
_ADJUSTED = (
    "Points and lines hold nothing else fixed; the estimate does, so that it is not the distance "
    "between the lines."
)


class CutoffChart(ChartSpec):
    """Means of people of like scores, a line on each side, and the jump at the cut-off."""

    called: ClassVar[str] = "Cut-off"
    kind: Literal["cutoff"] = "cutoff"
    model: str = Field(description="Regression discontinuity that is drawn.")
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def draw(self, material: Material) -> Figure:
        """Collect one row a bin, two a line, and one for the jump.

        Raises
        ------
        DocumentError
            If the model is no regression discontinuity.
        """
        pair = material.models[self.model]
        result, panel = pair[1], material.panel
        around = _around(self, result)
        score = variable_label(panel.codebook, around.running)
        running = Cell(value=score, unit="text")
        data = tuple({**row, "running": running} for row in _rows(self, panel, result, around))
        title, unit_line = outcome_lines(panel, [replace(result, shown=())])
        tell = cutoff_words(self.title, title, score, around.cutoff)
        caption, alt_text = tell(data)
        findings = model_findings([pair])
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=_COLUMNS,
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=f"{unit_line}; {_SHOWN}" if unit_line else _SHOWN[:1].upper() + _SHOWN[1:],
            notes=(
                *((_ADJUSTED,) if around.adjusted else ()),
                *model_notes(panel, [pair]),
                *finding_notes(findings),
            ),
            findings=findings,
            counts=model_counts(panel, [pair]),
        )


def _around(chart: CutoffChart, result: ModelResult) -> AroundCutoff:
    if result.around is None:
        raise DocumentError(
            f'"{chart.model}" is no regression discontinuity, so there is no cut-off to draw.',
            where="model",
            remedy='Name a model of kind "rd", or draw kind = "coefficients".',
        )
    return result.around


def _rows(
    chart: CutoffChart, panel: Panel, result: ModelResult, around: AroundCutoff
) -> Iterator[Point]:
    term = result.shown[0]
    count, base = term_behind(panel, result, term)
    shape = Cell(decimals=chart.decimals, count=count, base=base)
    sides = (("below", around.below), ("above", around.above))
    nobody = panel.design.design == "groups"
    for name, side in sides:
        yield from _bins(result, name, side, Cell(decimals=chart.decimals), nobody=nobody)
    for name, side in sides:
        yield from _line(result, name, side, shape, around.cutoff, nobody=nobody)
    yield _jump(result, term, shape, around.cutoff)


def _bins(
    result: ModelResult, name: str, side: Side, shape: Cell, *, nobody: bool
) -> Iterator[Point]:
    for place, one in enumerate(side.bins, start=1):
        count = None if nobody else float(one.fewer)
        cell = replace(shape, count=count)
        everyone = None if nobody else float(one.people)
        yield {
            **_texts(result, "mean", _called(side), f"scores {name} the cut-off, part {place}"),
            "score": replace(cell, value=one.score),
            "value": replace(cell, value=one.mean),
            "low": Cell(),
            "high": Cell(),
            "n": Cell(value=float(one.people), unit="count", decimals=0, count=everyone),
        }


def _line(
    result: ModelResult, name: str, side: Side, shape: Cell, cutoff: float, *, nobody: bool
) -> Iterator[Point]:
    """Yield both ends; the far one lies at a bin, and is hidden with it."""
    people = {one.score: float(one.people) for one in side.bins}
    for score, fitted in side.line:
        near = score == cutoff
        behind = [count for count in (shape.count, people.get(score)) if count is not None]
        cell = shape if near or nobody else replace(shape, count=min(behind), base=None)
        yield {
            **_texts(result, "line", _called(side), f"line {name}, {END if near else 'far end'}"),
            "score": replace(cell, value=score),
            "value": replace(cell, value=fitted),
            **dict.fromkeys(("low", "high", "n"), Cell()),
        }


def _jump(result: ModelResult, term: str, shape: Cell, cutoff: float) -> Point:
    found = result.estimates[term]
    numbers = (
        {n: replace(shape, value=v) for n, v in _interval(found)}
        if isinstance(found, Estimate)
        else dict.fromkeys(("value", "low", "high"), Cell(reason="not estimable"))
    )
    return {
        **_texts(result, "jump", "jump", "jump at the cut-off"),
        "score": Cell(value=cutoff, decimals=shape.decimals),
        **numbers,
        "n": Cell(),
    }


def _interval(found: Estimate) -> tuple[tuple[str, float], ...]:
    return (("value", found.estimate), ("low", found.low), ("high", found.high))


def _called(side: Side) -> str:
    return "treated" if side.treated else "others"


def _texts(result: ModelResult, part: str, side: str, label: str) -> dict[str, Cell]:
    texts = {"model": result.name, "part": part, "side": side, "label": label}
    return {column: Cell(value=text, unit="text") for column, text in texts.items()}


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.cutoff_paint import paint_cutoff

    paint_cutoff(data, canvas)
