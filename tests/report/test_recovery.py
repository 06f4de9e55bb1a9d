from __future__ import annotations

from dataclasses import replace

from studytool.report.disclosure import suppress_table
from studytool.report.table import Cell, Column, Row, Table


def count(number):
    return Cell(number, "count", 0, count=number)


def parts(*numbers, total):
    rows = [Row(f"part {at}", (count(n),), adds_to=("s",)) for at, n in enumerate(numbers)]
    return Table(
        "t", "k", "", "", (Column("n"),), (Row("All", (count(total),), total_of=("s",)), *rows)
    )


def recoverable(table):
    _, findings = suppress_table(table, 5, [])
    return [found.message for found in findings if found.code == "cell_recoverable"]


def hidden(table):
    shown, _ = suppress_table(table, 5, [])
    return [row.head for row in shown.rows if row.cells[0].reason == "hidden"]


def test_the_smallest_other_part_is_hidden_with_the_one_that_a_total_gives_away():
    table = parts(20, 3, 8, 0, total=31)
    assert hidden(table) == ["part 1", "part 2"]
    assert recoverable(table) == []
    shown, _ = suppress_table(table, 5, [])
    assert "1 more cell is hidden" in shown.notes[-1]


def test_the_total_goes_where_no_other_part_holds_anybody_but_the_parts_known_elsewhere():
    table = parts(20, 3, total=23)
    rows = (table.rows[0], replace(table.rows[1], known=True), table.rows[2])
    assert hidden(replace(table, rows=rows)) == ["All", "part 1"]


def test_what_is_known_elsewhere_is_shown_and_the_team_is_told():
    table = parts(20, 3, total=23)
    known = replace(
        table, rows=(*(replace(row, known=True) for row in table.rows[:2]), table.rows[2])
    )
    assert hidden(known) == ["part 1"]
    (message,) = recoverable(known)
    assert "part 1" in message
    assert "3" not in message.replace('"t"', "")


def test_what_hides_one_sum_may_open_another_and_that_is_closed_too():
    rows = (
        Row("All", (count(43),), total_of=("s",)),
        Row("north", (count(23),), adds_to=("s",), total_of=("n",)),
        Row("south", (count(20),), adds_to=("s",)),
        Row("north, boys", (count(3),), adds_to=("n",)),
        Row("north, girls", (count(0),), adds_to=("n",)),
    )
    table = Table("t", "k", "", "", (Column("n"),), rows)
    assert hidden(table) == ["north", "south", "north, boys"]


def test_two_hidden_parts_protect_each_other():
    assert hidden(parts(20, 3, 2, total=25)) == ["part 1", "part 2"]


def test_a_hidden_part_of_a_hidden_total_is_not_told():
    assert recoverable(parts(0, 3, total=3)) == []


def test_without_a_total_nothing_is_recoverable():
    table = parts(20, 3, total=23)
    assert recoverable(Table("t", "k", "", "", table.columns, table.rows[1:])) == []


def test_columns_that_add_up_are_watched_too():
    columns = (
        Column("boys", adds_to=("s",)),
        Column("girls", adds_to=("s",)),
        Column("all", total_of=("s",)),
    )
    row = Row("a", (count(20), count(3), count(23)))
    shown, _ = suppress_table(Table("t", "k", "", "", columns, (row,)), 5, [])
    assert [cell.reason for cell in shown.rows[0].cells] == ["hidden", "hidden", ""]
