"""The family of exposure rules: what counts as having been served between two interviews."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Kind, Spec
from studytool.survey.codebook import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from studytool.core.findings import Finding
    from studytool.exposure.contacts import Contacts
    from studytool.survey.panel import Panel

Anchor = Literal["start", "first_interview", "previous_interview", "interview", "end"]
_ANCHORS = ("start", "first_interview", "previous_interview", "interview", "end")


class Window(Spec):
    """From when until when a contact counts for an interview: after `from`, up to and with `to`.

    The previous interview is the person's own: a child who missed wave 2 has at wave 3 a window
    that opens at wave 1. Calendar `dates` count both days.
    """

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
        default=None,
        description="Instead: first and last calendar day (ISO 8601), the same for everyone.",
    )

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Window:
        order = _ANCHORS.index(self.to) - _ANCHORS.index(self.from_)
        if self.days is not None:
            order = self.days[1] - self.days[0]
        elif self.dates is not None:
            first, last = (date.fromisoformat(day) for day in self.dates)
            order = (last - first).days + 1
        if order <= 0:
            raise PydanticCustomError(
                "window_order",
                "the window closes before it opens",
                {"remedy": "Name the earlier moment first."},
            )
        return self

    @property
    def fixed(self) -> bool:
        """Whether it is one stretch of time for all interviews of a person."""
        if self.days is not None:
            return False
        return self.dates is not None or (
            self.from_ in {"start", "first_interview"} and self.to == "end"
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
        Rows that have no ID or one that is in no wave.
    outside : int
        Rows of known people, dated outside every window.
    undated : int
        Rows of known people without a date, or with an unreadable or impossible one.
    excluded : int
        Rows that the exposure's own `where` leaves out, or that nobody confirmed; they are
        counted here whatever else is wrong with them.
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
    contacts : mapping of exposure to Contacts
        Each log as it was joined.
    """

    panel: Panel
    reports: Mapping[str, MatchReport]
    findings: tuple[Finding, ...] = ()
    contacts: Mapping[str, Contacts] = field(default_factory=dict)


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
    known : ndarray of bool, shape (n_rows,)
        Rows whose window is known; what was received in the others cannot be told.
    before_first : ndarray of bool, shape (n_rows,)
        First interviews whose window has no start; known all the same where they count as zero.
    """

    row: npt.NDArray[np.int64]
    amount: npt.NDArray[np.float64]
    date: npt.NDArray[np.datetime64]
    n_rows: int
    known: npt.NDArray[np.bool_]
    before_first: npt.NDArray[np.bool_]


class Exposure(Kind):
    """Options every rule has. Members add theirs and the verb `apply`."""

    family: ClassVar[str] = "rules"
    value_labels: ClassVar[dict[str, str]] = {}

    name: str = Field(description="Name of the new variable.")
    label: str = Field(default="", description="What a reader sees.")
    source: str = Field(description="File of the log, inside the root of the study.")
    file: dict[str, Any] = Field(
        default={},
        description="How the file is read, as in [[waves]], where its ending does not say it.",
    )
    level: Literal["person", "household", "school", "site", "area"] = Field(
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

    def confirmation(self) -> str:
        """Return the column of the log that says whether a row is confirmed; empty for none."""
        return ""

    def variable(self) -> Variable:
        """Return its entry in the codebook."""
        return Variable(
            name=self.name,
            label=self.label,
            informant="record",
            unit=self.unit,
            labels=self.value_labels,
        )

    @abstractmethod
    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return the exposure of every panel row.

        Parameters
        ----------
        matches : Matches
            Contacts that fell into windows.
        panel : Panel
            The panel they count for.

        Returns
        -------
        Series of float64, shape (n_rows,)
            On the index of the panel's frame; missing where it cannot be told.
        """
