"""Numbers by name: ``visits.visited.estimate``, ``table1.violence_exposure[3].value``.

The first part is a result, the last one a field; between them stands a term, a test or a row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.models.result import NotAvailable
from studytool.report.behind import mean_behind, people_behind, yes_behind
from studytool.report.described import described_cell
from studytool.report.sensitivity_cells import sensitivity_cell
from studytool.report.table import Cell
from studytool.report.term_people import term_behind, term_of_test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.result import Estimate, ModelResult, TestResult
    from studytool.report.material import Material
    from studytool.survey.panel import Panel

_ESTIMATE = ("estimate", "std_error", "df", "p", "low", "high", "interval")
_TEST = ("statistic", "df", "p", "draws", "low", "high", "interval")
_FLOW = ("rows", "people", "used_rows", "used_people", "singletons")
_COUNTS = ("n_rows", "n_people")
_MOVED = ("to_yes", "to_no")
_MOVED_TESTS = ("mcnemar_exact", "mcnemar_mid_p")
_OF_LEAD = ("minimum_detectable_effect", "equivalence_bound")
_TESTS_OF_LEAD = ("bias_corrected",)
"""Tests whose statistic is a number of people: those who changed the rarer way."""


class Published(Protocol):
    """An entry of ``[[reproduces]]``: a number in print and how near ours must come."""

    @property
    def quantity(self) -> str:
        """Name of our number."""

    @property
    def published(self) -> float:
        """The number in print."""

    @property
    def tolerance(self) -> float:
        """Largest difference that counts as equal."""

    @property
    def source(self) -> str:
        """Where it is printed."""


@dataclass(frozen=True, slots=True)
class Reproduced:
    """A published number beside ours.

    Attributes
    ----------
    quantity, source : str
        Which number, and where it is printed.
    published : float
        The number in print.
    ours : float or None
        The number of this run; None where it does not exist.
    tolerance : float
        Largest difference that counts as equal.
    holds : bool
        Whether ours is that near.
    reason : str
        Why there is no number of ours.
    """

    quantity: str
    published: float
    ours: float | None
    tolerance: float
    holds: bool
    source: str
    reason: str = ""


def quantity(material: Material, name: str, *, extra: Mapping[str, Cell] | None = None) -> Cell:
    """Return the number of that name, with the people behind it.

    Parameters
    ----------
    material : Material
        The results.
    name : str
        Result, term and field, split at the first and the last dot: ``visits.visited.estimate``,
        ``visits.wild_cluster.p``, ``visits.n_people``, ``visits.n_clusters.household``,
        ``visits.statistics.outcome_sd``, ``visits.flow.used_people``,
        ``table1.abuse_victim[3].value`` (wave, or wave and group), ``panel.people``,
        ``panel.people[1]``, ``panel.household`` (a level). The field ``interval`` is both ends.
    extra : mapping of name to Cell, optional
        Numbers of steps after the report, such as ``roi.cost``.

    Returns
    -------
    Cell
        The number, or the reason why there is none; its source is `name`.

    Raises
    ------
    DocumentError
        If there is no number of that name.
    """
    further = extra or {}
    if name in further:
        return replace(further[name], source=name)
    first, _, rest = name.partition(".")
    term, _, field = rest.rpartition(".")
    if first in material.models:
        cell = _of_model(material.models[first][1], term, field, material.panel)
    elif first in material.analyses:
        cell = described_cell(*material.analyses[first], term=term, field=field)
    elif first in material.sensitivity:
        cell = sensitivity_cell(material, first, term, field)
    elif first == "panel":
        cell = _of_panel(material.panel, rest)
    else:
        known = list(
            dict.fromkeys((*material.models, *material.analyses, *material.sensitivity, "panel"))
        )
        begins_alike = [other for other in further if other.startswith(f"{first}.")]
        remedy = nearest(name, begins_alike) if begins_alike else nearest(first, known)
        raise DocumentError(f'There is no number "{name}".', remedy=remedy)
    return replace(cell, source=name)


def reproduce(entries: Sequence[Published], material: Material) -> tuple[Reproduced, ...]:
    """Set published numbers beside ours.

    Parameters
    ----------
    entries : sequence of Published
        The ``[[reproduces]]`` of the document.
    material : Material
        The results.

    Returns
    -------
    tuple of Reproduced
        One an entry, in order.

    Raises
    ------
    DocumentError
        If an entry names what is not a number of this study; says which entry.
    """
    return tuple(_beside(entry, place, material) for place, entry in enumerate(entries))


def _beside(entry: Published, place: int, material: Material) -> Reproduced:
    where = f"reproduces[{place}].quantity"
    try:
        cell = quantity(material, entry.quantity)
    except DocumentError as error:
        raise error.placed(where) from None
    if isinstance(cell.value, str) or (cell.value is None and not cell.reason):
        raise DocumentError(f'"{entry.quantity}" is not one number.', where=where)
    ours = cell.value
    # what both are apart by is compared a hair above the tolerance: 0.3 - 0.1 is not over 0.2
    allowed = entry.tolerance * (1 + 1e-9) + 1e-15
    return Reproduced(
        quantity=entry.quantity,
        published=entry.published,
        ours=ours,
        tolerance=entry.tolerance,
        holds=ours is not None and abs(ours - entry.published) <= allowed,
        source=entry.source,
        reason=cell.reason if ours is None else "",
    )


def _of_model(result: ModelResult, term: str, field: str, panel: Panel) -> Cell:
    people, yes = people_behind(panel, result), yes_behind(panel, result)
    if not term and field in _COUNTS:
        return _count(getattr(result, field), people)
    tables: dict[str, Mapping[str, float]] = {
        "n_clusters": result.n_clusters,
        "statistics": result.statistics,
        "flow": {name: getattr(result.flow, name) for name in _FLOW},
    }
    if term in tables:
        _refuse_unknown(f"{result.name}.{term}", field, list(tables[term]))
        if term == "statistics":
            lead = term_behind(panel, result, next(iter(result.shown), ""))[0]
            return _of_statistics(result, field, people, lead if field in _OF_LEAD else yes)
        return _count(tables[term][field], people)
    known = list(dict.fromkeys((*result.estimates, *result.tests, *tables)))
    _refuse_unknown(result.name, term or field, known)
    if term in result.estimates:
        _refuse_unknown(f"{result.name}.{term}", field, _ESTIMATE)
        count, base = term_behind(panel, result, term)
        return replace(_of_estimate(result.estimates[term], field, people), count=count, base=base)
    _refuse_unknown(f"{result.name}.{term}", field, _TEST)
    if term in _MOVED_TESTS and field == "statistic":
        return replace(_count(result.tests[term].statistic or 0.0, people), base=people)
    of = next(iter(result.shown), "") if term in _TESTS_OF_LEAD else term_of_test(term)
    count, base = term_behind(panel, result, of)
    return replace(_of_test(result.tests[term], field, people), count=count, base=base)


def _of_statistics(
    result: ModelResult, field: str, people: float | None, yes: float | None
) -> Cell:
    value = result.statistics[field]
    if field in _MOVED:
        return replace(_count(value, people), base=people)
    if field.startswith("n_"):
        return _count(value, people)
    share = None if people is None else mean_behind(result, field)
    if share is None:
        return replace(_number(value, people), count=yes)
    # a mean of rows, not of people: what is left of the base says nothing
    return replace(_number(value, None), count=share if yes is None else min(share, yes))


def _refuse_unknown(place: str, name: str, known: Sequence[str]) -> None:
    if not name:
        raise DocumentError(
            f'"{place}" does not say which of its numbers is meant.',
            remedy=f"Add its name after a full stop. {nearest(name, known)}",
        )
    if name not in known:
        raise DocumentError(f'"{place}" has no "{name}".', remedy=nearest(name, known))


def _of_estimate(found: Estimate | NotAvailable, field: str, people: float | None) -> Cell:
    if isinstance(found, NotAvailable):
        alone = found.estimate if field == "estimate" else None
        return Cell(reason=found.reason, base=people) if alone is None else _number(alone, people)
    if field == "interval":
        return _interval(found.low, found.high, people)
    return _number(getattr(found, field), people, is_p=field == "p")


def _of_test(test: TestResult, field: str, people: float | None) -> Cell:
    if field == "interval" and test.low is not None and test.high is not None:
        return _interval(test.low, test.high, people)
    value = None if field == "interval" else getattr(test, field)
    if value is None:
        return Cell(reason=test.reason or "not available", base=people)
    if field == "draws":
        return Cell(value, unit="count", decimals=0)
    return _number(value, people, is_p=field == "p")


def _number(value: float, people: float | None, *, is_p: bool = False) -> Cell:
    if not math.isfinite(value):
        reason = "normal distribution" if math.isinf(value) else "not available"
        return Cell(reason=reason, base=people)
    return Cell(value, unit="p" if is_p else "number", base=people)


def _interval(low: float, high: float, people: float | None) -> Cell:
    if not (math.isfinite(low) and math.isfinite(high)):
        return Cell(reason="not available", base=people)
    return Cell(low=low, high=high, base=people)


def _count(value: float, people: float | None) -> Cell:
    """Return a count of people, rows or clusters: it tells of people at most as many as it says."""
    behind = None if people is None else min(float(value), people)
    return Cell(value, unit="count", decimals=0, count=behind)


def _of_panel(panel: Panel, name: str) -> Cell:
    base, _, bracket = name.partition("[")
    wave = bracket.removesuffix("]")
    frame = panel.frame
    columns = {"people": panel.design.person, **panel.design.levels}
    known = ["rows", "waves", *columns]
    _refuse_unknown("panel", base, known)
    if wave:
        waves = {f"{number:g}": number for number in panel.waves}
        _refuse_unknown(f"panel.{base}", wave, list(waves))
        frame = frame[frame[panel.design.wave] == waves[wave]]
    if base == "waves":
        return Cell(len(panel.waves), unit="count", decimals=0)
    column = columns.get(base)
    value = len(frame) if column is None else frame[column].nunique()
    people = panel.design.design != "groups"
    return Cell(value, unit="count", decimals=0, count=float(value) if people else None)
