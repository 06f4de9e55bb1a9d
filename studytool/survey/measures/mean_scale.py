"""Mean of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.findings import Finding
from studytool.survey.measure import Scored
from studytool.survey.scale import Scale

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


class MeanScale(Scale):
    """Mean of the items that were answered."""

    called: ClassVar[str] = "Mean of items"
    kind: Literal["mean_scale"] = "mean_scale"
    item_range: tuple[float, float] | None = Field(
        default=None,
        alias="range",
        description="Lowest and highest answer to an item; the codebook's range where absent.",
    )

    def score(self, panel: Panel) -> Scored:
        """Score every row of the panel.

        Raises
        ------
        DocumentError
            If an item is no number, or is to be reversed and has no range.
        DataError
            If an answer lies outside its range.
        """
        import numpy as np
        import pandas as pd

        from studytool.survey.items import scored_variable

        items = self.answers(panel, self.item_range)
        mean = np.nansum(items.answers, axis=1) / np.maximum(items.answered, 1)
        partial = int((items.enough & (items.answered < len(self.items))).sum())
        findings: tuple[Finding, ...] = ()
        if partial:
            message = (
                f"{partial} of {int(items.enough.sum())} means of {self.name} rest on some of the "
                f"{len(self.items)} items."
            )
            findings = (Finding("note", "items_partial", message, where=self.name),)
        return Scored(
            values=pd.Series(np.where(items.enough, mean, np.nan)),
            reasons=items.reasons(),
            variable=scored_variable(self, panel, self.items, limits=self.item_range),
            findings=findings,
        )
