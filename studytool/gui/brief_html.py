"""The brief as HTML of a page: its real parts, every number shaded and leading to its result."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from studytool.gui.page_styles import PIXELS_A_POINT, PageFont, page_css
from studytool.gui.table_html import page_table_html
from studytool.roi.brief import FigurePart, HeadingPart, Number, TablePart, TextPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.gui.chart_images import Size
    from studytool.gui.report_html import Look
    from studytool.roi.brief import Brief, Paragraph, Part

NUMBER = "number:"
"""What the address of a number begins with; the name of the quantity follows."""


_WORD = PageFont("Calibri")
_ROUND_BOX = 8
_BOX_SPACE = round(5 * PIXELS_A_POINT)
KEPT = "kept"
"""Anchor of a line that stands on the page of what follows it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a brief is set.

    Attributes
    ----------
    look : Look
        Colours.
    width : int
        Room in pixels at 100 %.
    sizes : mapping of chart to Size
        How large each chart is drawn.
    banner : str
        SYNTHETIC DATA, or nothing.
    font : PageFont
        What it is set in.
    """

    look: Look
    width: int
    sizes: Mapping[str, Size]
    banner: str = ""
    font: PageFont = _WORD


def brief_html(brief: Brief, sheet: Sheet) -> str:
    """Return a brief as one HTML document.

    Parameters
    ----------
    brief : Brief
        With everything looked up.
    sheet : Sheet
        How it is set.
    """
    look, font = sheet.look, sheet.font
    series = " · ".join(t for t in ("Brief", brief.place, brief.audience, sheet.banner) if t)
    parts = [
        _line(series, "Series", look.accent, font),
        _line(brief.title, "Title", look.ink, font),
    ]
    if brief.subtitle:
        parts.append(_line(brief.subtitle, "Subtitle", look.ink2, font))
    parts += [_part(part, sheet) for part in brief.parts]
    return "".join(parts)


def _part(part: Part, sheet: Sheet) -> str:
    match part:
        case HeadingPart():
            return _line(part.text, "Heading1", sheet.look.ink, sheet.font, keep=True)
        case TextPart():
            return _text(part, sheet)
        case TablePart():
            return _table(part, sheet)
        case FigurePart():
            return _figure(part, sheet)


def _text(part: TextPart, sheet: Sheet) -> str:
    name = "ListBullet" if part.bullets else "Box" if part.boxed else "Normal"
    if part.small:
        name = "SmallBullet" if part.bullets else "Small"
    ink = sheet.look.ink2 if name == "Small" else sheet.look.ink
    style = f"{page_css(name, sheet.font)}color:{ink}"
    lines = [_runs(paragraph, sheet.look) for paragraph in part.paragraphs]
    if part.bullets:
        items = "".join(f'<li style="{style}">{line}</li>' for line in lines)
        body = f'<ul style="margin:0;-qt-list-indent:1">{items}</ul>'
    else:
        body = "".join(f'<p style="{style}">{line}</p>' for line in lines)
    return _boxed(part.boxed, body, sheet) if part.boxed else body


def _boxed(title: str, body: str, sheet: Sheet) -> str:
    rule = _rule(sheet.look)
    head = _line(title, "BoxHeading", sheet.look.ink, sheet.font)
    room = f"{_BOX_SPACE}px 0 {_BOX_SPACE}px 0"
    inside = f'<tr><td style="padding:{room}">{head}{body}</td></tr>'
    return (
        f'<table width="{sheet.width}" cellspacing="0" cellpadding="0" '
        f'style="margin:{_ROUND_BOX}px 0 {_ROUND_BOX}px 0">{rule}{inside}{rule}</table>'
    )


def _rule(look: Look) -> str:
    return f'<tr><td height="1" style="background-color:{look.rule};font-size:1pt"></td></tr>'


def _runs(paragraph: Paragraph, look: Look) -> str:
    return "".join(
        _number(run, look) if isinstance(run, Number) else _words(run.text, strong=run.strong)
        for run in paragraph
    )


def _words(text: str, *, strong: bool) -> str:
    return f"<b>{escape(text)}</b>" if strong else escape(text)


def _number(number: Number, look: Look) -> str:
    style = f"background-color:{look.accent_soft};color:{look.ink};text-decoration:none"
    where = escape(f"{NUMBER}{number.cell.source}")
    return f'<a href="{where}" style="{style};font-weight:600">{escape(number.text)}</a>'


def _table(part: TablePart, sheet: Sheet) -> str:
    table, look, font = part.table, sheet.look, sheet.font
    head = _head(f"Table {part.number}. {table.caption}", table.unit_line, sheet)
    body = page_table_html(table, look, width=sheet.width, font=font)
    return f"{head}{body}{_notes(table.notes, sheet)}"


def _figure(part: FigurePart, sheet: Sheet) -> str:
    figure = part.figure
    size = sheet.sizes[figure.name]
    head = _head(f"Figure {part.number}. {figure.caption}", figure.unit_line, sheet)
    image = (
        f'<p style="margin:0"><img src="chart:{escape(figure.name)}" '
        f'width="{size.width}" height="{size.height}" alt="{escape(figure.alt_text)}"></p>'
    )
    return f"{head}{image}{_notes(figure.notes, sheet)}"


def _head(caption: str, unit_line: str, sheet: Sheet) -> str:
    made = _line(caption, "Caption", sheet.look.ink, sheet.font, keep=True)
    if not unit_line:
        return made
    return made + _line(unit_line, "UnitLine", sheet.look.ink2, sheet.font, keep=True)


def _notes(notes: Sequence[str], sheet: Sheet) -> str:
    return _line(" ".join(notes), "Note", sheet.look.ink2, sheet.font) if notes else ""


def _line(text: str, name: str, colour: str, font: PageFont, *, keep: bool = False) -> str:
    words = f'<a name="{KEPT}">{escape(text)}</a>' if keep else escape(text)
    return f'<p style="{page_css(name, font)}color:{colour}">{words}</p>'
