"""One entry of ``[[waves]]``: one file of one round of fieldwork."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Spec

Unit = Literal["child", "caregiver", "household", "school"]


class WaveFile(Spec):
    """A file of a wave. The document's entries join these fields with an importer's."""

    number: int | None = Field(
        default=None,
        description="Wave the file belongs to; absent in a long file, whose column says it.",
    )
    label: str = Field(default="", description="What a reader sees, such as the year.")
    source: str = Field(description="File, inside the root of the study.")
    person: str | None = Field(
        default=None, description="Column that names the person, where it differs from the panel's."
    )
    date: str | None = Field(default=None, description="Column with the date of the interview.")
    date_format: str = Field(
        default="", description="How dates are written, such as %d/%m/%Y; ISO 8601 where absent."
    )
    table: Unit = Field(
        default="child",
        description="What a row of the file is; others than child say how they join.",
    )
    join: str | None = Field(
        default=None,
        description="Column shared with the children's file, for other tables than child.",
    )
    set: dict[str, str | float] = Field(
        default={}, description="Constants for every row of this file."
    )
    layout: Literal["wave", "long"] = Field(
        default="wave", description="One wave in the file, or all waves below each other."
    )

    @model_validator(mode="after")
    def _say_which_rows(self) -> Self:
        if self.layout == "long" and self.number is not None:
            message = "a long file says the wave in a column of its own; leave number out"
            raise PydanticCustomError("long_with_number", message)
        if self.layout == "wave" and self.number is None and self.table == "child":
            message = (
                "a file says the number of its wave, as in number = 1; "
                'one that holds all waves says layout = "long"'
            )
            raise PydanticCustomError("no_number", message)
        if self.table != "child" and self.join is None:
            message = (
                'a file of another table than "child" says the column by which it joins, '
                'as in join = "hh_id"'
            )
            raise PydanticCustomError("no_join", message)
        return self
