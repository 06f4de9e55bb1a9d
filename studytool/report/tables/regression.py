"""Models side by side: estimates, intervals and p, how many people, and what to mind."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.models.result import NotAvailable
from studytool.report.behind import people_behind
from studytool.report.judgement_notes import judgement_counts, judgement_notes
from studytool.report.labels import level_label, model_label, people_label, term_label
from studytool.report.material import Material, TableSpec
from studytool.report.model_notes import model_counts, model_findings, model_notes, outcome_lines
from studytool.report.notes import finding_notes, sentence
from studytool.report.table import Cell, Column, Row, Table
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

_BLANK = Cell(value="", unit="text")
_SHORT = 30
_PART_HEADS = ("Estimate", "{level} interval", "p")


class RegressionTable(TableSpec):
    """Models side by side, treatments first."""

    called: ClassVar[str] = "Regression table"
    kind: Literal["regression"] = "regression"
    models: tuple[str, ...] = Field(min_length=1, description="Models, left to right.")
    show: Literal["all", "treatments"] = Field(
        default="all", description="All terms, or the treatments alone."
    )
    constant: bool = Field(default=False, description="Whether the constant has a row.")
    tests: bool = Field(
        default=True, description="Whether tests beside the estimates have lines below."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals of estimates and intervals.")

    def uses(self) -> tuple[str, ...]:
        """Return the names of its models."""
        return self.models

    def lay_out(self, material: Material) -> Table:
        """Lay the models out side by side."""
        shown = [material.models[name] for name in self.models]
        results = [result for _, result in shown]
        title, unit_line = outcome_lines(material.panel, results)
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or title,
            stub="",
            columns=_columns(shown),
            rows=(
                *_term_rows(self, material, shown),
                *_count_rows(material, results),
            ),
            unit_line=unit_line,
            notes=(
                *model_notes(material.panel, shown),
                *judgement_notes(material.panel, shown, material.families, tests=self.tests),
                *_long_reasons(self, material, shown),
                *finding_notes(model_findings(shown)),
            ),
            findings=model_findings(shown),
            counts=(
                *model_counts(material.panel, shown),
                *judgement_counts(material.panel, shown),
            ),
        )


def _columns(shown: Sequence[tuple[ModelSpec, ModelResult]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            head=head.format(level=f"{100 * result.level:g} %"),
            span=model_label(spec),
            key=(("model", result.name), ("column", part)),
        )
        for spec, result in shown
        for head, part in zip(_PART_HEADS, ("estimate", "interval", "p"), strict=True)
    )


def _long_reasons(
    table: RegressionTable, material: Material, shown: Sequence[tuple[ModelSpec, ModelResult]]
) -> list[str]:
    """Return why terms are not estimable, where the reason is too long for a cell."""
    return [
        f"{term_label(material.panel, term)}, {model_label(spec)}, not estimable:"
        f" {sentence(found.reason)}"
        for spec, result in shown
        for term, found in result.estimates.items()
        if isinstance(found, NotAvailable)
        and len(found.reason) > _SHORT
        and (table.show == "all" or term in result.shown)
        and term not in _of_cohorts(result)
        and not _is_reference(result, term)
    ]


def _term_rows(
    table: RegressionTable, material: Material, shown: Sequence[tuple[ModelSpec, ModelResult]]
) -> list[Row]:
    constants = {result.name: _constant_of(spec, result) for spec, result in shown}
    results = [result for _, result in shown]
    leads = _lead_terms(results)
    terms = dict.fromkeys(
        term
        for result in results
        for term in result.estimates
        if term not in (*leads, *_of_cohorts(result)) and term != constants[result.name]
    )

    def cells(asked: dict[str, str | None]) -> tuple[Cell, ...]:
        filled = (_term_cells(material.panel, r, asked[r.name], table.decimals) for r in results)
        return tuple(cell for three in filled for cell in three)

    rows = [
        Row(
            head=term_label(material.panel, term),
            cells=cells({name: term if term != own else None for name, own in constants.items()}),
            role="lead" if term in leads else "body",
            key=(("term", term),),
        )
        for term in (*leads, *(terms if table.show == "all" else ()))
    ]
    if table.constant and any(constants.values()):
        key = "(const)" if "const" in (*leads, *terms) else "const"
        rows.append(Row(head="Constant", cells=cells(constants), key=(("term", key),)))
    return rows


def _lead_terms(results: Sequence[ModelResult]) -> list[str]:
    """Return the terms a table leads with; points of paths last, all of them, in their order."""
    paths = [result.path for result in results if result.path is not None]
    points = {
        term: time for path in paths for time, term in zip(path.times, path.terms, strict=True)
    }
    shown = dict.fromkeys(term for result in results for term in result.shown)
    return [
        *(term for term in shown if term not in points),
        *sorted(points, key=points.__getitem__),
    ]


def _of_cohorts(result: ModelResult) -> frozenset[str]:
    """Return the effects by cohort and wave and their means, which are too many for this table."""
    cohorts = result.cohorts
    if cohorts is None:
        return frozenset()
    apart = (f"cohort[{g:g}]" for g in cohorts.cohorts), (f"calendar[{w:g}]" for w in cohorts.waves)
    return frozenset((*cohorts.terms.values(), *(term for terms in apart for term in terms)))


def _is_reference(result: ModelResult, term: str) -> bool:
    """Return whether a term is 0 by construction: what the points of a path differ from."""
    path = result.path
    if path is None or term not in path.terms:
        return False
    return path.times[path.terms.index(term)] in path.references


def _constant_of(spec: ModelSpec, result: ModelResult) -> str | None:
    """Return the name of a model's constant; a column of the data may be called "const" too."""
    name = "(const)" if "const" in spec.needs() else "const"
    return name if name in result.estimates else None


