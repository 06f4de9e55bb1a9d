from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from studytool.core.errors import StudyError
from studytool.exporters.exporter import Output
from studytool.exporters.formats.docx import WordBrief
from studytool.report.charts.trend import TrendChart
from studytool.report.disclosure import suppress_figure, suppress_table
from studytool.report.tables.regression import RegressionTable
from studytool.report.tables.wave_table import WaveTable
from studytool.roi.brief import BriefSpec, compose
from studytool.roi.cost import ledger_of
from studytool.roi.cost_table import money_tables
from studytool.roi.returns import Roi, returns_of
from tests.brief_sample import hand_brief, hand_costs, hand_material
from tests.golden_office import as_text, golden

BLOCKS = (
    {"text": "It fell by {visits.offered.estimate|abs points} points.", "boxed": "In short"},
    {"kind": "heading", "text": "What we saw"},
    {"text": ["=1+1", "https://example.org"], "list": True},
    {"figure": "f1", "height": 4},
    {"table": "t1"},
    {"table": "t2"},
    {"table": "costs"},
    {"table": "returns"},
    {"kind": "findings"},
    {"kind": "methods"},
    {"kind": "decisions"},
)


def output(blocks=BLOCKS, title="Home visits (synthetic)", **words):
    material = hand_material()
    tables = {
        "t1": WaveTable(name="t1", analysis="table1", title="Children by wave"),
        "t2": RegressionTable(name="t2", models=("visits",), title="What visits changed"),
    }
    returns = returns_of(Roi(effect="visits.offered"), ledger_of(hand_costs(), {}), (), material)
    made = {name: table.lay_out(material) for name, table in tables.items()}
    made |= money_tables(None, returns)
    shown = {name: suppress_table(table, 5, ())[0] for name, table in made.items()}
    chart = TrendChart(name="f1", analysis="table1", title="Fewer children with difficulties")
    figures = {"f1": suppress_figure(chart.draw(material), 5, ())[0]}
    spec = BriefSpec.model_validate({"title": "Are visits worth it?", "blocks": blocks} | words)
    brief = compose(
        spec, material=material, tables=shown, figures=figures, returns=returns, minimum=5
    )
    return Output(title, shown, figures, brief, ())


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("brief") / "brief.docx"
    WordBrief().write(output(), made)
    return made


@pytest.fixture
def document(path):
    return docx.Document(str(path))


def part(path, name):
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def test_tables_are_real_with_heads_that_repeat(document):
    assert len(document.tables) == 4
    by_wave = document.tables[0]
    assert [cell.text for cell in by_wave.rows[1].cells[1:3]] == ["%", "n"]
    for row in by_wave.rows[:2]:
        assert row._tr.trPr.find(qn("w:tblHeader")) is not None
    assert by_wave.rows[2]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None


def test_rules_are_horizontal_only(path):
    borders = set(re.findall(r"<w:(\w+) w:val=\"single\"", part(path, "word/document.xml")))
    assert borders <= {"top", "bottom"}
    style = re.search(r'w:styleId="StudyTable".*?</w:style>', part(path, "word/styles.xml")).group()
    assert set(re.findall(r"<w:(\w+) w:val=\"single\"", style)) == {"top", "bottom"}


def test_numbers_stand_right_and_small_cells_are_hidden(document):
    harsh = next(row for row in document.tables[0].rows if row.cells[0].text == "Harsh discipline")
    assert "hidden" in [cell.text for cell in harsh.cells]
    assert {cell.paragraphs[0].style.name for cell in harsh.cells[1:]} == {"Table Number"}


def test_captions_number_tables_and_figures(document):
    captions = [line.text for line in document.paragraphs if line.style.name == "Caption"]
    assert captions == [
        "Figure 1. Fewer children with difficulties",
        "Table 1. Children by wave",
        "Table 2. What visits changed",
        "Table 3. What it cost",
        "Table 4. Value for money",
    ]


def test_charts_say_what_they_show_and_are_sharp(document):
    (shape,) = document.inline_shapes
    described = shape._inline.docPr.get("descr")
    assert "50" in described
    assert len(described) > 40
    image = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    inches = shape.width / 914_400
    assert image.image.px_width / inches >= 200
    assert shape.width <= document.sections[0].page_width - 2 * document.sections[0].left_margin


def test_notes_name_the_sample_and_the_standard_error(document):
    notes = " ".join(line.text for line in document.paragraphs if line.style.name == "Note")
    assert "CR2, Satterthwaite" in notes
    assert "240 of 360 rows" in notes


def test_text_goes_in_as_text(path, document):
    bullets = [line.text for line in document.paragraphs if line.style.name == "List Bullet"]
    assert bullets == ["=1+1", "https://example.org"]
    body = part(path, "word/document.xml")
    assert "<w:hyperlink" not in body
    assert "w:instrText" not in body
    assert "w:fldSimple" not in body
    assert "example.org" not in part(path, "word/_rels/document.xml.rels")


def test_headings_are_styles_and_the_page_is_a4(document):
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert headings[0] == "What we saw"
    assert "How the numbers were made" in headings
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text.startswith("SYNTHETIC DATA")


def test_no_line_has_looks_of_its_own(path):
    body = part(path, "word/document.xml")
    assert set(re.findall(r"<w:rPr>(.*?)</w:rPr>", body)) <= {
        '<w:rStyle w:val="Strong"/>',
        '<w:rStyle w:val="Number"/>',
    }


def test_properties_are_ours_and_hold_no_clock(document):
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Are visits worth it?", "studytool")
    assert properties.language == "en-ZA"
    assert properties.created.year == properties.modified.year == 2000


def test_the_same_study_gives_the_same_bytes(path, tmp_path):
    again = tmp_path / "brief.docx"
    WordBrief().write(output(), again)
    assert again.read_bytes() == path.read_bytes()


def test_real_data_are_not_called_synthetic(tmp_path):
    made = tmp_path / "brief.docx"
    WordBrief().write(output(title="Home visits"), made)
    with zipfile.ZipFile(made) as file:
        assert not any(b"SYNTHETIC" in file.read(name) for name in file.namelist())


def test_marks_that_word_may_not_hold_do_not_break_the_file(tmp_path):
    made = tmp_path / "brief.docx"
    WordBrief().write(output(blocks=({"text": "a\x0bb"},), subtitle="c\x00d"), made)
    assert "cd" in [line.text for line in docx.Document(str(made)).paragraphs]


def test_without_a_brief_there_is_nothing_to_write(tmp_path):
    with pytest.raises(StudyError, match="no brief"):
        WordBrief().write(replace(output(), brief=None), tmp_path / "brief.docx")


def test_a_place_that_cannot_be_written_is_an_error_of_the_study(tmp_path):
    with pytest.raises(StudyError):
        WordBrief().write(output(), tmp_path / "missing" / "brief.docx")


def test_a_brief_is_written_as_it_was_when_it_looked_right(tmp_path):
    made = tmp_path / "brief.docx"
    WordBrief().write(Output("Home visits (synthetic)", {}, {}, hand_brief(), ()), made)
    assert as_text(made, r"word/(document|styles|header1|footer1)\.xml") == golden("brief.txt")
