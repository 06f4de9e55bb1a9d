"""The family of descriptive analyses and the value they make."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from studytool.core.counted import Counted
    from studytool.core.findings import Finding
    from studytool.survey.panel import Panel

Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Description:
    """A descriptive result in long form: one row a number.

    Attributes
    ----------
    kind : str
        Kind of the analysis.
    title : str
        What it shows.
    columns : tuple of str
        Names of the columns, the same in every row.
    rows : tuple of dict
        Column to value; numbers at full precision, None with a ``reason`` where there is none.
    notes : tuple of str
        Sample, denominators, intervals, in plain sentences.
    findings : tuple of Finding
        What was noticed.
    counts : tuple of Counted
        Numbers of people that `notes` tell: in full to the team, guarded in what leaves it.
    """

    kind: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[Counted, ...] = ()


class Analysis(Kind):
    """Options every analysis has. Members add theirs and the verb `describe`."""

    family: ClassVar[str] = "analyses"

    name: str = Field(description="Name by which tables and charts ask for it.")
    title: str = Field(default="", description="What a reader sees above it.")
    where: str = Field(default="", description="Rows to use, such as site == 'Johannesburg'.")

    @abstractmethod
    def describe(self, panel: Panel) -> Description:
        """Describe the linked panel."""
