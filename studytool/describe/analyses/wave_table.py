"""Wave table: a share, a mean or a count of each variable, wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.describe.analysis import Analysis, Description
from studytool.survey.conditions import in_words

if TYPE_CHECKING:
    from studytool.describe.wave_rows import Question
    from studytool.survey.panel import Panel


class WaveTable(Analysis):
    """Percent, mean or count by wave, with n and an interval."""

    called: ClassVar[str] = "Wave table"
    kind: Literal["wave_table"] = "wave_table"
    variables: list[str] = Field(min_length=1, description="What is shown, in order.")
    level: dict[str, str | float] = Field(
        default={},
        description='Value that percent and count are of, such as safety_risk = "high"; '
        "1 where a variable is 0/1.",
    )
    statistic: Literal["percent", "mean", "count"] = Field(
        default="percent", description="What is computed of the valid answers."
    )
    sample: Literal["all", "tracked"] = Field(
        default="all", description="Everyone, or those with a row in every wave."
    )
    by: str = Field(default="", description="Variable or level whose values are shown apart.")
    unit: str = Field(
        default="person",
        description="Who counts once a wave: person, or a level such as household.",
    )
    decimals: int | None = Field(
        default=None, ge=0, le=6, description="Decimals shown; none for percents where absent."
    )
    interval: float = Field(default=0.95, gt=0, lt=1, description="Level of the intervals.")

    def describe(self, panel: Panel) -> Description:
        """Describe every variable in every wave.

        Parameters
        ----------
        panel : Panel
            The linked panel.

        Returns
        -------
        Description
            One row for each variable, group and wave; shares are between 0 and 1.

        Raises
        ------
        DocumentError
            If a variable, level or group does not exist.
        DataError
            If an answer of a unit that counts once is not one.
        """
        from studytool.describe.sample import select
        from studytool.describe.wave_notes import (
            changing_bases,
            missing_notes,
            number_notes,
            sample_notes,
        )
        from studytool.describe.wave_rows import COLUMNS, rows_of

        tracked = self.sample == "tracked"
        sample = select(panel, where=self.where, sample=self.sample)
        self._refuse_ids(panel)
        rows = [row for question in self._questions() for row in rows_of(question, sample)]
        who, of_sample = sample_notes(sample, where=in_words(self.where, panel), tracked=tracked)
        asked = [*self.variables, *([self.by] if self.by else [])]
        missing, of_missing = missing_notes(sample, asked, unit=self.unit)
        return Description(
            kind=self.kind,
            title=self.title,
            columns=COLUMNS,
            rows=tuple(rows),
            notes=(
                *who,
                *number_notes(self.statistic, unit=self.unit, confidence=self.interval),
                *missing,
            ),
            findings=changing_bases(rows) if tracked else (),
            counts=(*of_sample, *of_missing),
        )

    def _refuse_ids(self, panel: Panel) -> None:
        from studytool.survey.conditions import is_id

        for field, name in (("by", self.by), *(("level", name) for name in self.level)):
            if name and is_id(name, panel):
                raise DocumentError(
                    f'"{name}" is an ID: its values would be printed one by one.',
                    where=field,
                    remedy="Name a variable whose values many people share.",
                )

    def _questions(self) -> list[Question]:
        from studytool.describe.wave_rows import Question

        unknown = [name for name in self.level if name not in self.variables]
        if unknown:
            raise DocumentError(
                f'level names "{unknown[0]}", which is not among the variables.',
                remedy=nearest(unknown[0], self.variables),
            )
        return [
            Question(
                variable=name,
                statistic=self.statistic,
                level=self.level.get(name),
                by=self.by,
                unit=self.unit,
                confidence=self.interval,
            )
            for name in self.variables
        ]
