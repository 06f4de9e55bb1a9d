"""The codebook: what each variable is called, by whom it was told, and how to read it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Spec
from studytool.survey.wave import Unit

Informant = Literal["caregiver", "child", "teacher", "nurse", "social_worker", "record"]
ByWave = dict[str, str]


def wave_name(wave: float | None) -> str:
    """Return a wave as documents write it: ``"2"`` for 2 and 2.0, ``""`` for none."""
    if wave is None:
        return ""
    return str(int(wave)) if float(wave).is_integer() else str(float(wave))


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
    table: Unit | None = Field(
        default=None,
        description="Files it is read from, where the column name occurs in files of other tables.",
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

    @model_validator(mode="after")
    def _range_upwards(self) -> Self:
        if self.range is not None and self.range[0] > self.range[1]:
            raise PydanticCustomError("range", "The range goes from the lowest to the highest.")
        return self

    def waves_named(self) -> tuple[str, ...]:
        """Return the waves it says something about, as the document writes them."""
        tables = (self.columns, self.version)
        plain = [name for table in tables if isinstance(table, dict) for name in table]
        nested = [
            name
            for table in (self.recode, self.missing)
            for name, inner in table.items()
            if isinstance(inner, dict)
        ]
        return tuple(dict.fromkeys((*plain, *nested)))

    def column(self, wave: float | None) -> str:
        """Return the name of its column in the files of `wave`."""
        if isinstance(self.columns, str):
            return self.columns or self.name
        return self.columns.get(wave_name(wave), self.name)

    def recodes(self, wave: float | None) -> dict[str, float | str]:
        """Return new value by old value in `wave`; what is said by wave comes before the rest."""
        common: dict[str, float | str] = {}
        own: dict[str, float | str] = {}
        for key, new in self.recode.items():
            if not isinstance(new, dict):
                common[key] = new
            elif key == wave_name(wave):
                own.update(new)
        return common | own

    def missing_codes(self, wave: float | None) -> dict[str, str]:
        """Return reason by code in `wave`; what is said by wave comes before the rest."""
        common: dict[str, str] = {}
        own: dict[str, str] = {}
        for key, reason in self.missing.items():
            if not isinstance(reason, dict):
                common[key] = reason
            elif key == wave_name(wave):
                own.update(reason)
        return common | own

    def instrument(self, wave: float | None) -> str:
        """Return the version of the instrument in `wave`; the last named before it where absent."""
        if isinstance(self.version, str):
            return self.version
        named = {float(key): version for key, version in self.version.items()}
        before = [key for key in named if wave is not None and key <= wave]
        return named[max(before)] if before else ""

    @field_validator("version")
    @classmethod
    def _waves_are_numbers(cls, version: str | dict[str, str]) -> str | dict[str, str]:
        for key in version if isinstance(version, dict) else ():
            try:
                float(key)
            except ValueError:
                message = 'versions are given by the number of the wave, not by "{key}"'
                raise PydanticCustomError("wave_number", message, {"key": key}) from None
        return version

    @property
    def shown(self) -> str:
        """Label where there is one, name otherwise."""
        return self.label or self.name
