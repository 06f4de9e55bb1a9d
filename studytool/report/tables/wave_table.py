"""Shares, means or counts by wave: waves across, variables and groups down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from studytool.core.errors import DocumentError
from studytool.report.material import Material, TableSpec
from studytool.report.notes import finding_notes, sentence
from studytool.report.table import Cell, Column, Row, Table
from studytool.report.wave_points import WavePoint, interval_level, statistic_of, wave_points
from studytool.report.wave_sums import Sums, sums_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.describe.analysis import Description

_ABOUT_INTERVALS = re.compile(r"[\d.]+ ?% intervals:")
_EMPTY = Cell(reason="no interviews")
_HEADS = {"percent": "%", "mean": "Mean", "count": "Count"}
_UNITS = {"percent": "Percent of valid answers", "mean": "Means", "count": "Counts"}


class WaveTable(TableSpec):
    """What was answered in each wave."""

    called: ClassVar[str] = "Wave table"
    kind: Literal["wave_table"] = "wave_table"
    analysis: str = Field(default="", description="Analysis it shows.")
    analyses: tuple[str, ...] = Field(
        default=(), description="Several analyses, one below the other."
    )
    show_n: bool = Field(default=True, description="Whether the valid answers are counted.")
    show_interval: bool = Field(default=False, description="Whether intervals are shown.")
    decimals: int | None = Field(
        default=None, ge=0, le=6, description="Decimals; none for percents, one for means."
    )

    @model_validator(mode="after")
    def _one_or_several(self) -> WaveTable:
        if bool(self.analysis) == bool(self.analyses):
            message = "name the analysis it shows, or several in analyses"
            raise ValueError(message)
        return self

    def uses(self) -> tuple[str, ...]:
        """Return the names of its analyses."""
        return self.analyses or (self.analysis,)

    def lay_out(self, material: Material) -> Table:
        """Lay the analyses out, one below the other."""
        described = {name: material.analyses[name][1] for name in self.uses()}
        points = [point for name in self.uses() for point in _points(self, material, name)]
        waves = _waves(points)
        statistics = list(dict.fromkeys(point.statistic for point in points))
        findings = tuple(found for each in described.values() for found in each.findings)
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or next(iter(described.values())).title,
            stub="",
            columns=_columns(self, waves, statistics, _interval_head(self, material)),
            rows=_rows(self, described, points, waves),
            unit_line=_unit_line(self, material, statistics),
            notes=_notes(self, described, findings),
            findings=findings,
            counts=tuple(told for each in described.values() for told in each.counts),
        )


def _points(table: WaveTable, material: Material, name: str) -> tuple[WavePoint, ...]:
    analysis, description = material.analyses[name]
    if "wave_label" not in description.columns:
        raise DocumentError(
            f'"{name}" is not described by wave.',
            where=f'tables "{table.name}"',
            why="A wave table shows analyses of the kind wave_table.",
        )
    statistic = statistic_of(analysis, description)
    decimals = getattr(analysis, "decimals", None) if table.decimals is None else table.decimals
    return wave_points(
        description,
        analysis=name,
        statistic=statistic,
        decimals=decimals,
        codebook=material.panel.codebook,
    )


def _interval_head(table: WaveTable, material: Material) -> str:
    levels = {interval_level(material.analyses[name][0]) for name in table.uses()}
    return f"{levels.pop()} interval" if len(levels) == 1 else "Interval"


def _unit_line(table: WaveTable, material: Material, statistics: Sequence[str]) -> str:
    if len(statistics) != 1:
        return ""
    units = {getattr(material.analyses[name][0], "unit", "person") for name in table.uses()}
    if statistics[0] != "count" or len(units) != 1:
        return _UNITS[statistics[0]]
    unit = units.pop()
    return f"Counts of {'people' if unit == 'person' else unit + 's'}"


def _waves(points: Sequence[WavePoint]) -> dict[str, str]:
    """Return wave to label, in order of the wave."""
    found = {point.wave: (point.order, point.wave_label) for point in points}
    return {wave: label for wave, (_, label) in sorted(found.items(), key=lambda item: item[1][0])}


def _columns(
    table: WaveTable, waves: dict[str, str], statistics: Sequence[str], interval_head: str
) -> tuple[Column, ...]:
    head = _HEADS[statistics[0]] if len(statistics) == 1 else "Value"
    parts = [("value", head)]
    parts += [("interval", interval_head)] if table.show_interval else []
    parts += [("n", "n")] if table.show_n else []
    if len(parts) == 1:
        return tuple(Column(label, key=_wave_key(wave, label)) for wave, label in waves.items())
    return tuple(
        Column(text, span=label, key=(*_wave_key(wave, label), ("column", part)))
        for wave, label in waves.items()
        for part, text in parts
    )


def _wave_key(wave: str, label: str) -> tuple[tuple[str, str], ...]:
    return (("wave", wave), ("wave_label", label))


def _rows(
    table: WaveTable,
    described: dict[str, Description],
    points: Sequence[WavePoint],
    waves: dict[str, str],
) -> tuple[Row, ...]:
    rows: list[Row] = []
    sums = sums_of(points)
    stacked = len(described) > 1
    for name, description in described.items():
        own = [point for point in points if point.analysis == name]
        if stacked:
            rows.append(_heading(description.title or name, table, waves))
        for variable in dict.fromkeys(point.variable for point in own):
            group = [point for point in own if point.variable == variable]
            rows += _variable_rows(table, group, waves, sums, stacked=stacked)
    return tuple(rows)


def _variable_rows(
    table: WaveTable,
    points: Sequence[WavePoint],
    waves: dict[str, str],
    sums: Sums,
    *,
    stacked: bool,
) -> list[Row]:
    groups = list(dict.fromkeys(point.group_label for point in points))
    under_heading = len(groups) > 1 and not stacked
    rows = [_heading(points[0].label, table, waves)] if under_heading else []
    for group in groups:
        own = {point.wave: point for point in points if point.group_label == group}
        first = next(iter(own.values()))
        rows.append(
            Row(
                head=first.group_name if under_heading else first.head,
                cells=tuple(cell for wave in waves for cell in _cells(table, own.get(wave))),
                key=first.key,
                adds_to=sums.parts.get(first.key, ()),
                total_of=sums.totals.get(first.key, ()),
            )
        )
    return rows


def _cells(table: WaveTable, point: WavePoint | None) -> tuple[Cell, ...]:
    if point is None:
        return (_EMPTY, *(Cell() for _ in range(table.show_interval + table.show_n)))
    cells = [point.cell]
    cells += [point.interval_cell] if table.show_interval else []
    cells += [point.n_cell] if table.show_n else []
    return tuple(cells)


def _heading(text: str, table: WaveTable, waves: dict[str, str]) -> Row:
    width = len(waves) * (1 + table.show_interval + table.show_n)
    return Row(head=text, cells=(Cell(value="", unit="text"),) * width, role="group")


def _notes(
    table: WaveTable, described: dict[str, Description], findings: Sequence[Finding]
) -> tuple[str, ...]:
    lines = [
        sentence(note)
        for each in described.values()
        for note in each.notes
        if table.show_interval or not _ABOUT_INTERVALS.match(note)
    ]
    if table.show_n:
        lines.append("n: valid answers.")
    return tuple(dict.fromkeys((*lines, *finding_notes(findings))))
