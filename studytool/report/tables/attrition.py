"""Who was met at every wave and who left: the flow of people, or how those who left differed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.report.attrition_cells import attrition_cell
from studytool.report.material import Material, TableSpec
from studytool.report.notes import finding_notes, sentence
from studytool.report.table import Cell, Column, Row, Table
from studytool.report.wave_points import interval_level, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.describe.analysis import Value

    Described = dict[str, Value]

_MET, _LOST, _SPLIT = "met", "lost", "split"
_TOTAL_OF = {"first_wave": (_MET, _SPLIT), "lost": (_LOST,)}
_KNOWN = ("first_wave", "all_waves")
_ADDS_TO = {
    "all_waves": (_MET, _SPLIT),
    "left_after": (_MET, _LOST),
    "missed_between": (_MET, _LOST),
    "lost": (_SPLIT,),
}


class AttritionTable(TableSpec):
    """An analysis of attrition: its flow or its comparison at the first wave."""

    called: ClassVar[str] = "Who was followed"
    kind: Literal["attrition"] = "attrition"
    analysis: str = Field(description="Analysis of attrition it shows.")
    section: Literal["flow", "baseline"] = Field(
        default="flow", description="Flow of people, or who left against who stayed."
    )
    show_interval: bool = Field(default=False, description="Whether intervals are shown.")
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals of means.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.analysis,)

    def lay_out(self, material: Material) -> Table:
        """Lay one section of the analysis out."""
        analysis, description = material.analyses[self.analysis]
        if description.kind != "attrition":
            raise DocumentError(
                f'"{self.analysis}" does not describe who left.',
                where="analysis",
                remedy="Name an analysis of the kind attrition.",
            )
        own = [row for row in description.rows if row["section"] == self.section]
        level = f"{interval_level(analysis)} interval"
        flow = self.section == "flow"
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or description.title or "Who was met at every wave",
            stub="",
            columns=_flow_columns(self, own, level) if flow else _baseline_columns(level),
            rows=_flow_rows(self, own) if flow else _baseline_rows(self, own),
            unit_line="Percent of those met at the first wave" if flow else "",
            notes=(
                *(sentence(note) for note in description.notes),
                *finding_notes(description.findings),
            ),
            findings=description.findings,
            counts=description.counts,
        )


def _groups(own: Sequence[Described]) -> list[str]:
    return list(dict.fromkeys(text_of(row["group"]) for row in own))


def _flow_columns(
    table: AttritionTable, own: Sequence[Described], level: str
) -> tuple[Column, ...]:
    parts = [("people", "People"), ("share", "%")]
    parts += [("interval", level)] if table.show_interval else []
    return tuple(
        Column(
            head,
            span={"": "", "all": "All"}.get(group, group),
            key=(*((("group", group),) if group else ()), ("column", part)),
        )
        for group in _groups(own)
        for part, head in parts
    )


def _flow_rows(table: AttritionTable, own: Sequence[Described]) -> tuple[Row, ...]:
    by_step: dict[tuple[str, str], dict[str, Described]] = {}
    for row in own:
        step = (text_of(row["variable"]), text_of(row["wave"]))
        by_step.setdefault(step, {})[text_of(row["group"])] = row
    return tuple(
        Row(
            head=_step_head(next(iter(groups.values()))),
            cells=tuple(
                cell for group in _groups(own) for cell in _flow_cells(table, groups.get(group))
            ),
            key=(("step", code), *((("wave", wave),) if wave else ())),
            adds_to=_ADDS_TO.get(code, ()),
            total_of=_TOTAL_OF.get(code, ()),
            known=code in _KNOWN,
        )
        for (code, wave), groups in by_step.items()
    )


def _step_head(row: Described) -> str:
    wave = text_of(row["wave_label"])
    return f"{text_of(row['label'])}: {wave}" if wave else text_of(row["label"])


def _flow_cells(table: AttritionTable, row: Described | None) -> tuple[Cell, ...]:
    if row is None:
        return (Cell(),) * (2 + table.show_interval)
    parts = ("count", "share", *(["interval"] if table.show_interval else []))
    return tuple(replace(attrition_cell(row, part), reason="") for part in parts)


def _baseline_columns(level: str) -> tuple[Column, ...]:
    heads = (
        *(("Stayed", "Mean", "stayers"), ("Stayed", "n", "n_stayers")),
        *(("Left", "Mean", "leavers"), ("Left", "n", "n_leavers")),
        *(
            ("Left less stayed", "Difference", "difference"),
            ("Left less stayed", level, "interval"),
        ),
        ("Left less stayed", "In SD", "standardised"),
    )
    return tuple(Column(head, span=span, key=(("column", part),)) for span, head, part in heads)


def _baseline_rows(table: AttritionTable, own: Sequence[Described]) -> tuple[Row, ...]:
    return tuple(
        Row(
            head=text_of(row["label"]) or text_of(row["variable"]),
            cells=_baseline_cells(table, row),
            key=(("variable", text_of(row["variable"])),),
        )
        for row in own
    )


def _baseline_cells(table: AttritionTable, row: Described) -> tuple[Cell, ...]:
    parts = (
        *("stayers", "n_stayers", "leavers", "n_leavers"),
        *("difference", "interval", "standardised"),
    )
    return tuple(attrition_cell(row, part, decimals=table.decimals) for part in parts)
