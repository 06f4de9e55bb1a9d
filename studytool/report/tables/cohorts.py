"""Effects by cohort and wave: what each group of starters shows at each wave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.findings import by_weight
from studytool.models.result import Estimate
from studytool.report.labels import model_label, people_label
from studytool.report.material import Material, TableSpec
from studytool.report.model_notes import model_counts, model_notes, outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.table import Cell, Column, Row, Table
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from studytool.models.by_cohort import CohortCells
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

_SUM = "sample"


class CohortTable(TableSpec):
    """The effect for every cohort at every wave, and how many people began when."""

    called: ClassVar[str] = "Effects by cohort and wave"
    kind: Literal["cohorts"] = "cohorts"
    model: str = Field(description="Model of treatment that begins at several waves.")
    show: Literal["interval", "std_error"] = Field(
        default="interval", description="What stands below an effect."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def lay_out(self, material: Material) -> Table:
        """Lay out two rows a cohort, the effects and how sure they are.

        Raises
        ------
        DocumentError
            If the model has no effects by cohort.
        """
        pair = material.models[self.model]
        spec, result = pair
        found = _cohorts(self, result)
        findings = by_weight(result.findings)
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or f"Effects by cohort and wave: {model_label(spec)}",
            stub="First treated wave",
            columns=_columns(found, people_label(material.panel)),
            rows=_rows(self, material.panel, result, found),
            unit_line=outcome_lines(material.panel, [result])[1],
            notes=(
                _told(self, result),
                *model_notes(material.panel, [pair]),
                *finding_notes(findings),
            ),
            findings=findings,
            counts=model_counts(material.panel, [pair]),
        )


def _cohorts(table: CohortTable, result: ModelResult) -> CohortCells:
    if result.cohorts is None:
        raise DocumentError(
            f'"{table.model}" has no effects by cohort and wave.',
            where="model",
            remedy="Name a model of treatment that begins at several waves, such as one of kind "
            '"callaway_santanna".',
        )
    return result.cohorts


def _told(table: CohortTable, result: ModelResult) -> str:
    below = (
        f"{100 * result.level:g} % intervals, each for its own effect,"
        if table.show == "interval"
        else "Standard errors"
    )
    return f"{below} stand below the effects. A dash: no effect for this cohort at this wave."


def _columns(found: CohortCells, people: str) -> tuple[Column, ...]:
    return (
        Column(people, key=(("column", "people"),)),
        *(Column(f"{wave:g}", span="Wave", key=(("wave", f"{wave:g}"),)) for wave in found.waves),
    )


def _rows(
    table: CohortTable, panel: Panel, result: ModelResult, found: CohortCells
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for cohort, people in zip(found.cohorts, found.people, strict=True):
        effects = [
            _effect(panel, result, found.terms.get((cohort, wave)), people, table.decimals)
            for wave in found.waves
        ]
        key = (("cohort", f"{cohort:g}"),)
        blank = Cell(value="", unit="text")
        below = (_below(cell, table.show) for cell in effects)
        began = (_people(panel, people), *effects)
        rows.append(Row(f"{cohort:g}", began, "lead", key, adds_to=(_SUM,)))
        rows.append(Row("", (blank, *below), key=(*key, ("below", table.show))))
    return (*rows, *_counts(panel, result, found))


def _counts(panel: Panel, result: ModelResult, found: CohortCells) -> tuple[Row, ...]:
    """Return who was never treated and all of the sample, where the cohorts add up to it."""
    blanks = (Cell(value="", unit="text"),) * len(found.waves)

    def row(head: str, people: int, name: str, **sums: tuple[str, ...]) -> Row:
        cells = (_people(panel, people), *blanks)
        return Row(head, cells, "count", (("cohort", name),), known=name == "all", **sums)

    never = [row("Never treated", found.never, "never", adds_to=(_SUM,))] if found.never else []
    if sum(found.people) + found.never != result.n_people:
        return tuple(never)
    return (*never, row("In the sample", result.n_people, "all", total_of=(_SUM,)))


def _people(panel: Panel, people: int) -> Cell:
    told = panel.design.design != "groups"
    return Cell(people, "count", 0, count=float(people) if told else None)


def _effect(
    panel: Panel, result: ModelResult, term: str | None, people: int, decimals: int
) -> Cell:
    """Return the effect of a cohort at a wave; the people of the cohort stand behind it."""
    estimate = None if term is None else result.estimates.get(term)
    if term is None or estimate is None:
        return Cell()
    if not isinstance(estimate, Estimate):
        return Cell(reason="not estimable")
    behind, base = term_behind(panel, result, term)
    told = panel.design.design != "groups"
    few = min(float(people), behind if behind is not None else float(people)) if told else None
    return Cell(
        value=estimate.estimate,
        decimals=decimals,
        low=estimate.low,
        high=estimate.high,
        std_error=estimate.std_error,
        count=few,
        base=base if few == behind else None,
        source=f"{result.name}.{term}.estimate",
    )


def _below(cell: Cell, show: str) -> Cell:
    """Return what stands below an effect; nothing below one that is not there."""
    if cell.value is None:
        return Cell(value="", unit="text")
    if show == "interval":
        return replace(cell, value=None, std_error=None, source="")
    return replace(cell, value=cell.std_error, low=None, high=None, std_error=None, source="")
