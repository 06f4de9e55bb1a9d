"""The family of measures: how answers become a score or a band."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    import pandas as pd

    from studytool.core.findings import Finding
    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Scored:
    """What a measure makes.

    Attributes
    ----------
    values : Series of float64, shape (n,)
        Score, or code of the band, for each row of the panel; missing where not scorable.
    reasons : Series of str, shape (n,)
        Why a row could not be scored; missing elsewhere.
    variable : Variable
        Its entry in the codebook, band names in `labels`.
    findings : tuple of Finding
        What was noticed.
    """

    values: pd.Series
    reasons: pd.Series
    variable: Variable
    findings: tuple[Finding, ...] = ()


class Measure(Kind):
    """Options every measure has. Members add theirs and the verb `score`."""

    family: ClassVar[str] = "measures"

    name: str = Field(description="Name of the new variable.")
    label: str = Field(default="", description="What a reader sees.")
    domain: str = Field(default="", description="Domain of child wellbeing it belongs to.")
    higher_is: Literal["worse", "better"] | None = Field(
        default=None, description="Whether a higher score is worse or better for the child."
    )
    version: str = Field(default="", description="Version of the scoring rule.")

    @abstractmethod
    def inputs(self) -> tuple[str, ...]:
        """Return the names of the columns it reads."""

    @abstractmethod
    def score(self, panel: Panel) -> Scored:
        """Score every row of the panel."""
