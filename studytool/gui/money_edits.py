"""Edits of costs, assumptions and the effect: from one study to the next, in words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from studytool.core.errors import DataError, StudyError
from studytool.core.spec import Spec
from studytool.gui import edits
from studytool.roi.cost import CostItem, CostSheet, Ledger, Line, added_up, line_of
from studytool.roi.returns import Defended, Parameter, Roi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.outcome import Run
    from studytool.study import Study

THRESHOLD = "threshold"
"""Name of the parameter with the most that one case may cost, unless the study says another."""
NEW_LINE = "New ingredient"


class Worth(Spec):
    """The most that one case may cost, for the break-even; nothing where nobody says so."""

    amount: float | None = Field(default=None, gt=0, description="In the prices of the costs.")
    source: str = Field(default="", description="Who says so, and where.")


def with_effect(study: Study, name: str) -> Study:
    """Return the study with another effect set against the costs.

    Parameters
    ----------
    study : Study
        The study as it is.
    name : str
        Model and term. Reasons given for the effect before do not count for it.
    """
    if study.roi is None:
        return edits.changed(study, roi=Roi(effect=name))
    return with_roi(study, effect=name, defended=())


def with_roi(study: Study, **fields: Any) -> Study:  # noqa: ANN401  # values of Roi's fields
    """Return the study with fields of ``[roi]`` replaced."""
    values = {} if study.roi is None else study.roi.model_dump(exclude_unset=True)
    return edits.changed(study, roi=values | fields)


def answered(study: Study, code: str, reason: str) -> Study:
    """Return the study with a serious finding of the effect answered with a reason."""
    if study.roi is None:
        return study
    kept = tuple(one for one in study.roi.defended if one.finding != code)
    given = {"finding": code, "reason": reason}
    return with_roi(study, defended=(*(one.model_dump() for one in kept), given))


def unanswered(study: Study, code: str) -> Study:
    """Return the study without the reason given for a serious finding."""
    if study.roi is None:
        return study
    kept = tuple(one.model_dump() for one in study.roi.defended if one.finding != code)
    return with_roi(study, defended=kept)


def reasons(study: Study) -> dict[str, str]:
    """Return the reasons given for serious findings, by code."""
    given: tuple[Defended, ...] = () if study.roi is None else study.roi.defended
    return {one.finding: one.reason for one in given}


def worth_of(study: Study) -> Worth:
    """Return the most that one case may cost, as the study says it."""
    name = _threshold_name(study)
    found = next((one for one in study.parameters if one.name == name), None)
    return Worth() if found is None else Worth(amount=found.value, source=found.source)


def with_worth(study: Study, worth: Worth, prices: tuple[str, int] | None) -> Study:
    """Return the study with another worth of one case, in the prices of the costs.

    Parameters
    ----------
    study : Study
        The study as it is.
    worth : Worth
        Nothing takes the assumption out.
    prices : (str, int) or None
        Currency and price year of the costs, where they are known.
    """
    name = _threshold_name(study)
    others = tuple(one for one in study.parameters if one.name != name)
    if worth.amount is None:
        made = edits.changed(study, parameters=others)
        return with_roi(made, threshold="") if study.roi and study.roi.threshold else made
    currency, year = prices or ("", None)
    value = Parameter(
        name=name, value=worth.amount, source=worth.source, currency=currency, year=year
    )
    place = [one.name for one in study.parameters].index(name) if name in _names(study) else None
    if place is not None:
        return edits.with_item(study, "parameters", place, value)
    return edits.added(study, "parameters", value)


def with_new_line(study: Study, lines: Sequence[Line]) -> Study:
    """Return the study with one more ingredient, in the prices of those there are.

    Parameters
    ----------
    study : Study
        The study as it is.
    lines : sequence of Line
        The cost sheet, whose currency and price year it takes over.
    """
    own = [cost for cost in study.costs if isinstance(cost, CostItem)]
    year = lines[0].amount.price_year if lines else _last_year(study)
    currency = lines[0].amount.currency if lines else "ZAR"
    programme = study.roi.programme if study.roi is not None else ""
    category = own[-1].category if own else "Other"
    item = CostItem(
        ingredient=NEW_LINE,
        quantity=0,
        unit_price=0,
        currency=currency,
        price_year=year,
        programme=programme,
        category=category,
    )
    return edits.added(study, "costs", item)


def with_lines_taken_over(study: Study, lines: Sequence[Line], file: str) -> Study:
    """Return the study with the lines of a file as entries of its own, which can be typed.

    Parameters
    ----------
    study : Study
        The study as it is.
    lines : sequence of Line
        The cost sheet.
    file : str
        Stays as it is, and is not read any more.
    """
    own = [_item_of(line) for line in lines if file_of(line) == file]
    places = [at for at, cost in enumerate(study.costs) if _reads(cost, file)]
    if not own or not places:
        return study
    kept = [(at, cost) for at, cost in enumerate(study.costs) if not _reads(cost, file)]
    before = [cost for at, cost in kept if at < places[0]]
    after = [cost for at, cost in kept if at > places[0]]
    return edits.changed(study, costs=(*before, *own, *after))


def _reads(cost: CostItem | CostSheet, file: str) -> bool:
    return isinstance(cost, CostSheet) and cost.source == file


def _item_of(line: Line) -> CostItem:
    """Return a line as an entry; it says which row it was read from where it says nothing else."""
    values = {name: getattr(line, name) for name in CostItem.model_fields if hasattr(line, name)}
    money = {"currency": line.amount.currency, "price_year": line.amount.price_year}
    return CostItem.model_validate(values | money | {"source": line.source or line.place})


def cost_lines(study: Study, run: Run | None) -> tuple[Line, ...]:
    """Return every line of the cost sheet, in the order of the document.

    Parameters
    ----------
    study : Study
        Its own ingredients are as they are now.
    run : Run or None
        Its ledger knows the lines of files.
    """
    ledger = None if run is None else run.ledger
    read = [] if ledger is None else [*ledger.lines, *ledger.research]
    lines: list[Line] = []
    told: set[str] = set()
    for place, cost in enumerate(study.costs):
        if isinstance(cost, CostItem):
            lines.append(line_of(cost, f"costs[{place}]"))
        elif cost.source not in told:
            told.add(cost.source)
            lines += sorted((one for one in read if file_of(one) == cost.source), key=row_of)
    return tuple(lines)


def summed(lines: Sequence[Line], programme: str) -> tuple[Ledger | None, str]:
    """Return the ledger of the lines that count, or why they cannot be added up."""
    try:
        return (added_up(lines).of(programme), "") if lines else (None, "")
    except StudyError as error:
        if isinstance(error, DataError):
            return None, f"{error.what} {error.remedy}"
        return None, error.what


def place_of(line: Line) -> int | None:
    """Return which entry of ``[[costs]]`` a line is; None for one of a file."""
    found = line.place.removeprefix("costs[").removesuffix("]")
    return int(found) if line.place.startswith("costs[") and found.isdigit() else None


def file_of(line: Line) -> str:
    """Return the file a line stands in; empty for one of the document."""
    return line.place.rpartition(", row ")[0]


def row_of(line: Line) -> int:
    """Return the row of its file a line stands in; 0 for one of the document."""
    row = line.place.rpartition(", row ")[2]
    return int(row) if row.isdigit() else 0


def _threshold_name(study: Study) -> str:
    return (study.roi.threshold if study.roi is not None else "") or THRESHOLD


def _names(study: Study) -> list[str]:
    return [one.name for one in study.parameters]


def _last_year(study: Study) -> int:
    """Return the year of the last wave, by its label; a guess a person sees and corrects."""
    years = [int(wave.label) for wave in study.waves if wave.label.isdigit()]
    return max((year for year in years if 1900 <= year <= 2100), default=2020)  # noqa: PLR2004
