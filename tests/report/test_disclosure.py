from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from studytool.core.counted import Counted, portion
from studytool.core.findings import Finding
from studytool.report.disclosure import Released, suppress_figure, suppress_table
from studytool.report.figure import Figure
from studytool.report.notes import finding_notes
from studytool.report.numbers import fixed
from studytool.report.small_cells import small
from studytool.report.table import Cell, Column, Row, Table
from studytool.report.text import as_text

PLACES = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


def everything(value: Any) -> Iterator[Any]:
    """Every number and text inside a value, however deep."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from everything(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from everything(tuple(value.items()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from everything(item)
    elif not callable(value):
        yield value


def share(count, base, mark):
    """A share with an interval that no other cell has."""
    value = count / base if base else None
    ends = (None, None) if value is None else (value - 0.1 - mark / 1e7, value + 0.1 + mark / 1e7)
    return Cell(value, "percent", 1, *ends, count=float(count), base=float(base))


def talk(cells):
    """Sentences that repeat what the cells hold, as an author or a finding would."""
    for cell in cells:
        if cell.value is not None:
            yield f"It was {fixed(cell.value * 100, 1)} % of those asked."
            yield f"That is {cell.count:.0f} of {cell.base:.0f} children."
            yield f"The share {fixed(cell.value, 4)}, {fixed(cell.low * 100, 1)} % at least."


def table_of(places):
    cells = [share(count, base, mark) for mark, (count, base) in enumerate(places)]
    said = tuple(talk(cells))
    return Table(
        name="t",
        kind="wave_table",
        caption=said[0] if said else "c",
        stub="",
        columns=(Column("%"), Column("interval")),
        rows=tuple(
            Row(
                f"row {'abcdefgh'[at]}",
                (
                    cell,
                    Cell(None, cell.unit, 1, cell.low, cell.high, count=cell.count, base=cell.base),
                ),
                key=(("row", "abcdefgh"[at]),),
            )
            for at, cell in enumerate(cells)
        ),
        unit_line=said[-1] if said else "",
        notes=said,
        findings=tuple(Finding("note", "x", text, remedy=text, cells=(text,)) for text in said),
    )


def hidden_numbers(cells, visible):
    shown = {n for cell in visible for n in (cell.value, cell.low, cell.high)}
    return {
        number
        for cell in cells
        for number in (cell.value, cell.low, cell.high)
        if number is not None and number not in shown
    }


@given(st.lists(PLACES, min_size=1, max_size=6))
def test_a_hidden_number_is_nowhere_in_the_table(places):
    table = table_of(places)
    shown, findings = suppress_table(table, 5, [])
    before = [cell for row in table.rows for cell in row.cells]
    after = [cell for row in shown.rows for cell in row.cells]
    gone = [cell for cell in before if small(cell, 5)]
    kept = [cell for cell in before if not small(cell, 5)]
    assert [cell for cell in after if cell.reason != "hidden"] == kept
    assert {f.code for f in findings} <= {"cell_suppressed"}
    left = list(everything((shown, findings)))
    assert not hidden_numbers(gone, kept) & {n for n in left if isinstance(n, float)}
    texts = [text for text in left if isinstance(text, str)]
    for cell in gone[::2]:
        for sentence in talk([cell]):
            assert sentence not in texts
    assert as_text(shown).count("hidden") >= len(gone)


@given(st.lists(PLACES, min_size=1, max_size=6))
def test_what_is_not_small_stays_as_it_was(places):
    table = table_of([(count, base) for count, base in places if 5 <= count <= base - 5])
    assert suppress_table(table, 5, []) == (table, ())


def figure_of(cells):
    data = tuple(
        {
            "series": Cell(f"line {'abcdefgh'[at]}", "text"),
            "value": cell,
            "low": Cell(cell.low, cell.unit, 1, count=cell.count, base=cell.base),
            "n": Cell(cell.base, "count", 0, count=cell.base),
        }
        for at, cell in enumerate(cells)
    )

    def tell(points):
        values = [str(point["value"].value) for point in points]
        return "From " + " to ".join(values), "Values: " + ", ".join(values)

    caption, alt_text = tell(data)
    said = tuple(talk(cells))
    return Figure(
        *("f", "trend", caption, alt_text, ("series", "value", "low", "n"), data),
        *(lambda *_: None, tell),
        notes=said,
        findings=tuple(Finding("note", "x", text) for text in said),
    )


@given(st.lists(PLACES, min_size=1, max_size=6))
def test_a_hidden_point_is_nowhere_in_the_figure(places):
    cells = [share(count, base, mark) for mark, (count, base) in enumerate(places)]
    shown, findings = suppress_figure(figure_of(cells), 5, [])
    gone = [cell for cell in cells if small(cell, 5)]
    kept = [cell for cell in cells if not small(cell, 5)]
    left = list(everything((shown, findings)))
    numbers = hidden_numbers(gone, kept)
    assert not numbers & {n for n in left if isinstance(n, float)}
    texts = [text for text in left if isinstance(text, str)]
    assert not [text for text in texts for number in numbers if str(number) in text]


def harsh():
    row = Row(
        "Harsh discipline",
        (share(10, 45, 1), share(1, 45, 2)),
        key=(("variable", "harsh_discipline"),),
    )
    columns = (Column("2020", key=(("wave", "1"),)), Column("2022", key=(("wave", "3"),)))
    return Table("harsh", "wave_table", "Harsh discipline", "", columns, (row,))


def test_a_published_small_cell_can_be_released():
    entry = Released(table="harsh", cell={"wave": 3}, reason="published in the source brief")
    shown, findings = suppress_table(harsh(), 5, [entry])
    assert shown.rows == harsh().rows
    assert [found.code for found in findings] == ["cell_released"]
    (note,) = shown.notes
    assert note.startswith("Shown although fewer than 5 people: Harsh discipline, 2022 (published")


def test_the_note_counts_what_is_hidden():
    shown, _ = suppress_table(harsh(), 5, [])
    assert shown.notes == (
        "1 cell hidden because fewer than 5 people were asked, or gave or did not give the answer.",
    )
    assert shown.rows[0].cells[1] == Cell(unit="percent", decimals=1, reason="hidden")


def test_a_title_that_tells_is_replaced_by_the_name():
    table = dataclasses.replace(harsh(), caption="Harsh discipline: from 10 to 1 of 45 families")
    assert suppress_table(table, 5, [])[0].caption == "harsh"


def test_a_finding_that_tells_keeps_its_code_and_loses_its_words():
    told = Finding("warning", "rare_outcome", "Only 1 family in 2022.", cells=("a.csv, row 1",))
    shown, _ = suppress_table(dataclasses.replace(harsh(), findings=(told,)), 5, [])
    (found,) = shown.findings
    assert (found.level, found.code, found.cells) == ("warning", "rare_outcome", ())
    assert "1 family" not in found.message


def test_places_are_named_with_the_heading_above_them():
    table = dataclasses.replace(
        harsh(),
        rows=(Row("Discipline", (Cell("", "text"),) * 2, role="group"), *harsh().rows),
    )
    _, (found,) = suppress_table(table, 5, [])
    assert '"harsh", Discipline: Harsh discipline, 2022' in found.message


@pytest.mark.parametrize("gone", ["reason", "cell", "table"])
def test_a_release_needs_its_parts(gone):
    whole = {"table": "harsh", "cell": {"wave": 3}, "reason": "published"}
    Released(**whole)
    with pytest.raises(ValidationError):
        Released(**{name: value for name, value in whole.items() if name != gone})


def test_an_empty_reason_or_cell_releases_nothing():
    with pytest.raises(ValidationError):
        Released(table="harsh", cell={}, reason="published")
    with pytest.raises(ValidationError):
        Released(table="harsh", cell={"wave": 3}, reason="")


def test_findings_and_notes_tell_no_few_people_where_no_cell_is_small():
    who, counts = portion(3, 59, "people", end=" (5%)")
    found = Finding("warning", "attrition", f"{who} left.", counts=counts)
    missing = Counted("Income, 2 of 177", (2, 175), "Income, {few} people")
    note = "No valid answer: Income, 2 of 177 (refused)."
    said = {"notes": (note, *finding_notes([found])), "findings": (found,), "counts": (missing,)}
    table = dataclasses.replace(table_of([(20, 60)]), caption="c", unit_line="", **said)
    shown, _ = suppress_table(table, 5, [])
    assert shown.notes == (
        "No valid answer: Income, fewer than 5 people (refused).",
        "Caution. Fewer than 5 of 59 people left.",
    )
    assert shown.findings[0].message == "Fewer than 5 of 59 people left."
    assert (shown.counts, shown.findings[0].counts) == ((), ())
    drawn, _ = suppress_figure(dataclasses.replace(figure_of([]), **said), 5, [])
    assert drawn.notes == shown.notes


def test_a_cell_whose_rest_is_small_looks_like_one_that_is_small_itself():
    """Twenty-six of twenty-seven is not "fewer than 5", and says no more than one of 27 does."""
    shown, _ = suppress_table(table_of([(1, 27), (26, 27)]), 5, [])
    cells = [cell for row in shown.rows for cell in row.cells]
    assert {cell.reason for cell in cells} == {"hidden"}


def test_only_the_sentence_that_gives_a_hidden_cell_away_is_withheld():
    caution = "The score decided who was offered. It was 40.0 % of those asked. Compare siblings."
    few = table_of([(2, 5)])
    hidden, _ = suppress_table(
        dataclasses.replace(
            few,
            notes=("Standard errors: CR1. It was 40.0 %.",),
            findings=(Finding("error", "score", caution, remedy="Give the rule."),),
        ),
        5,
        [],
    )
    assert hidden.notes[:2] == (
        "Standard errors: CR1.",
        "What would give away a hidden cell is not said here.",
    )
    (found,) = hidden.findings
    assert found.level == "error"
    assert found.message == (
        "The score decided who was offered. Compare siblings. "
        "What would give away a hidden cell is not said here."
    )
    assert found.remedy == "Give the rule."
