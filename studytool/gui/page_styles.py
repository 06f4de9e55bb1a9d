"""The styles of the Word brief as the preview of its pages sets them: one source for both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from studytool.exporters.word_styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping

PIXELS_A_POINT = 96 / 72
_WORD_LINE = 1.2207
"""Height of a line of the Word file's font, in em."""
_TWENTIETHS, _LINES, _HALVES = 20, 240, 2
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How one kind of line is set.

    Attributes
    ----------
    size, before, after : float
        Type and spaces in points.
    line : float
        Height of a line as a share of the font's own.
    bold : bool
        Whether it is heavy.
    colour : str
        Such as "#17201E".
    """

    size: float
    before: float
    after: float
    line: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class PageFont:
    """What a page is set in.

    Attributes
    ----------
    family : str
        Name of the font.
    scale : float
        Size at which it runs as wide as the font of the Word file; 1 for that font itself.
    """

    family: str
    scale: float = 1.0


def page_style(name: str) -> PageStyle:
    """Return the style of that identifier, such as "Heading1".

    Raises
    ------
    KeyError
        If the Word file has none of it.
    """
    return _styles()[name]


def page_css(name: str, font: PageFont) -> str:
    """Return a style as the style attribute of a paragraph."""
    style = page_style(name)
    weight = "font-weight:600;" if style.bold else ""
    before, after = (round(space * PIXELS_A_POINT) for space in (style.before, style.after))
    return (
        f"margin:{before}px 0 {after}px 0;font-size:{style.size * font.scale:.3g}pt;{weight}"
        f"{line_css(style)}"
    )


def line_css(style: PageStyle) -> str:
    """Return how high the lines of a style are: as in the Word file, whatever the font here."""
    high = style.size * PIXELS_A_POINT * _WORD_LINE * style.line
    return f"line-height:{high:.2f}px;-qt-line-height-type:fixed;"


@cache
def _styles() -> Mapping[str, PageStyle]:
    root = Xml.fromstring(STYLES)  # noqa: S314  # written by ourselves, read from no file
    found = root.iterfind(f"{_W}style[@{_W}type='paragraph']")
    return {str(one.get(f"{_W}styleId")): _style(one) for one in found}


def _style(found: Xml.Element) -> PageStyle:
    spacing, run = found.find(f"{_W}pPr/{_W}spacing"), found.find(f"{_W}rPr")
    return PageStyle(
        size=_number(run, "sz", "val") / _HALVES,
        before=float(_value(spacing, "before")) / _TWENTIETHS,
        after=float(_value(spacing, "after")) / _TWENTIETHS,
        line=float(_value(spacing, "line")) / _LINES,
        bold=run is not None and run.find(f"{_W}b") is not None,
        colour="#" + _value(None if run is None else run.find(f"{_W}color"), "val"),
    )


def _number(found: Xml.Element | None, name: str, attribute: str) -> float:
    return float(_value(None if found is None else found.find(f"{_W}{name}"), attribute))


def _value(found: Xml.Element | None, attribute: str) -> str:
    return "0" if found is None else found.get(f"{_W}{attribute}", "0")
