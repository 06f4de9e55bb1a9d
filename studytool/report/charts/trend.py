"""Lines over the waves, each with its interval and its name at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.report.figure import Figure
from studytool.report.labels import variable_label
from studytool.report.material import ChartSpec, Material
from studytool.report.notes import finding_notes, sentence
from studytool.report.table import Cell
from studytool.report.trend_words import trend_words
from studytool.report.wave_points import WavePoint, interval_level, statistic_of, wave_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data

_COLUMNS = (
    *("series", "analysis", "variable", "group", "wave", "wave_label"),
    *("value", "low", "high", "n"),
)
_UNITS = {"percent": "Percent of valid answers", "mean": "Mean", "count": "People"}


class TrendChart(ChartSpec):
    """How answers moved from wave to wave."""

    called: ClassVar[str] = "Trend"
    kind: Literal["trend"] = "trend"
    analysis: str = Field(description="Analysis by wave that is drawn.")
    variables: tuple[str, ...] = Field(
        default=(), description="Variables to draw; all of the analysis where left out."
    )
    groups: tuple[str, ...] = Field(
        default=(), description="Groups to draw; all of the analysis where left out."
    )

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.analysis,)

    def draw(self, material: Material) -> Figure:
        """Collect one line a variable and group."""
        analysis, description = material.analyses[self.analysis]
        statistic = statistic_of(analysis, description)
        points = _chosen(
            self,
            wave_points(
                description,
                analysis=self.analysis,
                statistic=statistic,
                decimals=getattr(analysis, "decimals", None),
                codebook=material.panel.codebook,
            ),
        )
        data = tuple(_data_row(point, name) for point, name in _named(points))
        tell = trend_words(self.title, description.title or self.analysis)
        caption, alt_text = tell(data)
        drawn = any(point.cell.low is not None for point in points)
        bands = f", with {interval_level(analysis)} bands" if drawn else ""
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=_COLUMNS,
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=_measure(material, points, statistic) + bands,
            notes=(
                *(sentence(note) for note in description.notes),
                *finding_notes(description.findings),
            ),
            findings=description.findings,
            counts=description.counts,
        )


def _measure(material: Material, points: Sequence[WavePoint], statistic: str) -> str:
    """Return what the axis shows; one measure is named, several are named by their lines."""
    names = list(dict.fromkeys(point.variable for point in points))
    if len(names) != 1 or statistic == "count":
        return _UNITS[statistic]
    if statistic == "percent":
        return f"{points[0].label}, percent of valid answers"
    label = variable_label(material.panel.codebook, names[0])
    return f"Mean {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"


def _chosen(chart: TrendChart, points: Sequence[WavePoint]) -> list[WavePoint]:
    for wanted, there, field in (
        (chart.variables, [point.variable for point in points], "variables"),
        (chart.groups, [point.group_label for point in points], "groups"),
    ):
        for name in wanted:
            if name not in there:
                raise DocumentError(
                    f'"{chart.analysis}" does not show "{name}".',
                    where=field,
                    remedy=nearest(name, list(dict.fromkeys(there))),
                )
    return [
        point
        for point in points
        if (not chart.variables or point.variable in chart.variables)
        and (point.group_label in chart.groups if chart.groups else True)
    ]


def _named(points: Sequence[WavePoint]) -> list[tuple[WavePoint, str]]:
    """Return each point with the name of its line: what tells the lines apart."""
    variables = {point.variable for point in points}
    groups = {point.group_label for point in points}
    return [
        (
            point,
            point.label
            if len(groups) == 1
            else point.group_name
            if len(variables) == 1
            else f"{point.label}, {point.group_name}",
        )
        for point in points
    ]


def _data_row(point: WavePoint, name: str) -> Mapping[str, Cell]:
    cell = point.cell
    bare = replace(cell, low=None, high=None, source="")
    texts = {
        "series": name,
        "analysis": point.analysis,
        "variable": point.variable,
        "group": point.group_label if point.by else "",
    }
    return {
        **{column: Cell(value=text, unit="text") for column, text in texts.items()},
        "wave": Cell(value=point.order, decimals=0),
        "wave_label": Cell(value=point.wave_label, unit="text"),
        "value": cell,
        "low": replace(bare, value=cell.low),
        "high": replace(bare, value=cell.high),
        "n": point.n_cell,
    }


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.trend_paint import paint_trend

    paint_trend(data, canvas)
