"""The styles of a Word brief: what every kind of line looks like, in one place."""

from __future__ import annotations

FONT = "Calibri"
LANGUAGE = "en-ZA"
INK, INK2, ACCENT = "17201E", "46524F", "0B5D57"
RULE = "17201E"
HAIRLINE = "C3CBC8"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _paragraph_style(
    name: str,
    *,
    size: float = 10,
    before: int = 0,
    after: int = 0,
    bold: bool = False,
    colour: str = INK,
    follow: str = "Normal",
    more: str = "",
    last: str = "",
    line: int = 252,
) -> str:
    """Return one style; sizes in points, spaces in twentieths of a point, line in 240ths.

    `more` stands before the spacing and `last` after it: the format fixes the order.
    """
    base = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if name == "Normal" else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    half = round(size * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{_style_id(name)}">'
        f'<w:name w:val="{name}"/>{base}<w:next w:val="{follow}"/><w:qFormat/>'
        f'<w:pPr>{more}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}"'
        f' w:lineRule="auto"/>{last}</w:pPr>'
        f'<w:rPr>{weight}<w:color w:val="{colour}"/><w:sz w:val="{half}"/>'
        f'<w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _style_id(name: str) -> str:
    """Return the identifier Word gives a style of that name: Heading1 for "heading 1"."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _rule(edge: str, colour: str, space: int) -> str:
    return f'<w:{edge} w:val="single" w:sz="6" w:space="{space}" w:color="{colour}"/>'


_TOGETHER = "<w:keepNext/><w:keepLines/>"
_BOX = f"<w:pBdr>{_rule('top', RULE, 5)}{_rule('bottom', RULE, 5)}</w:pBdr>"
_BULLET = '<w:numPr><w:numId w:val="1"/></w:numPr>'
_RIGHT = '<w:jc w:val="right"/>'
_INDENT = '<w:ind w:left="284" w:hanging="227"/>'

_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '</w:style><w:style w:type="table" w:styleId="StudyTable"><w:name w:val="Study Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f"{_rule('top', RULE, 0)}{_rule('bottom', RULE, 0)}</w:tblBorders><w:tblCellMar>"
    '<w:top w:w="20" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
)

_PARAGRAPHS = (
    _paragraph_style("Normal", after=80),
    _paragraph_style("Series", size=8.5, bold=True, colour=ACCENT, after=60, more="<w:keepNext/>"),
    _paragraph_style("Title", size=20, bold=True, after=20, more=_TOGETHER, line=240),
    _paragraph_style("Subtitle", size=11, colour=INK2, after=120, more="<w:keepNext/>"),
    _paragraph_style(
        "heading 1", size=12.5, bold=True, before=150, after=40, more=_TOGETHER, line=240
    ),
    _paragraph_style("Box Heading", bold=True, after=20, more=f"<w:keepNext/>{_BOX}"),
    _paragraph_style("Box", after=50, more=_BOX),
    _paragraph_style("List Bullet", after=40, more=_BULLET, last=_INDENT),
    _paragraph_style("Small Bullet", size=8.5, after=25, more=_BULLET, last=_INDENT, line=240),
    _paragraph_style("caption", bold=True, before=90, after=20, more=_TOGETHER, line=240),
    _paragraph_style("Unit Line", size=9, colour=INK2, after=30, more=_TOGETHER, line=240),
    _paragraph_style("Chart", after=20, more="<w:keepNext/>", line=240),
    _paragraph_style("Table Text", size=9, line=240),
    _paragraph_style("Table Number", size=9, last=_RIGHT, line=240),
    _paragraph_style(
        "Table Head",
        size=9,
        bold=True,
        colour=INK2,
        more="<w:keepNext/>",
        last=_RIGHT,
        line=240,
    ),
    _paragraph_style(
        "Table Span",
        size=9,
        bold=True,
        colour=INK2,
        more="<w:keepNext/>",
        last='<w:jc w:val="center"/>',
        line=240,
    ),
    _paragraph_style(
        "Note", size=8, colour=INK2, before=30, after=50, more="<w:keepLines/>", line=240
    ),
    _paragraph_style("Small", size=8, colour=INK2, after=20, line=240),
    _paragraph_style("header", size=8.5, colour=INK2, line=240),
    _paragraph_style("footer", size=8.5, colour=INK2, line=240, last=_RIGHT),
)

STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    + "".join(_PARAGRAPHS)
    + '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Number"><w:name w:val="Number"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>" + _TABLE + "</w:styles>"
)
"""The whole style sheet as WordprocessingML."""
