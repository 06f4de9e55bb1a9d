"""What a sensitivity analysis makes: its lines, what they come to, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from studytool.models.result import NotAvailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.findings import Finding
    from studytool.models.result import Estimate

Role = Literal["original", "line"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the model as it was asked for, or what becomes of it.

    Attributes
    ----------
    name : str
        As a reference writes it, such as "original", "m[0.5]" or "without[S1]".
    label : str
        What a reader sees.
    role : {"original", "line"}
        Whether it is the model as it was asked for.
    estimate, std_error, low, high, p : float or None
        In units of the outcome; None where there is none.
    people : int or None
        People it rests on.
    behind : int or None
        Fewest people that it tells of by itself, such as those of the school left out; None
        where it tells no more of anyone than the model does.
    at : float or None
        Where it stands on an axis, such as M.
    choices : tuple of (str, str)
        What was chosen for it, such as (("controls", "age"),).
    reason : str
        Why there is no number.
    """

    name: str
    label: str
    role: Role = "line"
    estimate: float | None = None
    std_error: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    people: int | None = None
    behind: int | None = None
    at: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """One variable in the groups that weights are to make alike.

    Attributes
    ----------
    variable : str
        Column, or term, such as ``C(sex)[2]``.
    target : float
        Mean among those who are to be resembled.
    before, after : float
        Mean of the others without and with weights.
    spread : float
        Standard deviation that differences are measured in.
    """

    variable: str
    target: float
    before: float
    after: float
    spread: float

    @property
    def difference_before(self) -> float:
        """Difference without weights, in standard deviations."""
        return (self.before - self.target) / self.spread if self.spread else 0.0

    @property
    def difference_after(self) -> float:
        """Difference with weights, in standard deviations."""
        return (self.after - self.target) / self.spread if self.spread else 0.0


@dataclass(frozen=True, slots=True)
class SensitivityResult:
    """The answer of one sensitivity analysis.

    Attributes
    ----------
    name, kind, model : str
        As asked.
    outcome, term : str
        What the model is about, and which of its estimates is judged.
    level : float
        Level of the intervals.
    lines : tuple of Line
        The model as asked for, then what becomes of it.
    statement : str
        What it comes to, in one plain sentence.
    method : str
        How it was worked out, in words.
    measures : mapping of str to float or NotAvailable
        Numbers that sum it up, such as "breakdown".
    words : mapping of str to str
        What each measure is called.
    balance : tuple of Balance
        Variables before and after weights; empty where there are none.
    findings : tuple of Finding
        What to mind.
    people : int
        People in the sample of the model.
    axis : str
        What `at` of the lines measures; empty where it is nothing.
    seed : int
        Seed behind anything random in it.
    """

    name: str
    kind: str
    model: str
    outcome: str
    term: str
    level: float
    lines: tuple[Line, ...]
    statement: str
    method: str
    measures: Mapping[str, float | NotAvailable] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    balance: tuple[Balance, ...] = ()
    findings: tuple[Finding, ...] = ()
    people: int = 0
    axis: str = ""
    seed: int = 0


def line_of(
    name: str,
    label: str,
    found: Estimate | NotAvailable,
    *,
    role: Role = "line",
    people: int | None = None,
    behind: int | None = None,
    choices: tuple[tuple[str, str], ...] = (),
) -> Line:
    """Return an estimate of a model as a line.

    Parameters
    ----------
    name, label : str
        As in `Line`.
    found : Estimate or NotAvailable
        What the model says.
    role, people, behind, choices
        As in `Line`.
    """
    if isinstance(found, NotAvailable):
        return Line(name, label, role=role, people=people, choices=choices, reason=found.reason)
    return Line(
        name,
        label,
        role=role,
        estimate=found.estimate,
        std_error=found.std_error,
        low=found.low,
        high=found.high,
        p=found.p,
        people=people,
        behind=behind,
        choices=choices,
    )
