"""The codebook: what each variable is called, by whom it was told, and how to read it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from studytool.core.spec import Spec

Informant = Literal["caregiver", "child", "teacher", "nurse", "social_worker", "record"]
ByWave = dict[str, str]


class Variable(Spec):
    """One entry of ``[[variables]]``."""

    name: str = Field(description="Name used everywhere else in the study.")
    label: str = Field(default="", description="What a reader sees in tables and charts.")
    informant: Informant | None = Field(default=None, description="Who answered.")
    domain: str = Field(default="", description="Domain of child wellbeing it belongs to.")
    type: Literal["number", "text", "date"] = Field(
        default="number", description="How its cells are read."
    )
    columns: str | ByWave = Field(
        default="",
        description="Its column in the files, or its column by wave; its own name where absent.",
    )
    recode: dict[str, float | str | dict[str, float | str]] = Field(
        default={},
        description="New value by old value, for all waves or by wave (a table within the table).",
    )
    missing: dict[str, str | dict[str, str]] = Field(
        default={}, description="Reason by code, for all waves or by wave."
    )
    labels: dict[str, str] = Field(default={}, description="What each value means.")
    range: tuple[float, float] | None = Field(
        default=None,
        description="Lowest and highest possible value; what lies outside is reported.",
    )
    higher_is: Literal["worse", "better"] | None = Field(
        default=None, description="Whether a higher value is worse or better for the child."
    )
    unit: str = Field(default="", description="Unit, such as points or rand.")
    version: str | dict[str, str] = Field(
        default="", description="Version of the instrument, or by wave where it changed."
    )

    def column(self, wave: int | None) -> str:
        """Return the name of its column in the files of `wave`."""
        if isinstance(self.columns, str):
            return self.columns or self.name
        return self.columns.get(str(wave), self.name)

    @property
    def shown(self) -> str:
        """Label where there is one, name otherwise."""
        return self.label or self.name
