"""The brief as HTML of a page: its real parts, every number shaded and leading to its result."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from studytool.gui.report_html import caption_html, notes_html, table_html
from studytool.roi.brief import FigurePart, HeadingPart, Number, TablePart, TextPart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.gui.chart_images import Size
    from studytool.gui.report_html import Look
    from studytool.roi.brief import Brief, Paragraph, Part

NUMBER = "number:"
"""What the address of a number begins with; the name of the quantity follows."""


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
    """

    look: Look
    width: int
    sizes: Mapping[str, Size]
    banner: str = ""


def brief_html(brief: Brief, sheet: Sheet) -> str:
    """Return a brief as one HTML document.

    Parameters
    ----------
    brief : Brief
        With everything looked up.
    sheet : Sheet
        How it is set.
    """
    look = sheet.look
    series = [text for text in ("Brief", brief.place, brief.audience, sheet.banner) if text]
    parts = [_line_of(" · ".join(series), f"font-size:9pt;font-weight:600;color:{look.accent}")]
    parts.append(_line_of(brief.title, f"font-size:19pt;font-weight:600;color:{look.ink}"))
    if brief.subtitle:
        parts.append(_line_of(brief.subtitle, f"font-size:11pt;color:{look.ink2}"))
    parts.append(_gap(6))
    parts += [_part(part, sheet) for part in brief.parts]
    return "".join(parts)


def _part(part: Part, sheet: Sheet) -> str:
    match part:
        case HeadingPart():
            return _heading(part.text, sheet.look)
        case TextPart():
            return _text(part, sheet)
        case TablePart():
            return _table(part, sheet)
        case FigurePart():
            return _figure(part, sheet)


def _heading(text: str, look: Look) -> str:
    return (
        f'<p style="margin:14px 0 2px 0;font-size:12pt;font-weight:600;color:{look.ink}">'
        f"{escape(text)}</p>"
    )


def _text(part: TextPart, sheet: Sheet) -> str:
    look = sheet.look
    size, ink = ("9pt", look.ink2) if part.small else ("10pt", look.ink)
    style = f"margin:0 0 5px 0;font-size:{size};color:{ink};line-height:118%"
    lines = [_runs(paragraph, look) for paragraph in part.paragraphs]
    if part.bullets:
        items = "".join(f'<li style="{style}">{line}</li>' for line in lines)
        body = f'<ul style="margin:2px 0 4px 0;-qt-list-indent:1">{items}</ul>'
    else:
        body = "".join(f'<p style="{style}">{line}</p>' for line in lines)
    return _boxed(part.boxed, body, sheet) if part.boxed else body


def _boxed(title: str, body: str, sheet: Sheet) -> str:
    line = _line(sheet.look)
    ink = sheet.look.ink
    head = f'<p style="margin:0 0 3px 0;font-weight:600;color:{ink}">{escape(title)}</p>'
    inside = f'<tr><td style="padding:8px 0 4px 0">{head}{body}</td></tr>'
    return (
        f'<table width="{sheet.width}" cellspacing="0" cellpadding="0" '
        f'style="margin:6px 0 6px 0">{line}{inside}{line}</table>'
    )


def _line(look: Look) -> str:
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
    return f'<a href="{where}" style="{style};font-weight:500">{escape(number.text)}</a>'


def _table(part: TablePart, sheet: Sheet) -> str:
    table, look = part.table, sheet.look
    title = caption_html(f"Table {part.number}", table.caption, table.unit_line, look)
    body = table_html(table, look, width=sheet.width)
    return f"{_gap(5)}{title}{body}{notes_html(table.notes, look)}{_gap(4)}"


def _figure(part: FigurePart, sheet: Sheet) -> str:
    figure, look = part.figure, sheet.look
    size = sheet.sizes[figure.name]
    title = caption_html(f"Figure {part.number}", figure.caption, figure.unit_line, look)
    image = (
        f'<p style="margin:4px 0 0 0"><img src="chart:{escape(figure.name)}" '
        f'width="{size.width}" height="{size.height}" alt="{escape(figure.alt_text)}"></p>'
    )
    return f"{_gap(5)}{title}{image}{notes_html(figure.notes, look)}{_gap(4)}"


def _gap(points: int) -> str:
    return f'<p style="margin:0;font-size:{points}pt">&nbsp;</p>'


def _line_of(text: str, style: str) -> str:
    return f'<p style="margin:0 0 3px 0;{style}">{escape(text)}</p>'
