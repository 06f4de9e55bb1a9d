from __future__ import annotations

from studytool.gui import theme
from studytool.gui.widgets.pair_table import ROW, PairTable
from studytool.survey.pairs import pairs_of
from tests.gui.by_label import texts
from tests.gui.pair_files import document_with_pairs, waves_of


def shown(qtbot, folder):
    pair = next(p for p in pairs_of(waves_of(document_with_pairs(folder)), ()) if p.differing)
    table = PairTable()
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show_pair(pair, range(len(pair.names)), ["First: row 12", "Second: row 15"])
    table.show()
    return table


def test_cells_that_differ_are_told_by_a_word(qtbot, tmp_path):
    table = shown(qtbot, tmp_path)
    told = texts(table)
    assert told.count("differ") == 2
    assert told.count("alike") == 2
    assert table.height() == 5 * ROW


def test_they_are_marked_by_weight_and_fill_too(qtbot, tmp_path):
    table = shown(qtbot, tmp_path)
    labels = {label.text(): label for label in table.findChildren(type(table.children()[1]))}
    assert labels["31"].font().weight() > labels["F6"].font().weight()
    picture = table.grab().toImage()
    place = labels["31"].geometry()
    fill = picture.pixelColor(place.right() - 6, place.center().y())
    assert fill.name() == theme.current().color("recoded_soft").name()


def test_a_reader_is_told_the_whole_table(qtbot, tmp_path):
    told = shown(qtbot, tmp_path).accessibleDescription()
    assert "Score: First: row 12 13, Second: row 15 31" in told
