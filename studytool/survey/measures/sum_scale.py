"""Sum of items, such as total difficulties."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.findings import Finding
from studytool.survey.measure import Scored
from studytool.survey.scale import Scale

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


class SumScale(Scale):
    """Sum of the items, scaled up to all items where some were not answered.

    Notes
    -----
    With m of k items answered and m at least `minimum_items`, the score is k / m times the sum of
    the answers: each missing answer counts as the person's own mean. With `prorate = false` a
    missing answer counts as nothing.
    """

    called: ClassVar[str] = "Sum of items"
    kind: Literal["sum_scale"] = "sum_scale"
    item_range: tuple[float, float] | None = Field(
        default=None,
        alias="range",
        description="Lowest and highest answer to an item; the codebook's range where absent.",
    )
    prorate: bool = Field(
        default=True, description="Whether sums of some items are scaled up to all items."
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
        total = np.nansum(items.answers, axis=1)
        number = len(self.items)
        if self.prorate:
            total = total * number / np.maximum(items.answered, 1)
        partial = int((items.enough & (items.answered < number)).sum())
        limits = None
        if self.item_range is not None:
            limits = (number * self.item_range[0], number * self.item_range[1])
        return Scored(
            values=pd.Series(np.where(items.enough, total, np.nan)),
            reasons=items.reasons(),
            variable=scored_variable(self, panel, self.items, limits=limits),
            findings=self._partial(partial, int(items.enough.sum())),
        )

    def _partial(self, partial: int, scored: int) -> tuple[Finding, ...]:
        if not partial:
            return ()
        did = "were scaled up to all items" if self.prorate else "count missing items as nothing"
        return (
            Finding(
                level="note",
                code="items_prorated",
                message=f"{partial} of {scored} scores of {self.name} lack items and {did}.",
                where=self.name,
            ),
        )
