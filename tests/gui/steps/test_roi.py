from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QScrollArea

from studytool.api import open_study, run
from studytool.core.errors import DocumentError, ReleaseError
from studytool.core.findings import Finding
from studytool.gui.document import Document
from studytool.gui.money_edits import with_effect
from studytool.gui.steps.roi import RoiStep
from studytool.gui.theme import figures, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.cost_grid import CostGrid
from studytool.gui.widgets.total_line import TotalLine
from studytool.roi.cost import CostItem
from tests.gui.by_label import choose, click, control, seen, texts, type_in
from tests.small_study import write_study


def shown(qtbot, path, run=None):
    document = Document()
    document.open(path)
    step = RoiStep(document)
    qtbot.addWidget(step)
    step.resize(552, 900)
    step.show()
    if run is not None:
        document.show_run(run)
    return step


@pytest.fixture
def sample(qtbot, sample_study_path, sample_run):
    return shown(qtbot, sample_study_path, sample_run)


@pytest.fixture
def small(qtbot, tmp_path):
    return shown(qtbot, write_study(tmp_path))


def cells(step, row):
    model = step.findChild(CostGrid).cost_model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def type_cell(step, row, column, text):
    """Type into a cell of the grid as a person does."""
    grid = step.findChild(CostGrid)
    for line in seen(grid, QLineEdit):
        QTest.keyClick(line, Qt.Key.Key_Return)
    QCoreApplication.processEvents()  # Qt takes what was typed a moment later
    grid.type_into(row, column)
    (line,) = seen(grid, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def picks(step):
    return next(menu for menu in step.findChildren(QMenu) if menu.actions()).actions()


def test_the_effect_is_picked_from_the_models_and_its_interval_goes_with_it(sample):
    assert "Offer, share with high difficulties: −21.1 percentage points" in texts(sample)
    assert "95 % interval −32.0 to −10.2" in texts(sample)
    assert [action.isChecked() for action in picks(sample)] == [True]


def test_lines_of_a_file_are_shown_with_their_place_and_cannot_be_typed(sample):
    assert "16 lines are read from costs.csv, rows 3 to 18" in texts(sample)
    assert "R4,425 per child, R5,964 per family." in texts(sample)
    model = sample.findChild(CostGrid).cost_model
    flags = model.flags(model.index(0, 1))
    assert not flags & Qt.ItemFlag.ItemIsEditable
    sample.findChild(CostGrid).choose(2)
    assert "costs.csv, row 5: Trainer" in texts(sample)


def test_every_line_stands_whole_in_the_one_pane_that_scrolls(sample):
    grid = sample.findChild(CostGrid)
    lines = grid.cost_model.lines
    assert len(lines) > 12
    assert not grid.verticalScrollBar().isVisible()
    assert grid.verticalScrollBar().maximum() == 0
    metrics = QFontMetrics(figures(font(SIZES["label"])))
    for place, line in enumerate(lines):
        inside = grid.visualRect(grid.cost_model.index(place, 0)).adjusted(6, 0, -6, 0)
        wrapped = metrics.boundingRect(inside, Qt.TextFlag.TextWordWrap.value, line.ingredient)
        assert wrapped.height() <= inside.height(), line.ingredient
        assert wrapped.width() <= inside.width(), line.ingredient


def test_a_line_that_is_chosen_is_scrolled_into_sight(qtbot, sample):
    pane = QScrollArea()
    qtbot.addWidget(pane)
    pane.setWidget(sample)
    pane.setWidgetResizable(True)
    pane.resize(552, 300)
    pane.show()
    grid = sample.findChild(CostGrid)
    last = len(grid.cost_model.lines) - 1
    grid.choose(last)
    cell = grid.visualRect(grid.cost_model.index(last, 0))
    place = grid.viewport().mapTo(pane.viewport(), cell.center())
    assert pane.viewport().rect().contains(place)
    pane.takeWidget()


def test_the_lines_of_a_file_are_taken_over_and_one_is_changed(sample):
    study, ledger = sample.document.study, sample.document.run.ledger
    click(sample, "Take over the lines of costs.csv")
    taken = sample.document.study
    assert all(isinstance(cost, CostItem) for cost in taken.costs)
    assert len(taken.costs) == len(ledger.lines) + len(ledger.research)
    (total,) = seen(sample, TotalLine)
    assert total.accessibleName() == "Total: 274,346"
    assert "Take over" not in " ".join(one.text() for one in seen(sample, QPushButton))
    type_cell(sample, 2, 1, "30")
    assert sample.document.study.costs[2].quantity == 30
    assert total.accessibleName() == f"Total: {274_346 + 27 * 3200:,}"
    sample.document.undo.undo()
    sample.document.undo.undo()
    assert sample.document.study == study
    assert run(taken).ledger.total == ledger.total


def test_a_line_is_added_typed_and_taken_back(small):
    before = small.document.study
    click(small, "Add a line")
    type_cell(small, 0, 1, "12")
    type_cell(small, 0, 3, "350.5")
    (item,) = small.document.study.costs
    assert (item.quantity, item.unit_price) == (12, 350.5)
    assert cells(small, 0)[-1] == "4,206"
    for _ in range(3):
        small.document.undo.undo()
    assert small.document.study is before


def test_what_is_no_amount_is_refused_in_words(small):
    click(small, "Add a line")
    type_cell(small, 0, 1, "1,5")
    assert "has a comma. Type 1.5." in texts(small)
    assert small.document.study.costs[0].quantity == 0


def test_lines_are_removed_by_the_keyboard(small):
    click(small, "Add a line")
    grid = small.findChild(CostGrid)
    grid.setFocus()
    grid.choose(0)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert small.document.study.costs == ()


def test_a_file_is_left_out_as_one_step(sample):
    sample.findChild(CostGrid).choose(0)
    click(sample, "Leave out costs.csv")
    assert sample.document.study.costs == ()
    sample.document.undo.undo()
    assert len(sample.document.study.costs) == 1


def test_prices_of_different_years_are_told_and_not_added(small):
    old = CostItem(ingredient="Fuel", quantity=1, unit_price=2, price_year=2020)
    new = old.model_copy(update={"price_year": 2021})
    study = small.document.study.model_copy(update={"costs": (old, new)})
    small.document.edit("costs", study)
    assert "The costs mix 2020 ZAR and 2021 ZAR." in texts(small)


def test_assumptions_are_edits_and_what_is_saved_is_what_the_shell_reads(sample, tmp_path):
    type_in(sample, "Effect lasts", "3")
    choose(sample, "Cases: which", "Higher")
    type_in(sample, "Most that one case", "40000")
    study = sample.document.study
    assert (study.roi.horizon, study.roi.better) == (3, "higher")
    assert (study.parameters[0].value, study.parameters[0].year) == (40000, 2021)
    sample.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").digest == sample.document.study.digest


def test_an_error_of_the_run_stands_at_its_field(sample):
    error = DocumentError("People are counted in whole numbers.", where="roi.reached")
    sample.document.show_error(error)
    assert "People are counted in whole numbers." in texts(sample)
    assert sample.mark() == "warning"


def test_a_refused_effect_is_defended_with_a_reason(sample):
    found = Finding("error", "after_score", "The score decided who was chosen.")
    sample._effects = tuple(replace(one, serious=(found,)) for one in sample._effects)
    refusal = ReleaseError(
        '"offer_cases.offered" carries a serious finding: The score decided who was chosen.',
        where="roi.effect",
        remedy='Use another model, or answer it: defended = [{ finding = "after_score" }].',
    )
    sample.document.show_error(refusal)
    assert "carries a serious finding" in texts(sample)
    click(sample, "Use with this reason")
    assert "Write a reason" in texts(sample)
    type_in(sample, "Why this effect may be used", "Agreed with the board.")
    assert sample.document.study.roi.defended[0].reason == "Agreed with the board."
    assert "Used all the same: Agreed with the board." in texts(sample)
    other = with_effect(sample.document.study, "visits.visited")
    assert other.roi.defended == ()
    click(sample, "Take the reason back")
    assert sample.document.study.roi.defended == ()


def test_a_study_without_outcomes_of_zero_or_one_says_what_it_waits_for(qtbot, tmp_path):
    path = write_study(tmp_path)
    step = shown(qtbot, path, run(open_study(path)))
    assert "No effect picked yet" in texts(step)
    assert "No model has an outcome of 0 or 1 yet" in texts(step)
    assert step.mark() == ""


def test_places_lead_to_their_field(sample):
    sample.reveal("roi.reached")
    assert control(sample, "How many were reached", QLineEdit).isVisible()
    assert sample.side() is None
