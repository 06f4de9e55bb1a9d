from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from studytool.api import open_study
from studytool.gui.edits import changed
from studytool.gui.widgets.cost_sheet import CostSheetPane
from studytool.roi.cost import CostItem
from tests.gui.by_label import click, texts, type_in

FUEL = CostItem(ingredient="Fuel", quantity=10, unit_price=20, price_year=2021)


def shown(qtbot, study, run=None):
    pane = CostSheetPane()
    qtbot.addWidget(pane)
    pane.resize(500, 700)
    pane.show_costs(study, run)
    pane.show()
    return pane


def test_what_has_no_column_is_typed_below(qtbot, sample_study_path):
    study = changed(open_study(sample_study_path), costs=(FUEL,), roi=None, brief=None)
    pane = shown(qtbot, study)
    assert pane.choose(0)
    click(pane, "More about this line")
    with qtbot.waitSignal(pane.described) as asked:
        type_in(pane, "Payer", "Donor")
    assert asked.args == [0, FUEL.model_copy(update={"payer": "Donor"})]


def test_what_is_left_out_and_unsure_is_said(qtbot, sample_run):
    pane = shown(qtbot, sample_run.study, sample_run)
    assert "R138,000 that served the research only is left out" in texts(pane)
    assert "62 children, 46 families, prices of 2021" in texts(pane)


def test_the_way_to_change_the_lines_of_a_file_stands_above_them(qtbot, sample_run):
    pane = shown(qtbot, sample_run.study, sample_run)
    way = next(one for one in pane.findChildren(QPushButton) if "Take over" in one.text())
    assert way.isVisibleTo(pane)
    assert way.mapTo(pane, way.rect().bottomLeft()).y() <= pane.grid.pos().y()
