from __future__ import annotations

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


def test_one_hidden_part_of_a_shown_total_is_told():
    (message,) = recoverable(parts(20, 3, total=23))
    assert "part 1" in message
    assert "3" not in message.replace('"t"', "")


def test_two_hidden_parts_protect_each_other():
    assert recoverable(parts(20, 3, 2, total=25)) == []


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
    assert len(recoverable(Table("t", "k", "", "", columns, (row,)))) == 1
