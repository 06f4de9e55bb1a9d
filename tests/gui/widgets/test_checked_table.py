from __future__ import annotations

from studytool.gui.checked_rows import Row
from studytool.gui.widgets.checked_table import CheckedTable
from tests.gui.by_label import texts


def row(name, *, before="", verdict="holds"):
    return Row(name, "estimate", "0.36", before, "0.357", "−0.003", verdict, bool(before), verdict)


def test_before_has_a_column_only_once_a_number_has_moved(qtbot):
    table = CheckedTable()
    qtbot.addWidget(table)
    table.show()
    table.show_rows([row("a"), row("b")], "A book")
    qtbot.waitUntil(lambda: "Ours" in texts(table))
    said = texts(table)
    assert "2 published numbers" in said
    assert "Before" not in said
    assert "\nPublished: A book." in said
    table.show_rows([row("a"), row("b", before="0.386", verdict="differs")], "A book")
    qtbot.waitUntil(lambda: "Before" in texts(table))
    said = texts(table).splitlines()
    assert "1 of 2 numbers moved" in said
    assert {"Before", "Now", "0.386", "differs"} <= {*said}


def test_without_numbers_there_is_no_table(qtbot):
    table = CheckedTable()
    qtbot.addWidget(table)
    table.show()
    table.show_rows([], "")
    assert not table.isVisible()
