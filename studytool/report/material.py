"""What tables, charts and the brief are made of, and the families of tables and charts."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.describe.analysis import Analysis, Description
    from studytool.models.families.judged_together import FamilyResult
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.report.figure import Figure
    from studytool.report.table import Table
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.spec import SensitivitySpec
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Material:
    """Results by name, with the requests they answer.

    Attributes
    ----------
    panel : Panel
        The linked panel.
    analyses : mapping of name to (Analysis, Description)
        Descriptive results.
    models : mapping of name to (ModelSpec, ModelResult)
        Model results.
    families : mapping of name to FamilyResult
        Models judged together.
    sensitivity : mapping of name to (SensitivitySpec, SensitivityResult)
        How far conclusions of models reach.
    """

    panel: Panel
    analyses: Mapping[str, tuple[Analysis, Description]]
    models: Mapping[str, tuple[ModelSpec, ModelResult]]
    families: Mapping[str, FamilyResult] = field(default_factory=dict)
    sensitivity: Mapping[str, tuple[SensitivitySpec, SensitivityResult]] = field(
        default_factory=dict
    )


class TableSpec(Kind):
    """Options every table has. Members add theirs and the verb `lay_out`."""

    family: ClassVar[str] = "tables"

    name: str = Field(description="Name by which the brief asks for it.")
    title: str = Field(default="", description="Title above the table.")

    @abstractmethod
    def uses(self) -> tuple[str, ...]:
        """Return the names of the results it shows."""

    @abstractmethod
    def lay_out(self, material: Material) -> Table:
        """Lay the results out as a table."""


class ChartSpec(Kind):
    """Options every chart has. Members add theirs and the verb `draw`."""

    family: ClassVar[str] = "charts"

    name: str = Field(description="Name by which the brief asks for it.")
    title: str = Field(default="", description="Title that says what is seen.")

    @abstractmethod
    def uses(self) -> tuple[str, ...]:
        """Return the names of the results it shows."""

    @abstractmethod
    def draw(self, material: Material) -> Figure:
        """Collect the data of the chart and how they are painted."""
