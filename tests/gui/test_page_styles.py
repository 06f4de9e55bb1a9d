from __future__ import annotations

import re

import pytest

from studytool.exporters.word_styles import ACCENT, STYLES
from studytool.gui.page_styles import PageFont, line_css, page_css, page_style


def test_every_kind_of_line_of_the_word_file_is_known():
    names = re.findall(r'w:type="paragraph"[^>]* w:styleId="(\w+)"', STYLES)
    assert {"Normal", "Title", "Heading1", "Caption", "TableText", "Note"} <= set(names)
    assert all(page_style(name).size >= 8 for name in names)


def test_a_style_is_that_of_the_word_file():
    title, normal = page_style("Title"), page_style("Normal")
    assert (title.size, title.bold, title.line) == (20, True, 1.0)
    assert (normal.size, normal.bold, normal.after, normal.line) == (10, False, 4.0, 1.05)
    assert page_style("Series").colour == f"#{ACCENT}"


def test_a_narrower_font_is_set_larger_and_its_lines_stay_as_high():
    word, ours = PageFont("Calibri"), PageFont("Inter", 0.5)
    assert "font-size:10pt" in page_css("Normal", word)
    assert "font-size:5pt" in page_css("Normal", ours)
    line = line_css(page_style("Normal"))
    assert line in page_css("Normal", word)
    assert line in page_css("Normal", ours)


def test_a_style_the_word_file_has_not_is_an_error():
    with pytest.raises(KeyError):
        page_style("Poem")
