from __future__ import annotations

from studytool.report.table import Cell, Column, Row, Table
from studytool.report.text import as_text


def table(**options):
    given = {
        "name": "t",
        "kind": "k",
        "caption": "What was found",
        "stub": "",
        "columns": (Column("Estimate"), Column("p")),
        "rows": (Row("A", (Cell(1.5), Cell(0.34, "p"))),),
    }
    return Table(**given | options)


def test_lines_carry_no_odd_spaces_and_no_spaces_at_their_end():
    text = as_text(table(rows=(Row("A", (Cell(3, "count"), Cell(0.0, "p"))),)))
    assert not set(text) & {"\u2007", "\u2008", "\u00a0"}
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_number_stands_before_the_title():
    assert as_text(table(), number=2).startswith("Table 2. What was found\n")
    assert as_text(table(caption="")).startswith("t\n")


def test_a_long_head_goes_on_in_the_next_line_with_its_numbers_last():
    head = "Worried about the safety of the child at home or on the way to school"
    lines = as_text(table(rows=(Row(head, (Cell(1.5), Cell(0.34, "p"))),))).splitlines()
    assert "1.50" not in lines[4]
    assert lines[5].startswith("  ")
    assert lines[5].endswith(".34")


def test_columns_align_below_a_long_spanning_head():
    columns = (
        Column("Estimate", span="A model with a very long name indeed"),
        Column("p", span="A model with a very long name indeed"),
        Column("Estimate", span="B"),
    )
    text = as_text(
        table(
            columns=columns,
            rows=(
                Row(
                    "A",
                    (Cell(1.5), Cell(0.3, "p"), Cell(2)),
                ),
            ),
        )
    )
    heads, body = text.splitlines()[4], text.splitlines()[6]
    assert len(heads) == len(body)
    assert heads.index(" p ") + 1 == body.index(".30") + 2


def test_a_hairline_stands_before_the_counts_only():
    rows = (
        Row("A", (Cell(1.5), Cell())),
        Row("People", (Cell(3, "count"), Cell()), role="count"),
        Row("Rows", (Cell(9, "count"), Cell()), role="count"),
    )
    lines = as_text(table(rows=rows)).splitlines()
    rules = [number for number, line in enumerate(lines) if line.startswith("\u2500")]
    assert rules == [1, 3, 5, 8]


def test_notes_are_folded_below():
    text = as_text(table(notes=("word " * 40,)))
    assert max(map(len, text.splitlines())) <= 72
    assert text.count("word") == 40


def test_a_table_without_rows_still_has_its_heads():
    assert "Estimate" in as_text(table(rows=()))
