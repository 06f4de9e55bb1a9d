"""What weights make alike: means before and after, and how far they are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.report.labels import model_label, term_label
from studytool.report.material import Material, TableSpec
from studytool.report.notes import sentence
from studytool.report.sensitivity_cells import sensitivity_of, shape_of
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from studytool.sensitivity.result import Balance, SensitivityResult

_HEADS = (
    ("target", "", "To resemble"),
    ("before", "The others", "Without weights"),
    ("after", "The others", "With weights"),
    ("difference_before", "Difference in SD", "Without weights"),
    ("difference_after", "Difference in SD", "With weights"),
)


class WeightsBalanceTable(TableSpec):
    """Baseline variables of two groups before and after weights make them alike."""

    called: ClassVar[str] = "Balance of weights"
    kind: Literal["weights_balance"] = "weights_balance"
    sensitivity: str = Field(
        title="Sensitivity analysis", description="Analysis by weights whose balance is shown."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the name of its analysis."""
        return (self.sensitivity,)

    def lay_out(self, material: Material) -> Table:
        """Lay the variables out, one a row.

        Raises
        ------
        DocumentError
            If there is no such analysis, or it has no weights.
        """
        result = sensitivity_of(material, self.sensitivity)[1]
        if not result.balance:
            raise DocumentError(
                f'"{self.sensitivity}" has no weights, so there is no balance to show.',
                where="sensitivity",
                remedy="Name one of kind entropy_balancing, ipw or attrition_weights.",
            )
        shown = model_label(material.models[result.model][0])
        return Table(
            name=self.name,
            kind=self.kind,
            caption=self.title or f"Balance before and after weights: {shown}",
            stub="",
            columns=tuple(
                Column(head, span=over, key=(("column", part),)) for part, over, head in _HEADS
            ),
            rows=tuple(self._row(material, result, row) for row in result.balance),
            notes=(sentence(result.method),),
        )

    def _row(self, material: Material, result: SensitivityResult, row: Balance) -> Row:
        shape = shape_of(material, result, result.lines[0])
        return Row(
            head=term_label(material.panel, row.variable),
            cells=tuple(
                Cell(
                    value=float(getattr(row, part)),
                    decimals=self.decimals,
                    count=shape.count,
                    base=shape.base,
                )
                for part, _, _ in _HEADS
            ),
            key=(("variable", row.variable),),
        )
