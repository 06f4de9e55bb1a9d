from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from studytool.exporters.word_styles import STYLES

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_style_sheet_is_well_formed_and_names_each_style_once():
    sheet = ET.fromstring(STYLES)  # noqa: S314  # our own text
    ids = [style.get(f"{WORD}styleId") for style in sheet.iter(f"{WORD}style")]
    assert len(ids) == len(set(ids))
    assert {"Normal", "Title", "Heading1", "Caption", "Header", "Note", "StudyTable"} <= set(ids)
    based = [element.get(f"{WORD}val") for element in sheet.iter(f"{WORD}basedOn")]
    assert set(based) <= set(ids)


def test_the_language_is_south_african_english():
    assert re.search(r'<w:lang w:val="en-ZA"', STYLES)


def test_elements_stand_in_the_order_the_format_fixes():
    order = ["keepNext", "keepLines", "numPr", "pBdr", "spacing", "ind", "jc"]
    sheet = ET.fromstring(STYLES)  # noqa: S314  # our own text
    for properties in sheet.iter(f"{WORD}pPr"):
        places = [order.index(child.tag.removeprefix(WORD)) for child in properties]
        assert places == sorted(places)
