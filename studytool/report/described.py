"""One number of a description: ``violence_exposure[3]`` and the field ``value``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.report.attrition_cells import attrition_cell
from studytool.report.labels import written
from studytool.report.table import Cell
from studytool.report.wave_points import number_of, statistic_of, wave_points

if TYPE_CHECKING:
    from studytool.describe.analysis import Analysis, Description, Value

_MEASURED = ("value", "count", "n", "low", "high")
_TELLING = ("section", "group", "wave", "wave_label")
_NAMING = ("wave", "wave_label", "group")
_BESIDE = ("reason", "label", "wave_label")


def described_cell(analysis: Analysis, description: Description, *, term: str, field: str) -> Cell:
    """Return one number of a description, with the people behind it.

    Parameters
    ----------
    analysis : Analysis
        The request.
    description : Description
        Its answer.
    term : str
        Variable, or what else heads a row, with wave and group in brackets:
        ``violence_exposure[3]``, ``violence_exposure[3,Johannesburg]``.
    field : str
        Column, or "interval" for both ends.

    Raises
    ------
    DocumentError
        If there is no such row or column, or several rows are meant.
    """
    place = row_of(description, analysis.name, term)
    row = description.rows[place]
    known = [column for column in description.columns if column not in _BESIDE]
    if field != "interval" and field not in description.columns:
        raise DocumentError(
            f'"{analysis.name}" has no column "{field}".', remedy=nearest(field, known)
        )
    if {"value", "n"} <= set(description.columns) and field in (*_MEASURED, "interval"):
        return _wave_cell(analysis, description, place, field)
    if field == "interval" and not {"low", "high"} <= set(description.columns):
        raise DocumentError(f'"{analysis.name}" has no interval.', remedy=nearest(field, known))
    if isinstance(row.get(field), str):
        return Cell(str(row[field]), unit="text")
    return attrition_cell(row, field) if "section" in row else _plain_cell(row, field)


def row_of(description: Description, name: str, term: str) -> int:
    """Return the place of the row that `term` names, from 0.

    Raises
    ------
    DocumentError
        If there is none, or several.
    """
    head, inside = _parts(term)
    rows = description.rows
    named = [place for place, row in enumerate(rows) if head in _heads(row)]
    if not named:
        known = list(dict.fromkeys(text for row in rows for text in _heads(row)))
        raise DocumentError(f'"{name}" says nothing of "{head}".', remedy=nearest(head, known))
    found = [place for place in named if all(_stands_for(rows[place], word) for word in inside)]
    if len(found) > 1:
        overall = [place for place in found if rows[place].get("group") in {None, "", "all"}]
        found = overall if len(overall) == 1 else found
    if len(found) == 1:
        return found[0]
    which = ", ".join(
        dict.fromkeys(f"{head}[{','.join(_inside(rows[place]))}]" for place in found or named)
    )
    what = "is not there" if not found else "names several numbers"
    raise DocumentError(f'"{name}.{term}" {what}.', remedy=f"There are: {which}.")


def _parts(term: str) -> tuple[str, tuple[str, ...]]:
    head, _, bracket = term.partition("[")
    inside = bracket.removesuffix("]")
    return head.strip(), tuple(word.strip() for word in inside.split(",") if word.strip())


def _heads(row: dict[str, Value]) -> list[str]:
    """Return what a row is called: its variable, or its first text."""
    if "variable" in row:
        return [str(row["variable"])]
    return [value for value in row.values() if isinstance(value, str) and value][:1]


def _inside(row: dict[str, Value]) -> list[str]:
    words = [row.get("wave"), row.get("group")]
    return [written(word) for word in words if word not in {None, ""}]


def _stands_for(row: dict[str, Value], word: str) -> bool:
    return any(
        value not in {None, ""} and written(value) == written(word)
        for column, value in row.items()
        if column == "wave" or (isinstance(value, str) and column != "reason")
    )


def _wave_cell(analysis: Analysis, description: Description, place: int, field: str) -> Cell:
    (point,) = wave_points(
        replace(description, rows=(description.rows[place],)),
        analysis=analysis.name,
        statistic=statistic_of(analysis, description),
        decimals=getattr(analysis, "decimals", None),
    )
    cell = point.cell
    if field == "n":
        return point.n_cell
    if field == "interval":
        return point.interval_cell
    value: float | str | None = getattr(cell, field)
    if field == "count":
        reason = "" if value is not None else "not counted"
        return Cell(value, "count", 0, count=cell.count, base=cell.base, reason=reason)
    return Cell(
        value,
        unit=cell.unit,
        decimals=cell.decimals,
        count=cell.count,
        base=cell.base,
        reason="" if value is not None else cell.reason or "not available",
    )


def _plain_cell(row: dict[str, Value], field: str) -> Cell:
    """Return a number of a description of another form: who stands behind it is in its columns."""
    count, base = number_of(row.get("count")), number_of(row.get("n"))
    behind = Cell(count=count, base=base)
    if field == "interval":
        return replace(behind, low=number_of(row.get("low")), high=number_of(row.get("high")))
    value = number_of(row.get(field))
    if value is None:
        return replace(behind, reason=str(row.get("reason") or "not available"))
    if isinstance(row[field], int):
        return Cell(value, unit="count", decimals=0, count=value, base=base)
    return replace(behind, value=value)
