"""The ruled part of a table as HTML: on the screen, on a clipboard, and as a page prints it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from studytool.exporters.layout import column_widths, printed_texts
from studytool.gui.page_styles import PIXELS_A_POINT, PageFont, line_css, page_style
from studytool.gui.table_widths import Measures, in_line, measures, parted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.gui.report_html import Look
    from studytool.report.table import Row, Table

_PIXELS_A_CM = 96 / 2.54
_CELL_TOP, _CELL_RIGHT = round(1.0 * PIXELS_A_POINT), round(4.25 * PIXELS_A_POINT)
"""Word's cell margins of 20 and 85 twentieths of a point, in pixels."""


def table_html(
    table: Table, look: Look, *, width: int, hrefs: Mapping[str, str] | None = None
) -> str:
    """Return the ruled part of a table: heads, rows and the rules around them.

    Parameters
    ----------
    table : Table
        As it will be printed; its title and notes are set by others.
    look : Look
        Colours.
    width : int
        Room in pixels at 100 %; a table of few columns takes less, and one of too many stands in
        parts under each other.
    hrefs : mapping of spanning head to address, optional
        Where a click on a spanning head leads.

    Returns
    -------
    str
        HTML tables with every style written out, so that word processors keep it.
    """
    parts = parted(table, width)
    texts = [printed_texts(part) for part in parts]
    alone = [measures(part, text, width) for part, text in zip(parts, texts, strict=True)]
    return "".join(
        _one_html(part, text, _Sheet(look, sizes.size, sizes.gap), sizes, hrefs or {})
        for part, text, sizes in zip(parts, texts, in_line(alone, parts, width), strict=True)
    )


def page_table_html(table: Table, look: Look, *, width: int, font: PageFont) -> str:
    """Return the ruled part of a table as the Word file has it: its columns, type and spaces.

    Parameters
    ----------
    table : Table
        As it will be printed.
    look : Look
        Colours.
    width : int
        Width of the text in pixels at 100 %.
    font : PageFont
        What the page is set in.
    """
    texts = printed_texts(table)
    across = column_widths(table, texts, width / _PIXELS_A_CM)
    stub, *others = (round(one * _PIXELS_A_CM) for one in across)
    style = page_style("TableText")
    sizes = Measures(style.size * font.scale, 0, stub, tuple(others))
    padding = f"{_CELL_TOP}px {_CELL_RIGHT}px {_CELL_TOP}px 0"
    sheet = _Sheet(look, sizes.size, 0, padding, line_css(style), above=0, apart="", all_bold=True)
    return _one_html(table, texts, sheet, sizes, {})


def _one_html(
    table: Table,
    texts: Sequence[Sequence[str]],
    sheet: _Sheet,
    sizes: Measures,
    hrefs: Mapping[str, str],
) -> str:
    rows = [*_head_rows(table, sheet, sizes, hrefs), *_body_rows(table.rows, texts, sheet)]
    return (
        f'<table width="{sizes.total}" cellspacing="0" cellpadding="0" '
        f'style="border-collapse:collapse;margin-top:{sheet.above}px">{"".join(rows)}</table>'
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Styles of one table."""

    look: Look
    size: float
    gap: int
    padding: str = ""
    line: str = ""
    above: int = 4
    apart: str = "padding-top:6px;"
    all_bold: bool = False

    def rule(self, side: str, *, fine: bool = False) -> str:
        """Return the style of a rule at one side of a cell."""
        colour = self.look.line2 if fine else self.look.rule
        return f"border-{side}:1px solid {colour};"

    def cell(self, *, bold: bool = False, quiet: bool = False, first: bool = False) -> str:
        """Return the style of a cell; the first of a row stands flush with the rule."""
        colour = self.look.ink2 if quiet else self.look.ink
        weight = "font-weight:600;" if bold else ""
        padding = self.padding or f"2px 2px 3px {0 if first else self.gap}px"
        return f"font-size:{self.size:g}pt;color:{colour};{weight}{self.line}padding:{padding};"


def _head_rows(table: Table, sheet: _Sheet, sizes: Measures, hrefs: Mapping[str, str]) -> list[str]:
    spans = _spans(table)
    rows = []
    top = sheet.rule("top")
    if any(text for _, text in spans):
        cells = [f'<td width="{sizes.stub}" style="{sheet.cell(first=True)}{top}"></td>']
        for many, text in spans:
            under = sheet.rule("bottom", fine=True) if text else ""
            style = f"{sheet.cell(bold=True, quiet=True)}{top}{under}"
            words = _span_html(text, hrefs.get(text, ""), sheet.look)
            cells.append(f'<td colspan="{many}" align="center" style="{style}">{words}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
        top = ""
    style = f"{sheet.cell(bold=True, quiet=True)}{top}{sheet.rule('bottom')}"
    first = f"{sheet.cell(bold=True, quiet=True, first=True)}{top}{sheet.rule('bottom')}"
    cells = [f'<td width="{sizes.stub}" valign="bottom" style="{first}">{escape(table.stub)}</td>']
    cells += [
        f'<td width="{width}" align="right" valign="bottom" style="{style}">'
        f"{escape(column.head)}</td>"
        for column, width in zip(table.columns, sizes.widths, strict=True)
    ]
    return [*rows, f"<tr>{''.join(cells)}</tr>"]


def _span_html(text: str, href: str, look: Look) -> str:
    if not href:
        return escape(text)
    style = f"color:{look.ink2};font-weight:600;text-decoration:none"
    return f'<a href="{escape(href)}" style="{style}">{escape(text)}</a>'


def _spans(table: Table) -> list[tuple[int, str]]:
    """Return how many columns each spanning head covers, and its text."""
    spans: list[tuple[int, str]] = []
    for column in table.columns:
        if spans and spans[-1][1] == column.span:
            spans[-1] = (spans[-1][0] + 1, column.span)
        else:
            spans.append((1, column.span))
    return spans


def _body_rows(rows: Sequence[Row], texts: Sequence[Sequence[str]], sheet: _Sheet) -> list[str]:
    made = []
    counted = True
    for row, cells in zip(rows, texts, strict=True):
        fine = sheet.rule("top", fine=True) if row.role == "count" and not counted else ""
        fine += sheet.rule("bottom") if row is rows[-1] else ""
        counted = row.role == "count"
        made.append(_body_row(row, cells, sheet, fine))
    return made


def _body_row(row: Row, texts: Sequence[str], sheet: _Sheet, fine: str) -> str:
    head = escape(row.head)
    if row.role == "group":
        style = sheet.cell(bold=True, first=True) + sheet.apart + fine
        return f'<tr><td colspan="{len(texts) + 1}" style="{style}">{head}</td></tr>'
    lead = row.role == "lead"
    made = [f'<td style="{sheet.cell(bold=lead, first=True)}{fine}">{head}</td>']
    for cell, text in zip(row.cells, texts, strict=True):
        number = isinstance(cell.value, (int, float)) and cell.unit == "number"
        style = sheet.cell(bold=lead and (number or sheet.all_bold), quiet=bool(cell.reason)) + fine
        keep = "white-space:pre;" if cell.value is not None or cell.low is not None else ""
        made.append(f'<td align="right" style="{style}{keep}">{escape(text)}</td>')
    return f"<tr>{''.join(made)}</tr>"
