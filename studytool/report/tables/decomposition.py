"""What a fixed-effects number averages: each comparison of two groups with its weight."""

from __future__ import annotations

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

    from studytool.models.result import Pair


_COLUMNS = 4


class DecompositionTable(TableSpec):
    """Comparisons that two-way fixed effects average, by kind."""

    called: ClassVar[str] = "Parts of a fixed-effects estimate"
    kind: Literal["decomposition"] = "decomposition"
    model: str = Field(description="Goodman-Bacon decomposition that is shown.")
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals of the estimates.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def lay_out(self, material: Material) -> Table:
        """Lay the pairs out, one row each under its kind.

        Raises
        ------
        DocumentError
            If the model is no decomposition.
        """
        spec, result = material.models[self.model]
        if not result.pairs:
            raise DocumentError(
                f'"{self.model}" is not taken apart.',
                where="model",
                remedy='Name a model of kind = "goodman_bacon".',
            )
        people = people_label(material.panel)
        findings = by_weight(result.findings)
        heads = ("Weight", "Estimate", people, "Compared with")
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or f"What the estimate averages: {model_label(spec)}",
            stub="",
            columns=tuple(Column(head, key=(("column", head),)) for head in heads),
            rows=_rows(result.pairs, self.decimals, told=material.panel.design.design != "groups"),
            unit_line=outcome_lines(material.panel, [result])[1],
            notes=(
                "Weights times estimates sum to the two-way fixed-effects estimate.",
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _rows(pairs: Sequence[Pair], decimals: int, *, told: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    for sort, words in SORTS_IN_WORDS.items():
        these = [pair for pair in pairs if pair.sort == sort]
        if not these:
            continue
        rows.append(Row(head=words, cells=(Cell(value="", unit="text"),) * _COLUMNS, role="group"))
        rows += [_row(pair, decimals, told=told) for pair in these]
        rows += [_together(these, decimals, told=told)] if len(these) > 1 else []
    return tuple(rows)


def _row(pair: Pair, decimals: int, *, told: bool) -> Row:
    """Return one comparison; groups of many people tell of nobody."""
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
        adds_to=(pair.sort,),
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
        total_of=(pairs[0].sort,),
    )
