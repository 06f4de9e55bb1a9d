"""The numbers a text may refer to, each by its name and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.report.labels import level_label, model_label, people_label, term_label, written
from studytool.report.quantity import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studytool.describe.analysis import Value
    from studytool.report.material import Material
    from studytool.report.table import Cell

_OF_ESTIMATES = {"estimate": "estimate", "interval": "interval", "p": "p value"}
_OF_MODELS = {"n_people": "people in the sample", "n_rows": "rows in the sample"}
_OF_ROWS = {"value": "value", "interval": "interval", "n": "how many were asked"}
_OF_FLOWS = {"count": "how many", "share": "share"}
_OF_RETURNS = {
    "roi.cost": "cost in all",
    "roi.per_person": "cost per person reached",
    "roi.per_family": "cost per family reached",
    "roi.reached": "people reached",
    "roi.families": "families reached",
    "roi.risk_difference": "change in the share of cases",
    "roi.risk_difference.interval": "change in the share of cases, interval",
    "roi.cases_averted": "cases averted",
    "roi.cases_averted.interval": "cases averted, interval",
    "roi.cost_per_case": "cost per case averted",
    "roi.cost_per_case.interval": "cost per case averted, interval",
    "roi.break_even": "change at which it breaks even",
    "roi.threshold": "most that one case may cost",
    "roi.donated": "part that was donated",
    "roi.research": "cost of the research, left out",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that can be referred to.

    Attributes
    ----------
    name : str
        As a reference writes it, such as ``visits.visited.estimate``.
    words : str
        What it is, for a reader.
    result : str
        What the result it belongs to is called.
    cell : Cell
        The number, with the people behind it.
    """

    name: str
    words: str
    result: str
    cell: Cell


def quantities(
    material: Material, further: Mapping[str, Cell] | None = None
) -> tuple[Quantity, ...]:
    """Return the numbers a text may refer to, result by result.

    Parameters
    ----------
    material : Material
        The results.
    further : mapping of name to Cell, optional
        Numbers of later steps, such as those of the returns.

    Returns
    -------
    tuple of Quantity
        Those that have a value or an interval; every name can be looked up.
    """
    extra = further or {}
    found = []
    for name, words, result in _named(material, extra):
        try:
            cell = quantity(material, name, extra=extra)
        except DocumentError:
            continue
        if cell.value is not None or cell.low is not None:
            found.append(Quantity(name, words, result, cell))
    return tuple(found)


def _named(material: Material, further: Mapping[str, Cell]) -> Iterator[tuple[str, str, str]]:
    for name, words in _OF_RETURNS.items():
        if name in further:
            yield name, words, "Value for money"
    yield from _of_models(material)
    yield from _of_analyses(material)
    yield from _of_sensitivity(material)
    panel = material.panel
    people = people_label(panel).lower()
    yield "panel.people", f"{people} in the data", "Panel"
    for wave, label in panel.waves.items():
        yield f"panel.people[{wave:g}]", f"{people} in the data, {label}", "Panel"
    for level in panel.design.levels:
        yield f"panel.{level}", f"{level_label(panel, level).lower()} in the data", "Panel"


def _of_models(material: Material) -> Iterator[tuple[str, str, str]]:
    for name, (spec, result) in material.models.items():
        label, asked = model_label(spec), set(spec.treatments)
        for term in result.estimates:
            if not asked or set(term.split(":")) & asked:
                treated = term_label(material.panel, term)
                for field, words in _OF_ESTIMATES.items():
                    yield f"{name}.{term}.{field}", f"{treated}, {words}", label
        for field, words in _OF_MODELS.items():
            yield f"{name}.{field}", words, label


def _of_analyses(material: Material) -> Iterator[tuple[str, str, str]]:
    for name, (spec, description) in material.analyses.items():
        label = spec.title or name
        for row in description.rows:
            if row.get("section") not in {None, "flow"} or "variable" not in row:
                continue
            told = ", ".join(_told(row))
            for field, words in (_OF_FLOWS if "section" in row else _OF_ROWS).items():
                yield f"{name}.{_term(row)}.{field}", f"{told}, {words}", label


def _of_sensitivity(material: Material) -> Iterator[tuple[str, str, str]]:
    for name, (spec, result) in material.sensitivity.items():
        label = spec.title or f"{spec.in_words()} ({name})"
        for measure in result.measures:
            yield f"{name}.{measure}", result.words.get(measure, measure), label
        for line in result.lines:
            for field, words in (("estimate", "estimate"), ("interval", "interval")):
                yield f"{name}.{line.name}.{field}", f"{line.label}, {words}", label


def _term(row: Mapping[str, Value]) -> str:
    inside = [written(row[name]) for name in ("wave", "group") if row.get(name) not in {None, ""}]
    return f"{row['variable']}[{','.join(inside)}]" if inside else str(row["variable"])


def _told(row: Mapping[str, Value]) -> list[str]:
    parts = (row.get("label") or row["variable"], row.get("wave_label"), row.get("group"))
    return [str(part) for part in parts if part not in {None, ""}]
