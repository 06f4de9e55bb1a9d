"""References in a brief's text: looked up, styled and protected."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.report.labels import written
from studytool.report.numbers import shown
from studytool.report.quantity import quantity
from studytool.report.small_cells import HIDDEN, small
from studytool.report.table import Cell
from studytool.roi.blocks import REFERENCE
from studytool.roi.brief import Number, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studytool.report.material import Material
    from studytool.report.table import Table, Unit
    from studytool.roi.brief import Paragraph

_STYLE = re.compile(r"(abs|percent|points|money|count|number|p)?(\d)?")
_UNITS: dict[str, Unit] = {
    "percent": "percent",
    "points": "number",
    "money": "money",
    "count": "count",
    "number": "number",
    "p": "p",
}
_WHOLE = {"percent", "points", "money", "count"}
_STYLES = ("abs", "percent1", "points1", "money2", "count", "number2", "p")
_KNOWN_DIGITS = re.compile(
    r"\b(?:19|20)\d\d\b(?:\s*[/\N{EN DASH}-]\s*\d\d\b)?"  # years and school years
    r"|\b(?:aged?|ages|under|over)\s+\d{1,2}(?:\s*(?:to|and|or|-|\N{EN DASH})\s*\d{1,2})?"
    r"|\b\d{1,2}(?:\s*(?:to|-|\N{EN DASH})\s*\d{1,2})?[- ]years?\b"
    r"|\b(?:waves?|grades?|tables?|figures?|forms?|sections?|phases?|sites?|schools?|items?|"
    r"versions?|articles?|parts?|pages?|goals?|acts?)\s+\d+(?:\.\d+)*"
    r"(?:\s*(?:,|and|to|or|-|\N{EN DASH})\s*\d+)*"
    r"|\bscale\s+(?:of|from)\s+\d+\s+to\s+\d+"
    r"|\b\d+(?:\.\d+)?\s*(?:%|per\s?cent)\s+(?:confidence\s+)?intervals?"
    r"|\b(?!R\d)[^\W\d]\w*\d\w*",  # labels such as CR2, but not rand
    re.IGNORECASE,
)
_POINTS = 100
NOT_SHOWN = "a number not shown"


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where the numbers of a text come from.

    Attributes
    ----------
    material : Material
        Results.
    further : mapping of name to Cell
        Numbers of the returns.
    tables : mapping of name to Table
        Small cells hidden: one that is shown there has been released.
    minimum : int
        Numbers that tell of fewer people are not shown.
    """

    material: Material
    further: Mapping[str, Cell]
    tables: Mapping[str, Table]
    minimum: int


def paragraph_of(text: str, lookup: Lookup) -> Paragraph:
    """Return a paragraph with its references looked up.

    Parameters
    ----------
    text : str
        Words with references such as ``{visits.visited.estimate|abs 1}``: a name and, after a
        bar, styles: a number of decimals, ``abs`` (without sign), ``percent`` (of a share, with
        its sign), ``points`` (a share times 100), ``money``, ``count``, ``p``; ``points1`` is
        points with one decimal.
    lookup : Lookup
        Where the numbers come from.

    Raises
    ------
    DocumentError
        If a reference names no number or style, or a brace is left open.
    """
    runs: list[Words | Number] = []
    end = 0
    for match in REFERENCE.finditer(text):
        runs.append(_words(text[end : match.start()]))
        runs.append(_number(match[1].strip(), match[2] or "", lookup))
        end = match.end()
    runs.append(_words(text[end:]))
    return tuple(run for run in runs if run.text)


def typed_numbers(paragraph: Paragraph) -> bool:
    """Return whether digits were typed that are no year, age, interval or label."""
    words = (run.text for run in paragraph if isinstance(run, Words))
    return any(re.search(r"\d", _KNOWN_DIGITS.sub("", text)) for text in words)


def _words(text: str) -> Words:
    if "{" in text or "}" in text:
        raise DocumentError(
            "A brace stands alone in the text.",
            why="Numbers are asked for as {result.term.field}.",
            remedy="Close the reference, or write the text without braces.",
        )
    return Words(text)


def _number(name: str, styles: str, lookup: Lookup) -> Number:
    cell = quantity(lookup.material, name, extra=lookup.further)
    if small(cell, lookup.minimum) and not _released(name, lookup):
        return Number(NOT_SHOWN, Cell(reason=HIDDEN, source=name))
    styled = _styled(cell, styles)
    text = shown(styled)
    if cell.value is None and cell.low is None:
        text = cell.reason.partition(": ")[0] or text
    return Number(text, styled)


def _styled(cell: Cell, styles: str) -> Cell:
    for style in re.split(r"[\s,|]+", styles.strip()):
        match = _STYLE.fullmatch(style)
        if match is None:
            remedy = f"{nearest(style, _STYLES)} Several may stand together, such as abs points1."
            raise DocumentError(f'There is no style "{style}".', remedy=remedy)
        cell = _in_style(cell, match[1] or "", match[2])
    return cell


def _refuse_other_units(cell: Cell, style: str) -> None:
    """Refuse a style that would call a number what it is not."""
    numbers = [end for end in (cell.value, cell.low, cell.high) if isinstance(end, (int, float))]
    if style in {"percent", "points"} and any(abs(number) > 1 for number in numbers):
        what = f'"{cell.source}" is no share, so it has no {style}.'
        raise DocumentError(what, remedy="Leave the style out; percent is for shares from 0 to 1.")
    if style == "money" and numbers and cell.unit != "money":
        raise DocumentError(f'"{cell.source}" is no money.', remedy="Leave the style out.")


def _in_style(cell: Cell, style: str, digit: str | None) -> Cell:
    _refuse_other_units(cell, style)
    if style == "abs":
        cell = _each(cell, abs)
    if style == "points":
        cell = _each(cell, lambda value: value * _POINTS)
    unit = _UNITS.get(style, cell.unit)
    usual = 0 if style in _WHOLE else cell.decimals
    decimals = usual if digit is None else int(digit)
    return replace(cell, unit="number" if unit == "count" and decimals else unit, decimals=decimals)


def _each(cell: Cell, change: Callable[[float], float]) -> Cell:
    """Return the cell with value and ends changed, the ends in order."""
    ends = sorted(change(end) for end in (cell.low, cell.high) if end is not None)
    low, high = ends if len(ends) == 2 else (None, None)  # noqa: PLR2004  # both ends
    value = change(cell.value) if isinstance(cell.value, (int, float)) else cell.value
    return replace(cell, value=value, low=low, high=high)


def _released(name: str, lookup: Lookup) -> bool:
    """Return whether a table that has been through suppression shows the same number."""
    analysis, _, rest = name.partition(".")
    variable, _, inside = rest.rpartition(".")[0].partition("[")
    wave, *group = [written(word) for word in inside.removesuffix("]").split(",")]
    wanted = {("analysis", analysis), ("variable", variable)}
    wanted |= {("group", word) for word in group}
    return any(
        cell.value is not None
        for table in lookup.tables.values()
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if wanted <= set(row.key)
        and ("wave", wave) in column.key
        and ("column", "n") not in column.key
        and (bool(group) or "group" not in dict(row.key))
    )
