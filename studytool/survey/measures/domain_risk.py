"""Risk in a domain of child wellbeing: how many items are at risk, in bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.findings import Finding
from studytool.survey.bands import band_codes, band_names, refuse_unordered
from studytool.survey.measure import Scored
from studytool.survey.scale import Scale

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


class DomainRisk(Scale):
    """Number of items at risk (1 = at risk, 0 = not), in bands low, moderate and high.

    The rule is the study's to set: which items, how many for a band, how many must be answered.
    The rule of the programme that this program was first made for is not public, so the defaults
    here are an illustration, and `version` says which rule was used.

    Notes
    -----
    The band is that of the number of items known to be at risk: an item without an answer never
    counts as a risk, so bands that rest on some items can be too low, and are counted in a finding.
    """

    called: ClassVar[str] = "Risk in a domain"
    kind: Literal["domain_risk"] = "domain_risk"
    cut: dict[str, float] = Field(
        default={"moderate": 1, "high": 2},
        description="Items at risk from which each band above the lowest begins, in order.",
    )
    lowest: str = Field(default="low", description="Name of the lowest band.")
    higher_is: Literal["worse", "better"] | None = Field(
        default="worse", description="Whether a higher band is worse or better for the child."
    )

    @model_validator(mode="after")
    def _bands_can_be_reached(self) -> Self:
        refuse_unordered(self.cut, self.lowest)
        band, bound = list(self.cut.items())[-1]
        if bound > len(self.items):
            message = "the band {band} needs {bound} items at risk, and there are {number} items"
            context = {"band": band, "bound": f"{bound:g}", "number": len(self.items)}
            raise PydanticCustomError("band_unreachable", message, context)
        return self

    def score(self, panel: Panel) -> Scored:
        """Band every row of the panel.

        Raises
        ------
        DocumentError
            If an item is no number.
        DataError
            If an item is not 0 or 1.
        """
        import numpy as np
        import pandas as pd

        from studytool.survey.items import refuse_other_than_0_and_1, scored_variable

        refuse_other_than_0_and_1(panel, self.items)
        items = self.answers(panel, (0, 1))
        at_risk = np.where(items.enough, np.nansum(items.answers, axis=1), np.nan)
        partial = int((items.enough & (items.answered < len(self.items))).sum())
        findings: tuple[Finding, ...] = ()
        if partial:
            message = (
                f"{partial} of {int(items.enough.sum())} bands of {self.name} rest on some of the "
                f"{len(self.items)} items, and can be too low."
            )
            findings = (Finding("note", "items_partial", message, where=self.name),)
        names = band_names(self.cut, self.lowest)
        return Scored(
            values=pd.Series(band_codes(at_risk, self.cut)),
            reasons=items.reasons(),
            variable=scored_variable(self, panel, self.items, labels=names),
            findings=findings,
        )
