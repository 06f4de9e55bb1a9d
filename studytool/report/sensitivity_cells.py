"""Numbers of a sensitivity analysis as cells, with the people behind each."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.models.result import NotAvailable
from studytool.report.behind import people_behind
from studytool.report.table import Cell
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from studytool.report.material import Material
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.spec import SensitivitySpec

FIELDS = ("estimate", "std_error", "p", "low", "high", "interval", "people", "at")
NO_END = "without end"
NOT_THERE = "not available"


def sensitivity_of(material: Material, name: str) -> tuple[SensitivitySpec, SensitivityResult]:
    """Return a sensitivity analysis and its answer.

    Parameters
    ----------
    material : Material
        The results.
    name : str
        As the document has it.

    Raises
    ------
    DocumentError
        If there is none of that name.
    """
    if name not in material.sensitivity:
        raise DocumentError(
            f'"{name}" is no sensitivity analysis.',
            where="sensitivity",
            remedy=nearest(name, list(material.sensitivity)),
        )
    return material.sensitivity[name]


def shape_of(material: Material, result: SensitivityResult, line: Line) -> Cell:
    """Return an empty cell that says how many people a line tells of.

    Parameters
    ----------
    material : Material
        The results; that of the model says who stands behind its estimate.
    result : SensitivityResult
        The answer.
    line : Line
        One of its lines.
    """
    model = material.models[result.model][1]
    count, base = term_behind(material.panel, model, result.term)
    if base is None and count is None:
        return Cell()
    if line.behind is not None:
        return Cell(count=min(line.behind, line.behind if count is None else int(count)), base=base)
    return Cell(count=count, base=base)


def line_cell(material: Material, result: SensitivityResult, line: Line, field: str) -> Cell:
    """Return one number of a line.

    Parameters
    ----------
    material, result, line
        As in `shape_of`.
    field : str
        One of `FIELDS`.
    """
    shape = shape_of(material, result, line)
    if field == "interval":
        return _interval(line, shape)
    value = getattr(line, field)
    if value is None:
        return replace(shape, reason=line.reason or NOT_THERE)
    if field == "people":
        return _people(material, result, float(value), shape)
    if not math.isfinite(value):
        return replace(shape, reason=NO_END)
    return replace(shape, value=float(value), unit="p" if field == "p" else "number")


def measure_cell(material: Material, result: SensitivityResult, name: str) -> Cell:
    """Return one of the numbers that sum an analysis up.

    Parameters
    ----------
    material, result
        As in `shape_of`.
    name : str
        One of its measures.
    """
    found = result.measures[name]
    shape = shape_of(material, result, result.lines[0])
    if isinstance(found, NotAvailable):
        return replace(shape, reason=found.reason)
    if name.startswith("n_"):
        return replace(shape, value=float(found), unit="count", decimals=0)
    if not math.isfinite(found):
        return replace(shape, reason=NO_END)
    return replace(shape, value=float(found), unit="p" if name.endswith("p") else "number")


def sensitivity_cell(material: Material, name: str, term: str, field: str) -> Cell:
    """Return the number of a reference such as ``trends.m[0.5].low`` or ``trends.breakdown``.

    Parameters
    ----------
    material : Material
        The results.
    name, term, field : str
        Analysis, line (empty for a measure), and field or measure.

    Raises
    ------
    DocumentError
        If there is no such number.
    """
    result = sensitivity_of(material, name)[1]
    if not term:
        known = [*result.measures, *(f"{line.name}.estimate" for line in result.lines)]
        _refuse_unknown(name, field, list(result.measures), known)
        return measure_cell(material, result, field)
    lines = {line.name: line for line in result.lines}
    _refuse_unknown(name, term, list(lines), list(lines))
    _refuse_unknown(f"{name}.{term}", field, list(FIELDS), list(FIELDS))
    return line_cell(material, result, lines[term], field)


def _interval(line: Line, shape: Cell) -> Cell:
    if line.low is None or line.high is None:
        return replace(shape, reason=line.reason or NOT_THERE)
    if not (math.isfinite(line.low) and math.isfinite(line.high)):
        return replace(shape, reason=NO_END)
    return replace(shape, low=line.low, high=line.high)


def _people(material: Material, result: SensitivityResult, value: float, shape: Cell) -> Cell:
    people = people_behind(material.panel, material.models[result.model][1])
    count = value if shape.count is None else min(value, shape.count)
    behind = None if people is None else count
    return Cell(value=value, unit="count", decimals=0, count=behind)


def _refuse_unknown(place: str, name: str, known: list[str], offered: list[str]) -> None:
    if name not in known:
        raise DocumentError(f'"{place}" has no "{name}".', remedy=nearest(name, offered))
