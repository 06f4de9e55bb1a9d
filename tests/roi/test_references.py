from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.disclosure import Released, suppress_table
from studytool.report.tables.wave_table import WaveTable
from studytool.roi.brief import Number, Words
from studytool.roi.references import Lookup, paragraph_of, typed_numbers
from tests.brief_sample import hand_material


def lookup(tables=None, **material):
    return Lookup(hand_material(**material), {}, tables or {}, 5)


def text_of(text, **given):
    return "".join(run.text for run in paragraph_of(text, lookup(**given)))


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("{visits.offered.estimate}", "−0.20"),
        ("{visits.offered.estimate|abs 1}", "0.2"),
        ("{visits.offered.estimate|points}", "−20"),
        ("{visits.offered.estimate|abs points1}", "20.0"),
        ("{visits.offered.estimate|percent}", "−20\N{NO-BREAK SPACE}%"),
        ("{visits.offered.interval|points}", "−30 to −10"),
        ("{visits.offered.interval|abs points}", "10 to 30"),
        ("{visits.offered.p}", ".004"),
        ("{visits.n_people}", "120"),
        ("{visits.statistics.outcome_sd|3}", "0.480"),
        ("{table1.high[3].value}", "35\N{NO-BREAK SPACE}%"),
        ("{table1.high[3].value|1}", "35.0\N{NO-BREAK SPACE}%"),
        ("{table1.high[3].value|number2}", "0.35"),
    ],
)
def test_numbers_are_written_in_the_style_asked_for(reference, shown):
    assert text_of(f"It is {reference}.") == f"It is {shown}."


def test_small_numbers_are_not_told():
    runs = paragraph_of("By {table1.harsh[3].count} of {table1.harsh[3].n}.", lookup())
    assert runs[1].text == "a number not shown"
    assert runs[1].cell.value is None
    assert runs[3].text == "45"
    assert text_of("{visits.offered.estimate}", n_people=4) == "a number not shown"


def test_a_number_that_a_table_shows_by_permission_is_told():
    table = WaveTable(name="t", analysis="table1").lay_out(hand_material())
    entry = Released(table="t", cell={"variable": "harsh", "wave": 3}, reason="in print")
    text = "{table1.harsh[3].count}"
    hidden, _ = suppress_table(table, 5, ())
    shown, _ = suppress_table(table, 5, (entry,))
    assert text_of(text, tables={"t": hidden}) == "a number not shown"
    assert text_of(text, tables={"t": shown}) == "3"


@pytest.mark.parametrize(
    "text",
    [
        "{visits.offered.estimate|loud}",
        "{visits.offered",
        "visits.offered}",
        "{{visits.n_people}}",
        "{nothing.here.estimate}",
    ],
)
def test_a_reference_that_cannot_be_followed_is_an_error(text):
    with pytest.raises(DocumentError):
        paragraph_of(text, lookup())


@pytest.mark.parametrize(
    "text",
    [
        "From 2020 to 2022, and 2020/21, in the years 2020\N{EN DASH}2022.",
        "Children aged 6 to 8 in Grade 1 and Grades 2 and 3; 6-8 years old.",
        "A 95 % interval, CR2, Form 22, section 110, wave 3, Table 2.",
        "Six domains and five schools, on a scale of 0 to 40.",
    ],
)
def test_years_ages_and_labels_may_be_typed(text):
    assert not typed_numbers((Words(text),))


@pytest.mark.parametrize(
    "text", ["It fell by 14 points.", "R3,716 a child", "60 %", "45 families", "1.05"]
)
def test_other_numbers_typed_by_hand_are_noticed(text):
    assert typed_numbers((Words(text),))
    assert not typed_numbers((Number(text, hand_cell()), Words(" or so")))


def hand_cell():
    return paragraph_of("{visits.n_people}", lookup())[0].cell


@pytest.mark.parametrize("style", ["percent", "points1", "money"])
def test_a_style_does_not_call_a_number_what_it_is_not(style):
    with pytest.raises(DocumentError):
        paragraph_of("{visits.n_people|" + style + "}", lookup())
