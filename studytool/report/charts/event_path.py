"""The path of an event study: how the treated stand against the others wave by wave."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.models.result import Estimate
from studytool.report.behind import people_behind
from studytool.report.event_words import event_words, moment
from studytool.report.figure import Figure
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import model_counts, model_findings, model_notes, outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.numbers import p_value
from studytool.report.table import Cell
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.models.result import EventPath, ModelResult
    from studytool.report.figure import Data
    from studytool.survey.panel import Panel

_COLUMNS = (
    *("model", "term", "time", "label", "role"),
    *("estimate", "std_error", "low", "high", "p", "n"),
)
_BAND = ("band_low", "band_high")


class EventPathChart(ChartSpec):
    """The terms of an event study in order, each with its interval, the reference at zero.

    Where the result has bands that hold for all terms at once, they stand around the intervals.
    """

    called: ClassVar[str] = "Event path"
    kind: Literal["event_path"] = "event_path"
    model: str = Field(description="Event study that is drawn.")
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def draw(self, material: Material) -> Figure:
        """Collect one row a wave before and after the start.

        Raises
        ------
        DocumentError
            If the model is no event study.
        """
        pair = material.models[self.model]
        result = pair[1]
        path = _path(self, result)
        _, unit_line = outcome_lines(material.panel, [result])
        title, _ = outcome_lines(material.panel, [replace(result, shown=())])
        data = tuple(
            _data_row(self, material.panel, result, path, place) for place in range(len(path.times))
        )
        tell = event_words(self.title, title)
        caption, alt_text = tell(data)
        level = f"difference from the reference, {100 * result.level:g} % intervals"
        level += " within bands for all waves at once" if result.bands else ""
        findings = model_findings([pair])
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=(*_COLUMNS, *_BAND) if result.bands else _COLUMNS,
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=f"{unit_line}; {level}" if unit_line else level[:1].upper() + level[1:],
            notes=(*_notes(result), *model_notes(material.panel, [pair]), *finding_notes(findings)),
            findings=findings,
            counts=model_counts(material.panel, [pair]),
        )


def _path(chart: EventPathChart, result: ModelResult) -> EventPath:
    if result.path is None:
        raise DocumentError(
            f'"{chart.model}" is no event study, so there is no path to draw.',
            where="model",
            remedy='Name a model of kind "event_study", or draw kind = "coefficients".',
        )
    return result.path


def _data_row(
    chart: EventPathChart, panel: Panel, result: ModelResult, path: EventPath, place: int
) -> Mapping[str, Cell]:
    time, treated = path.times[place], float(path.people[place])
    people = people_behind(panel, result)
    count = None if people is None else treated
    behind, base = term_behind(panel, result, path.terms[place])
    shape = Cell(decimals=chart.decimals, count=behind, base=base)
    role = "reference" if time in path.references else "before" if time < 0 else "after"
    texts = {
        "model": result.name,
        "term": path.terms[place],
        "label": moment(time, path.binned, path.times),
        "role": role,
    }
    return {
        **{column: Cell(value=text, unit="text") for column, text in texts.items()},
        "time": Cell(value=float(time), decimals=0),
        **_numbers(result, path.terms[place], role, shape),
        **_band(result, path.terms[place], role, shape),
        "n": Cell(value=treated, unit="count", decimals=0, count=count),
    }


def _numbers(result: ModelResult, term: str, role: str, shape: Cell) -> dict[str, Cell]:
    names = ("estimate", "std_error", "low", "high", "p")
    found = result.estimates[term]
    if role == "reference":
        fixed = {name: Cell(reason="the reference") for name in names}
        return {**fixed, "estimate": Cell(value=0.0, decimals=shape.decimals)}
    if not isinstance(found, Estimate):
        return dict.fromkeys(names, Cell(reason=f"not estimable: {found.reason}"))
    return {
        name: replace(shape, value=number, unit="p" if name == "p" else "number")
        if math.isfinite(number := getattr(found, name))
        else replace(shape, reason="not available")
        for name in names
    }


def _band(result: ModelResult, term: str, role: str, shape: Cell) -> dict[str, Cell]:
    """Return the ends of the band at a term; the reference has none."""
    bands = result.bands
    if bands is None:
        return {}
    if role == "reference" or term not in bands.low:
        return dict.fromkeys(_BAND, Cell(reason="no band"))
    ends = (bands.low[term], bands.high[term])
    return {name: replace(shape, value=end) for name, end in zip(_BAND, ends, strict=True)}


def _notes(result: ModelResult) -> tuple[str, ...]:
    """Return how far the bands hold, and what the waves before say together."""
    return (*_band_notes(result), *_joint_notes(result))


def _band_notes(result: ModelResult) -> tuple[str, ...]:
    bands = result.bands
    if bands is None:
        return ()
    thick = f"Thick lines: {100 * result.level:g} % intervals, each for its own wave."
    thin = f"bands that hold for all waves at once with {100 * bands.level:g} %"
    drawn = f"{bands.draws:,} draws (seed {bands.seed})"
    return (f"{thick} Thin lines with caps: {thin}, from {drawn}.",)


def _joint_notes(result: ModelResult) -> tuple[str, ...]:
    test = result.tests.get("pre_trends")
    if test is None or test.p is None:
        return ()
    told = p_value(test.p)
    told = told if told[0] in "<>" else f"= {told}"
    return (
        f"All waves before the start together differ from the reference with p {told}.",
        "With few people a path that bends can go unseen.",
    )


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.event_path_paint import paint_event_path

    paint_event_path(data, canvas)
