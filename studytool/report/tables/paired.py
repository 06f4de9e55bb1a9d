"""Shares of the same people at two waves: before, after, the change and its exact p."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.models.result import Estimate
from studytool.report.behind import people_behind, yes_behind
from studytool.report.labels import people_label, value_label, variable_label, written
from studytool.report.material import Material, TableSpec
from studytool.report.model_notes import model_counts, model_findings, model_notes
from studytool.report.notes import finding_notes
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import ModelResult, TestResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

_PARTS = ("earlier", "later", "change", "interval", "p", "people")


class PairedTable(TableSpec):
    """Paired comparisons, one a row."""

    called: ClassVar[str] = "Paired comparison"
    kind: Literal["paired"] = "paired"
    models: tuple[str, ...] = Field(min_length=1, description="Paired models, top to bottom.")
    decimals: int = Field(default=0, ge=0, le=6, description="Decimals of the percents.")

    def uses(self) -> tuple[str, ...]:
        """Return the names of its models."""
        return self.models

    def lay_out(self, material: Material) -> Table:
        """Lay the comparisons out, one a row."""
        shown = [material.models[name] for name in self.models]
        for place, (_, result) in enumerate(shown):
            if result.kind != "paired":
                raise DocumentError(
                    f'"{result.name}" does not compare two waves of the same people.',
                    where=f"models[{place}]",
                    remedy="Show it in a table of the kind regression.",
                )
            if "share_earlier" not in result.statistics:
                raise DocumentError(
                    f'"{result.name}" compares means, and this table shows shares.',
                    where=f"models[{place}]",
                    remedy="Show it in a table of the kind regression.",
                )
        findings = model_findings(shown)
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or "The same people at two waves",
            stub="",
            columns=_columns(material.panel, shown),
            rows=tuple(
                Row(
                    head=spec.title or variable_label(material.panel.codebook, result.outcome),
                    cells=_cells(material.panel, result, self.decimals),
                    key=(("model", result.name), ("variable", result.outcome)),
                )
                for spec, result in shown
            ),
            unit_line="Percent of those asked at both waves; change in percentage points",
            notes=(*model_notes(material.panel, shown, outcomes=False), *finding_notes(findings)),
            findings=findings,
            counts=model_counts(material.panel, shown),
        )


def _columns(panel: Panel, shown: Sequence[tuple[ModelSpec, ModelResult]]) -> tuple[Column, ...]:
    pairs = {getattr(spec, "waves", None) for spec, _ in shown}
    pair = pairs.pop() if len(pairs) == 1 else None
    ends = (pair[0], pair[-1]) if pair else ()
    waves = [value_label(panel, "wave", written(wave)) for wave in ends]
    earlier, later = waves or ("Earlier", "Later")
    levels = dict.fromkeys(f"{100 * result.level:g} % interval" for _, result in shown)
    level = next(iter(levels)) if len(levels) == 1 else "Interval"
    heads = (earlier, later, "Change", level, "p", people_label(panel))
    return tuple(
        Column(head, key=(("column", part),)) for head, part in zip(heads, _PARTS, strict=True)
    )


def _cells(panel: Panel, result: ModelResult, decimals: int) -> tuple[Cell, ...]:
    people = people_behind(panel, result)
    change = result.estimates["change"]
    shape = Cell(unit="percent", decimals=decimals, base=people)
    both = replace(shape, count=yes_behind(panel, result))
    shares = (_share(result, "share_earlier", shape), _share(result, "share_later", shape))
    number = Cell(value=float(result.n_people), unit="count", decimals=0, count=people)
    if not isinstance(change, Estimate):
        exact = result.tests.get("mcnemar_exact")
        if exact is None:
            blank = Cell(value="", unit="text")
            return (Cell(reason="not estimable"), *(blank,) * (len(_PARTS) - 1))
        return (*shares, *_of_margins(result, exact, both), number)
    return (
        *shares,
        replace(both, value=change.estimate, source=f"{result.name}.change.estimate"),
        replace(both, low=change.low, high=change.high),
        replace(both, value=change.p, unit="p", source=f"{result.name}.change.p"),
        number,
    )


def _of_margins(result: ModelResult, exact: TestResult, both: Cell) -> tuple[Cell, ...]:
    """Return what margins alone tell: the change, and p from its least to its greatest."""
    return (
        replace(both, value=result.statistics["change"]),
        Cell(reason="not available"),
        replace(both, low=exact.low, high=exact.high, unit="p"),
    )


def _share(result: ModelResult, name: str, shape: Cell) -> Cell:
    share = result.statistics[name]
    count = None if shape.base is None else float(round(share * shape.base))
    return replace(shape, value=share, count=count)
