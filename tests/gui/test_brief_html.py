from __future__ import annotations

from studytool.gui.brief_html import Sheet, brief_html
from studytool.gui.chart_images import Size
from studytool.gui.report_html import Look
from studytool.report.table import Cell
from studytool.roi.brief import Brief, HeadingPart, Number, TextPart, Words


def html(sample_run):
    sizes = {"f_path": Size(528, 150)}
    return brief_html(sample_run.output.brief, Sheet(Look(), 528, sizes, "SYNTHETIC DATA"))


def test_every_part_of_the_brief_is_on_the_page_in_order(sample_run):
    made = html(sample_run)
    places = [
        made.index(text)
        for text in ("SYNTHETIC DATA", "In short", "Table 1.", "Figure 1.", "Value for money")
    ]
    assert places == sorted(places)


def test_every_number_is_shaded_and_leads_to_its_quantity(sample_run):
    made = html(sample_run)
    for name in sample_run.study.brief.mentions():
        assert f'href="number:{name}"'.replace("'", "&#x27;") in made
    assert Look().accent_soft in made


def test_text_is_text_whatever_it_holds():
    number = Number("<5", Cell(reason="few", source='a"b'))
    parts = (HeadingPart("<b>"), TextPart(((Words("1 < 2 & 3"), number),), boxed="<i>"))
    made = brief_html(Brief("<u>", "", "", "", parts), Sheet(Look(), 528, {}))
    assert "<u>" not in made
    assert "<b>" not in made
    assert "<i>" not in made
    assert "1 &lt; 2 &amp; 3" in made
    assert 'href="number:a&quot;b"' in made
