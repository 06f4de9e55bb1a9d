"""What a programme cost: ingredients in the document or on a cost sheet, added up in a ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field

from studytool.core.errors import DataError, DocumentError
from studytool.core.findings import Finding
from studytool.core.spec import Spec, nearest
from studytool.core.units import Money, decimal_of, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.intake.raw import RawTable

Phase = Literal["start-up", "recurrent", "research-only"]
PHASES: tuple[Phase, ...] = get_args(Phase)
_ORDER = ("preparation", "training", "staff", "materials", "overheads")


class CostItem(Spec):
    """One entry of ``[[costs]]``: one ingredient of a programme."""

    programme: str = Field(default="", description="Programme it was used for.")
    category: str = Field(
        default="Other", description="Heading, such as Preparation, Training, Staff, Materials."
    )
    ingredient: str = Field(min_length=1, description="What was used.")
    unit: str = Field(default="", description="What the quantity counts, such as hour or km.")
    quantity: float = Field(ge=0, description="How much was used.")
    unit_price: float = Field(ge=0, description="Price of one unit.")
    currency: str = Field(default="ZAR", description="Currency of the price.")
    price_year: int = Field(ge=1900, le=2100, description="Year of the price.")
    shared: float = Field(
        default=100, ge=0, le=100, description="Percentage of it charged to the programme."
    )
    donated: bool = Field(
        default=False, description="Whether it was given free; it counts in the economic cost."
    )
    phase: Phase = Field(
        default="recurrent",
        description="Start-up, recurrent, or for the research only (left out of the cost).",
    )
    payer: str = Field(default="", description="Who paid.")
    source: str = Field(default="", description="Where quantity and price come from.")
    certainty: str = Field(default="", description="How sure they are, such as recorded.")


class CostSheet(Spec):
    """One entry of ``[[costs]]``: a file with one ingredient a row."""

    source: str = Field(min_length=1, description="File, inside the study's root.")
    file: dict[str, str | int | bool] = Field(
        default={}, description="How it is read, such as sheet or header_row."
    )
    programme: str = Field(
        default="", description="Keep this programme's rows only; all where empty."
    )
    currency: str = Field(default="", description="Currency, where the file has no such column.")
    price_year: int | None = Field(
        default=None, ge=1900, le=2100, description="Price year, where the file has no such column."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One ingredient and what it came to; the other fields are those of `CostItem`.

    Attributes
    ----------
    place : str
        Where it stands: ``costs[2]``, or file and row.
    amount : Money
        quantity x unit price x shared / 100.
    """

    place: str
    amount: Money
    programme: str
    category: str
    ingredient: str
    unit: str
    quantity: float
    unit_price: float
    shared: float
    donated: bool
    phase: Phase
    payer: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The sum under one heading: `share` of the ledger's total, between 0 and 1."""

    name: str
    amount: Money
    share: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """What it cost, research left out.

    Attributes
    ----------
    lines : tuple of Line
        What is counted, in the order given.
    research : tuple of Line
        What served the research only: shown, not counted.
    categories, phases : tuple of Subtotal
        Sums of `lines`; they add up to `total`.
    total : Money
        The economic cost: what was paid for and what was donated.
    donated : Money
        The donated part of it.
    research_total : Money
        What was left out.
    findings : tuple of Finding
        What was left out and what was donated, in sentences.
    """

    lines: tuple[Line, ...]
    research: tuple[Line, ...]
    categories: tuple[Subtotal, ...]
    phases: tuple[Subtotal, ...]
    total: Money
    donated: Money
    research_total: Money
    findings: tuple[Finding, ...] = ()

    def of(self, programme: str) -> Ledger:
        """Return the ledger of one programme alone; all of it where `programme` is empty.

        Raises
        ------
        DocumentError
            If nothing was spent on a programme of that name.
        """
        if not programme:
            return self
        lines = [line for line in self._all if line.programme == programme]
        if not lines:
            known = list(dict.fromkeys(line.programme for line in self._all))
            raise DocumentError(
                f'There are no costs of a programme "{programme}".',
                remedy=nearest(programme, known),
            )
        return added_up(lines)

    @property
    def _all(self) -> tuple[Line, ...]:
        return (*self.lines, *self.research)


def ledger_of(entries: Sequence[CostItem | CostSheet], sheets: Mapping[int, RawTable]) -> Ledger:
    """Add up what it cost.

    Parameters
    ----------
    entries : sequence of CostItem or CostSheet
        The ``[[costs]]`` of the document.
    sheets : mapping of place among the entries to RawTable
        The table that each cost sheet names; two may be sheets of one workbook.

    Returns
    -------
    Ledger
        Lines, sums by category and phase, and totals.

    Raises
    ------
    DataError
        If an amount cannot be read or is negative, nothing is left to add up, or currencies or
        price years differ.
    """
    from studytool.roi.sheet import items_of  # reads frames: not needed to check a document

    lines: list[Line] = []
    for place, entry in enumerate(entries):
        if isinstance(entry, CostItem):
            lines.append(line_of(entry, f"costs[{place}]"))
        else:
            found = items_of(entry, sheets[place])
            lines.extend(line_of(item, where) for item, where in found)
    return added_up(lines)


