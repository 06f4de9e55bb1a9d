"""What came back: an effect with its interval set against what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from studytool.core.spec import Reason, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.core.units import Money
    from studytool.models.result import NotAvailable
    from studytool.report.material import Material
    from studytool.roi.cost import Ledger


class Parameter(Spec):
    """One entry of ``[[parameters]]``: a value that is assumed, with where it comes from."""

    name: str = Field(min_length=1, description="Name by which it is asked for.")
    value: float = Field(description="The value used.")
    low: float | None = Field(default=None, description="Lowest value thought possible.")
    high: float | None = Field(default=None, description="Highest value thought possible.")
    distribution: str = Field(
        default="", description="Shape between low and high: recorded, no result uses it yet."
    )
    unit: str = Field(default="", description="Unit of the value.")
    year: int | None = Field(default=None, description="Price year, for money.")
    currency: str = Field(default="", description="Currency, for money.")
    source: str = Field(default="", description="Where the value comes from.")
    access_date: str = Field(default="", description="When the source was read.")


class Defended(Spec):
    """A serious finding that was answered."""

    finding: str = Field(min_length=1, description="Code of the finding.")
    reason: Reason = Field(description="Why the effect may be used all the same.")


class Roi(Spec):
    """The ``[roi]`` of the document."""

    effect: str = Field(
        pattern=r"^[^.]+\..+$", description="Model and term, such as visits_ancova.offered."
    )
    programme: str = Field(default="", description="Programme whose costs count; all where empty.")
    reached: float | str | None = Field(
        default=None,
        description="People the cost was for: a number or a quantity; left out: everyone ever "
        "treated in the data, those included whom the model's sample lost.",
    )
    reached_label: str = Field(
        default="", description="Who they are, such as children whose family was offered visits."
    )
    families: float | str | None = Field(
        default=None,
        description="Families the cost was for: a number or a quantity; left out: those of "
        "everyone ever treated in the data.",
    )
    case: str = Field(
        default="a person with the outcome",
        description="What one case is, such as a child with high difficulties.",
    )
    better: Literal["lower", "higher"] = Field(
        default="lower", description="Whether fewer or more cases are better."
    )
    perspective: str = Field(default="society", description="Whose costs are counted.")
    horizon: float | None = Field(
        default=None, gt=0, description="Years the effect is taken to last; printed only."
    )
    comparator: str = Field(default="", description="What it is compared with, in words.")
    threshold: str = Field(
        default="", description="Parameter with the most that one case may cost, for break-even."
    )
    defended: tuple[Defended, ...] = Field(
        default=(), description="Serious findings of the effect, each answered with a reason."
    )


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """An amount with its interval."""

    value: Money
    low: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Answer:
    """The reason why a serious finding does not stand in the way."""

    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class Returns:
    """Value for money: cost and effect side by side.

    Attributes
    ----------
    effect, outcome : str
        Model and term, and the outcome whose share changed.
    case, perspective, comparator : str
        In the words of the document.
    horizon : float or None
        Years the effect is taken to last; printed, multiplied with nothing.
    better : {"lower", "higher"}
        Whether fewer or more cases are better.
    level : float
        Level of every interval, from the model.
    ledger : Ledger
        What it cost.
    people : str
        What the people are called, such as Children.
    reached, behind : float
        People the cost was for, and people in the model's sample.
    reached_words : str
        How `reached` was counted.
    families : float or NotAvailable
        Families the cost was for.
    cost, per_person : Money
        In all and per person reached.
    per_family : Money or NotAvailable
        Per family.
    risk_difference : Range
        Change of the share of cases, as estimated.
    averted : Range
        Cases averted (or gained, where more are better) among those reached.
    per_case : MoneyRange or NotAvailable
        Cost per case averted; its interval is the inverse of the effect's.
    break_even : float or NotAvailable
        Smallest change of the share at which a case costs no more than the threshold.
    threshold : Money or NotAvailable
        The most that one case may cost.
    findings : tuple of Finding
        Of the effect, of the costs and of putting them together.
    defended : tuple of Answer
        Serious findings answered.
    notes : tuple of str
        Perspective, horizon, prices, comparator and how the interval is made.
    """

    effect: str
    outcome: str
    case: str
    perspective: str
    comparator: str
    horizon: float | None
    better: Literal["lower", "higher"]
    level: float
    ledger: Ledger
    people: str
    reached: float
    behind: float
    reached_words: str
    families: float | NotAvailable
    cost: Money
    per_person: Money
    per_family: Money | NotAvailable
    risk_difference: Range
    averted: Range
    per_case: MoneyRange | NotAvailable
    break_even: float | NotAvailable
    threshold: Money | NotAvailable
    findings: tuple[Finding, ...]
    defended: tuple[Answer, ...]
    notes: tuple[str, ...]


def returns_of(
    roi: Roi, ledger: Ledger, parameters: Sequence[Parameter], material: Material
) -> Returns:
    """Set an effect against what it cost.

    Parameters
    ----------
    roi : Roi
        What is asked.
    ledger : Ledger
        What it cost, all programmes.
    parameters : sequence of Parameter
        Assumed values, for the break-even.
    material : Material
        The results.

    Returns
    -------
    value for money : Returns
        Cost per person and family, cases averted and cost per case, with intervals.

    Raises
    ------
    DocumentError
        If the effect, a quantity, a programme or a parameter does not exist, or the outcome is
        not 0 or 1.
    ReleaseError
        If the effect carries an error-level finding that nobody answered.
    DataError
        If the threshold is of another currency or price year than the costs.
    """
    from studytool.roi.value import value_for_money  # reads the panel's frame

    return value_for_money(roi, ledger, parameters, material)
