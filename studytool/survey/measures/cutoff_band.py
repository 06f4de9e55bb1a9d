"""Bands of a score: normal, borderline, high."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.core.errors import DocumentError
from studytool.survey.bands import band_codes, band_names, refuse_unordered
from studytool.survey.measure import Measure, Scored

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


class CutoffBand(Measure):
    """The band a score lies in; a lower bound belongs to its band."""

    called: ClassVar[str] = "Bands of a score"
    kind: Literal["cutoff_band"] = "cutoff_band"
    of: str = Field(description="Score that is cut.")
    cut: dict[str, float] = Field(
        description="Lower bound of each band above the lowest, in order."
    )
    lowest: str = Field(default="normal", description="Name of the lowest band.")

    @model_validator(mode="after")
    def _bands_in_order(self) -> Self:
        refuse_unordered(self.cut, self.lowest)
        return self

    def inputs(self) -> tuple[str, ...]:
        """Return the name of the score."""
        return (self.of,)

    def score(self, panel: Panel) -> Scored:
        """Band every row of the panel; a missing score keeps its reason.

        Raises
        ------
        DocumentError
            If what is cut is no number.
        """
        import numpy as np
        import pandas as pd

        from studytool.survey.items import scored_variable

        score = panel.frame[self.of]
        if score.dtype.kind not in "fi":
            raise DocumentError(
                f'"{self.of}" holds no numbers that could be cut into bands.',
                remedy='Give it type = "number" in [[variables]].',
            )
        reasons = pd.Series(None, index=score.index, dtype="str")
        if self.of in panel.reasons:
            reasons = panel.reasons[self.of]
        names = band_names(self.cut, self.lowest)
        return Scored(
            values=pd.Series(band_codes(score.to_numpy(dtype=np.float64), self.cut)),
            reasons=reasons,
            variable=scored_variable(self, panel, (self.of,), labels=names),
        )
