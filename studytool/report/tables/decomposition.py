"""What a fixed-effects number averages: each comparison of two groups with its weight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.findings import by_weight
from studytool.report.labels import model_label, people_label
from studytool.report.material import Material, TableSpec
from studytool.report.model_notes import outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.pair_words import SORTS_IN_WORDS, pair_in_words
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import ModelResult, Pair


_COLUMNS = 4


class DecompositionTable(TableSpec):
    """Comparisons that two-way fixed effects average, by kind."""

    called: ClassVar[str] = "Parts of a fixed-effects estimate"
    kind: Literal["decomposition"] = "decomposition"
    models: tuple[str, ...] = Field(
        min_length=1, description="Goodman-Bacon decompositions, top to bottom."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals of the estimates.")

    def uses(self) -> tuple[str, ...]:
        """Return the names of its models."""
        return self.models

    def lay_out(self, material: Material) -> Table:
        """Lay the pairs out, one row each under its kind.

        Raises
        ------
        DocumentError
            If a model is no decomposition.
        """
        shown = [material.models[name] for name in self.models]
        for name, (_, result) in zip(self.models, shown, strict=True):
            if not result.pairs:
                raise DocumentError(
                    f'"{name}" is not taken apart.',
                    where="models",
                    remedy='Name a model of kind = "goodman_bacon".',
                )
        told = material.panel.design.design != "groups"
        labels = [f"{model_label(spec)}: " for spec, _ in shown]
        findings = by_weight([found for _, result in shown for found in result.findings])
        heads = ("Weight", "Estimate", people_label(material.panel), "Compared with")
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or "What the estimate averages",
            stub="",
            columns=tuple(Column(head, key=(("column", head),)) for head in heads),
            rows=tuple(
                row
                for (_, result), label in zip(shown, labels, strict=True)
                for row in _rows(result, label if len(shown) > 1 else "", self.decimals, told=told)
            ),
            unit_line=outcome_lines(material.panel, [result for _, result in shown])[1],
            notes=(
                "Weights times estimates sum to the two-way fixed-effects estimate.",
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _rows(result: ModelResult, label: str, decimals: int, *, told: bool) -> list[Row]:
    """Return the comparisons of one model; groups of many people tell of nobody."""
    rows: list[Row] = []
    for sort, words in SORTS_IN_WORDS.items():
        these = [pair for pair in result.pairs if pair.sort == sort]
        if not these:
            continue
        empty = (Cell(value="", unit="text"),) * _COLUMNS
        rows.append(Row(head=f"{label}{words}", cells=empty, role="group"))
        sums = (f"{result.name} {sort}",)
        rows += [replace(_row(pair, decimals, told=told), adds_to=sums) for pair in these]
        together = replace(_together(these, decimals, told=told), total_of=sums)
        rows += [together] if len(these) > 1 else []
    return rows


def _row(pair: Pair, decimals: int, *, told: bool) -> Row:
    few = min(pair.people, pair.others) if told else None
    return Row(
        head=pair_in_words(pair),
        cells=(
            Cell(pair.weight, "percent", 1, count=few),
            Cell(pair.estimate, "number", decimals, count=few),
            Cell(pair.people, "count", 0, count=pair.people if told else None),
            Cell(pair.others, "count", 0, count=pair.others if told else None),
        ),
        key=(("pair", pair_in_words(pair)),),
    )


def _together(pairs: Sequence[Pair], decimals: int, *, told: bool) -> Row:
    """Return the weight of a kind and its average estimate."""
    few = min(min(pair.people, pair.others) for pair in pairs) if told else None
    weight = sum(pair.weight for pair in pairs)
    mean = sum(pair.weight * pair.estimate for pair in pairs) / weight
    return Row(
        head="Together",
        cells=(
            Cell(weight, "percent", 1, count=few),
            Cell(mean, "number", decimals, count=few),
            Cell(value="", unit="text"),
            Cell(value="", unit="text"),
        ),
        key=(("together", pairs[0].sort),),
    )