def _term_cells(
    panel: Panel, result: ModelResult, term: str | None, decimals: int
) -> tuple[Cell, Cell, Cell]:
    """Return estimate, interval and p of a term; dashes where the model does not have it."""
    found = None if term is None else result.estimates.get(term)
    if found is None:
        return (Cell(), Cell(), Cell())
    if _is_reference(result, term or ""):
        return (Cell(reason="reference"), Cell(value="0, by construction", unit="text"), _BLANK)
    if isinstance(found, NotAvailable):
        said = found.reason if len(found.reason) <= _SHORT else ""
        return (Cell(reason="not estimable"), Cell(value=said, unit="text"), _BLANK)
    count, base = term_behind(panel, result, term or "")
    shape = Cell(
        decimals=decimals,
        count=count,
        base=base,
        source=f"{result.name}.{term}.estimate",
    )
    gone = replace(shape, reason="not available", source="")
    ends = (found.low, found.high)
    return (
        replace(shape, value=found.estimate, std_error=_finite(found.std_error))
        if math.isfinite(found.estimate)
        else gone,
        replace(gone, low=found.low, high=found.high, reason="")
        if all(map(math.isfinite, ends))
        else gone,
        replace(shape, value=found.p, unit="p", source=f"{result.name}.{term}.p")
        if math.isfinite(found.p)
        else gone,
    )


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _count_rows(material: Material, results: Sequence[ModelResult]) -> list[Row]:
    panel = material.panel
    people = people_label(panel)
    levels = dict.fromkeys(
        level
        for result in results
        for level in result.n_clusters
        if level_label(panel, level) != people
    )
    by_people = {result.name: people_behind(panel, result) for result in results}
    rows = [_count_row(people, "people", results, {r.name: r.n_people for r in results}, by_people)]
    rows += [
        _count_row(
            level_label(panel, level),
            level,
            results,
            {r.name: r.n_clusters[level] for r in results if level in r.n_clusters},
            by_people,
        )
        for level in levels
    ]
    head = f"Rows ({_one(people)} and wave)"
    rows.append(_count_row(head, "rows", results, {r.name: r.n_rows for r in results}, by_people))
    return rows


def _count_row(
    head: str,
    name: str,
    results: Sequence[ModelResult],
    counts: dict[str, int],
    people: dict[str, float | None],
) -> Row:
    cells: list[Cell] = []
    for result in results:
        count = counts.get(result.name)
        first = (
            Cell()
            if count is None
            else Cell(
                value=count,
                unit="count",
                decimals=0,
                count=people[result.name],
                source=f"{result.name}.n_{name}",
            )
        )
        cells += [first, _BLANK, _BLANK]
    return Row(head=head, cells=tuple(cells), role="count", key=(("count", name),))


def _one(people: str) -> str:
    return {"Children": "child", "Groups": "group"}.get(people, "person")
