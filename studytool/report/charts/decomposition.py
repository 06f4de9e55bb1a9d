"""What a fixed-effects number averages: each comparison by its weight and its estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.findings import by_weight
from studytool.report.figure import Figure
from studytool.report.labels import model_label
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.numbers import HARD_SPACE, shown
from studytool.report.pair_words import SORTS_IN_WORDS, pair_in_words
from studytool.report.table import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.models.result import Estimate, NotAvailable, Pair
    from studytool.report.figure import Data


class DecompositionChart(ChartSpec):
    """Each comparison as a point: how much it counts, and what it says."""

    called: ClassVar[str] = "Parts of a fixed-effects estimate"
    kind: Literal["decomposition"] = "decomposition"
    model: str = Field(description="Goodman-Bacon decomposition that is drawn.")
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals of the estimates.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its model."""
        return (self.model,)

    def draw(self, material: Material) -> Figure:
        """Collect one row a comparison, and one for the whole.

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
        whole = _whole(result.estimates["twfe"], result.behind, self.decimals)
        told = material.panel.design.design != "groups"
        data = (*(_point(pair, self.decimals, told=told) for pair in result.pairs), whole)
        tell = _words(self.title or f"What the estimate averages: {model_label(spec)}")
        caption, alt_text = tell(data)
        findings = by_weight(result.findings)
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=("sort", "pair", "weight", "estimate"),
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=outcome_lines(material.panel, [result])[1],
            notes=(
                "Across: how much a comparison counts. Up: its estimate. Line: the whole.",
                *finding_notes(findings),
            ),
            findings=findings,
        )


def _point(pair: Pair, decimals: int, *, told: bool) -> Mapping[str, Cell]:
    few = min(pair.people, pair.others) if told else None
    return {
        "sort": Cell(SORTS_IN_WORDS[pair.sort], "text"),
        "pair": Cell(pair_in_words(pair), "text"),
        "weight": Cell(pair.weight, "percent", 1, count=few),
        "estimate": Cell(pair.estimate, "number", decimals, count=few),
    }


def _whole(
    estimate: Estimate | NotAvailable, behind: Mapping[str, int], decimals: int
) -> Mapping[str, Cell]:
    value = getattr(estimate, "estimate", None)
    count = behind.get("twfe")
    return {
        "sort": Cell("", "text"),
        "pair": Cell("Two-way fixed effects", "text"),
        "weight": Cell(1.0, "percent", 0),
        "estimate": Cell(value, "number", decimals, count=count),
    }


def _words(title: str) -> Callable[[Data], tuple[str, str]]:
    def tell(data: Data) -> tuple[str, str]:
        *points, whole = data
        text = f"{len(points)} comparisons as points: their weight across, their estimate up."
        for words in SORTS_IN_WORDS.values():
            weights = [row["weight"].value for row in points if row["sort"].value == words]
            known = [value for value in weights if isinstance(value, float)]
            if known and len(known) == len(weights):
                text += f" {words}: {100 * sum(known):.1f} % of the weight."
        if whole["estimate"].value is not None:
            text += f" The whole is {shown(whole['estimate'])}."
        return title, text.replace(HARD_SPACE, " ")

    return tell


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.decomposition_paint import paint_pairs

    paint_pairs(data, canvas)
