"""Attrition: who was met at every wave, who left when, and how those who left differed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DataError, DocumentError
from studytool.describe.analysis import Analysis, Description
from studytool.survey.conditions import in_words, is_id

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


class Attrition(Analysis):
    """Flow of the people met at the first wave, with their baseline compared."""

    called: ClassVar[str] = "Who was followed"
    kind: Literal["attrition"] = "attrition"
    variables: list[str] = Field(
        default=[], description="Compared at the first wave between those who stayed and left."
    )
    by: str = Field(
        default="", description="Variable or level whose values, at a person's first wave, differ."
    )
    interval: float = Field(default=0.95, gt=0, lt=1, description="Level of the intervals.")

    def describe(self, panel: Panel) -> Description:
        """Describe the flow, and compare those who stayed with those who left.

        Parameters
        ----------
        panel : Panel
            The linked panel.

        Returns
        -------
        Description
            Rows of the sections ``flow`` (people and shares) and ``baseline`` (means).

        Raises
        ------
        DocumentError
            If the panel names no person, or a variable does not exist.
        DataError
            If the condition keeps nobody.
        """
        from studytool.describe.attrition_notes import attrition_findings, attrition_notes
        from studytool.describe.attrition_rows import COLUMNS, baseline_rows, flow_rows
        from studytool.describe.sample import select

        if panel.design.person is None:
            raise DocumentError(
                "Nobody can be followed where no column names the person.",
                remedy='Name it in [panel]: person = "child_id".',
            )
        if self.by and is_id(self.by, panel):
            raise DocumentError(
                f'"{self.by}" is an ID: its values would be printed one by one.',
                where="by",
                remedy="Name a variable whose values many people share.",
            )
        sample = select(panel, where=self.where, sample="all")
        if not sample.waves:
            raise DataError("The condition keeps nobody.", remedy="Check where.")
        flow = flow_rows(sample, by=self.by, confidence=self.interval)
        baseline = baseline_rows(sample, self.variables, confidence=self.interval)
        return Description(
            kind=self.kind,
            title=self.title,
            columns=COLUMNS,
            rows=(*flow, *baseline),
            notes=attrition_notes(
                confidence=self.interval, compared=bool(baseline), where=in_words(self.where, panel)
            ),
            findings=attrition_findings(flow),
        )
