"""What the rows of the study are: the ``[panel]`` of the document."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from studytool.core.spec import Spec


class PanelDesign(Spec):
    """How rows are told apart and what they lie in."""

    design: Literal["panel", "cross_sections", "groups"] = Field(
        default="panel",
        description="People followed, different people each time, or one row a group and period.",
    )
    person: str | None = Field(
        default=None, description="Column that names the person; without it rows are people."
    )
    wave: str = Field(default="wave", description="Column that holds the wave.")
    levels: dict[str, str] = Field(
        default={},
        description='Levels above the person and the column of each, such as household = "hh_id".',
    )
    missing: dict[str, str] = Field(
        default={},
        description="Missing codes of every numeric variable, and what each stands for.",
    )