def line_of(item: CostItem, place: str) -> Line:
    """Return what one ingredient came to.

    Parameters
    ----------
    item : CostItem
        Quantity, price and share.
    place : str
        Where it stands: ``costs[2]``, or file and row.
    """
    quantity, price, share = map(decimal_of, (item.quantity, item.unit_price, item.shared))
    amount = Money(float(quantity * price * share / 100), item.currency, item.price_year)
    return Line(place, amount, **item.model_dump(exclude={"currency", "price_year"}))


def added_up(lines: Sequence[Line]) -> Ledger:
    """Return the ledger of lines of one currency and price year.

    Raises
    ------
    DataError
        If there is no line, or currencies or price years differ.
    """
    if not lines:
        raise DataError("There are no costs to add up.", where="costs")
    _refuse_mixture(lines)
    zero = replace(lines[0].amount, amount=0.0)
    counted = tuple(line for line in lines if line.phase != "research-only")
    research = tuple(line for line in lines if line.phase == "research-only")
    spent = total((line.amount for line in counted), zero=zero)
    ledger = Ledger(
        lines=counted,
        research=research,
        categories=_sums(counted, _categories(counted), "category", spent),
        phases=_sums(counted, [name for name in PHASES if name != "research-only"], "phase", spent),
        total=spent,
        donated=total((line.amount for line in counted if line.donated), zero=zero),
        research_total=total((line.amount for line in research), zero=zero),
    )
    return replace(ledger, findings=_findings(ledger))


def _refuse_mixture(lines: Sequence[Line]) -> None:
    first = lines[0]
    for line in lines:
        if line.amount.prices != first.amount.prices:
            raise DataError(
                f"The costs mix {first.amount.prices} and {line.amount.prices}.",
                where=line.place,
                why=f"The first line, {first.place}, is in {first.amount.prices}.",
                remedy="Convert every price to one currency and price year first.",
            )


def _categories(lines: Sequence[Line]) -> list[str]:
    """Return the headings in the order of published costings, others after them as they come."""
    names = list(dict.fromkeys(line.category for line in lines))

    def place(name: str) -> int:
        known = (i for i, word in enumerate(_ORDER) if name.casefold().startswith(word))
        return next(known, len(_ORDER))

    return sorted(names, key=place)


def _sums(
    lines: Sequence[Line], names: Sequence[str], field: str, spent: Money
) -> tuple[Subtotal, ...]:
    zero = replace(spent, amount=0.0)
    sums = []
    for name in names:
        under = [line.amount for line in lines if getattr(line, field) == name]
        if under:
            amount = total(under, zero=zero)
            sums.append(Subtotal(name, amount, amount.amount / spent.amount if spent.amount else 0))
    return tuple(sums)


def _odd_lines(ledger: Ledger) -> list[Finding]:
    """Return what looks like a slip: lines that stand twice, shares typed as 0.3 for 30."""
    found = []
    lines = [*ledger.lines, *ledger.research]
    same = len(lines) - len({replace(line, place="") for line in lines})
    if same:
        message = f"{same} lines of the costs stand there twice, every entry alike; both count."
        remedy = "Take one of them out, or tell them apart by their source."
        found.append(Finding("warning", "costs_twice", message, "costs", remedy))
    slight = [line.place for line in lines if 0 < line.shared < 1]
    if slight:
        message = f"{len(slight)} lines charge less than 1 percent to the programme."
        remedy = "The share is in percent: 30 for 30 percent."
        found.append(Finding("warning", "share_slight", message, "costs", remedy, tuple(slight)))
    return found


def _findings(ledger: Ledger) -> tuple[Finding, ...]:
    from studytool.roi.wording import rand

    found = [*_odd_lines(ledger)]
    if ledger.research:
        left_out = rand(ledger.research_total)
        message = f"{left_out} that served the research only is left out of the cost."
        found.append(Finding("note", "research_left_out", message, where="costs"))
    if ledger.donated.amount:
        message = f"{rand(ledger.donated)} of the cost was donated; the economic cost counts it."
        found.append(Finding("note", "donated_counted", message, where="costs"))
    unsure = sorted({line.certainty for line in ledger.lines} - {"", "recorded"})
    if unsure:
        part = total(
            (line.amount for line in ledger.lines if line.certainty in unsure),
            zero=replace(ledger.total, amount=0.0),
        )
        message = f"{rand(part)} of the cost is {' or '.join(unsure)}, not recorded."
        found.append(Finding("note", "costs_unsure", message, where="costs"))
    return tuple(found)
