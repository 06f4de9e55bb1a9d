"""The family of exposure rules: what counts as having been served between two interviews."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from studytool.core.spec import Kind, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from studytool.core.findings import Finding
    from studytool.survey.panel import Panel

Anchor = Literal["start", "first_interview", "previous_interview", "interview", "end"]


class Window(Spec):
    """From when until when a contact counts for an interview: after `from`, up to and with `to`."""

    from_: Anchor = Field(
        default="previous_interview",
        alias="from",
        description="Where the window opens; ``start`` is the beginning of time.",
    )
    to: Anchor = Field(
        default="interview", description="Where the window closes; ``end`` is the end of time."
    )
    days: tuple[int, int] | None = Field(
        default=None,
        description="Instead: days before (negative) and after the interview, such as [-180, 0].",
    )
    dates: tuple[str, str] | None = Field(
        default=None, description="Instead: two calendar dates (ISO 8601), the same for everyone."
    )


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Where the rows of a log went; the parts add up to `rows`.

    Attributes
    ----------
    rows : int
        Rows in the log.
    matched : int
        Rows that count for at least one person and window.
    unmatched : int
        Rows whose ID is in no wave.
    outside : int
        Rows of known people, dated outside every window.
    undated : int
        Rows without a readable date.
    excluded : int
        Rows that the exposure's own `where` leaves out.
    people : int
        People with at least one matched row.
    """

    rows: int
    matched: int
    unmatched: int
    outside: int
    undated: int
    excluded: int
    people: int


@dataclass(frozen=True, slots=True)
class ExposureLink:
    """The panel with the exposures joined: same rows, same order.

    Attributes
    ----------
    panel : Panel
        The panel, exposure columns added.
    reports : mapping of exposure to MatchReport
        Where each log's rows went.
    findings : tuple of Finding
        What did not match, counted.
    """

    panel: Panel
    reports: Mapping[str, MatchReport]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """Contacts that fell into windows: what a rule counts.

    Attributes
    ----------
    row : ndarray of int64, shape (m,)
        Panel row a contact counts for; a contact may count for several rows.
    amount : ndarray of float64, shape (m,)
        Amount of the contact (minutes, sessions); 1 where no amount is asked for.
    date : ndarray of datetime64[D], shape (m,)
        Its date.
    n_rows : int
        Rows of the panel.
    """

    row: npt.NDArray[np.int64]
    amount: npt.NDArray[np.float64]
    date: npt.NDArray[np.datetime64]
    n_rows: int


class Exposure(Kind):
    """Options every rule has. Members add theirs and the verb `apply`."""

    family: ClassVar[str] = "rules"

    name: str = Field(description="Name of the new variable.")
    label: str = Field(default="", description="What a reader sees.")
    source: str = Field(description="File of the log, inside the root of the study.")
    file: dict[str, Any] = Field(
        default={},
        description="How the file is read, as in [[waves]], where its ending does not say it.",
    )
    level: Literal["person", "household", "school", "site"] = Field(
        default="person", description="Whose ID the log holds."
    )
    key: str | None = Field(
        default=None,
        description="Column of the log with that ID, where its name differs from the panel's.",
    )
    date: str = Field(description="Column of the log with the date of the contact.")
    date_format: str = Field(
        default="", description="How dates are written, such as %d/%m/%Y; ISO 8601 where absent."
    )
    amount: str | None = Field(
        default=None, description="Column of the log with an amount, such as minutes."
    )
    where: str = Field(
        default="", description='Rows of the log that count, such as "attended == 1".'
    )
    window: Window = Field(
        default=Window(), description="From when until when a contact counts for an interview."
    )
    before_first: Literal["missing", "zero"] = Field(
        default="missing",
        description="What stands at a person's first interview, whose window has no start.",
    )
    unit: str = Field(default="", description="Unit of the amount.")

    @abstractmethod
    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return the exposure of every panel row, shape (n,), float64."""
