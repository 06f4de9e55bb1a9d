from __future__ import annotations

from PySide6.QtWidgets import QLabel

from studytool.gui.widgets.ruled_table import RuledTable


def texts(table):
    return [label.text() for label in table.findChildren(QLabel) if label.isVisibleTo(table)]


def test_a_table_shows_title_heads_rows_and_note(qtbot):
    table = RuledTable()
    qtbot.addWidget(table)
    table.show_rows("Who", ["", "2020"], [["Rows", "10"], ["Children", "9"]], note="All of them.")
    shown = texts(table)
    assert shown[0] == "Who"
    assert "All of them." in shown
    assert shown.count("9") == 1
    table.show_rows("Who", ["", "2020"], [["Rows", "11"]])
    assert "10" not in texts(table)
    assert "All of them." not in texts(table)


def test_a_reader_hears_the_rows(qtbot):
    table = RuledTable()
    qtbot.addWidget(table)
    table.show_rows("Who", ["", "2020"], [["Rows", "10"]])
    (body,) = [child for child in table.children() if getattr(child, "accessibleName", str)()]
    assert body.accessibleName() == "Who"
    assert "Rows, 10" in body.accessibleDescription()
