from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QModelIndex, Qt

from studytool.gui.widgets.frame_model import FrameModel
from studytool.survey.codebook import Variable

FRAME = pd.DataFrame(
    {
        "child": pd.Series(["b", "a", "c"], dtype="str"),
        "wave": [1, 2, 1],
        "score": [10.5, np.nan, -2.0],
    }
)
REASONS = pd.DataFrame({"score": pd.Series([None, "refused", None], dtype="str")})
CODEBOOK = {
    "score": Variable(name="score", label="Difficulties"),
    "wave": Variable(name="wave", labels={"1": "2020"}),
}


@pytest.fixture
def model(qtmodeltester):
    made = FrameModel()
    made.show_frame(FRAME, reasons=REASONS, codebook=CODEBOOK)
    qtmodeltester.check(made, force_py=True)
    return made


def shown(model, column):
    return [model.cell(row, column)[0] for row in range(model.rowCount())]


def test_it_has_the_rows_and_columns_of_the_frame(model):
    assert (model.rowCount(), model.columnCount()) == (3, 3)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 3
    assert shown(model, 2) == ["10.5", "refused", "−2.0"]
    assert model.cell(1, 2)[1]


def test_it_sorts_and_goes_back(model):
    before = FRAME.copy()
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert shown(model, 0) == ["a", "b", "c"]
    assert model.position(0) == 1
    assert model.row_of(1) == 0
    model.sort(-1, Qt.SortOrder.AscendingOrder)
    assert shown(model, 0) == ["b", "a", "c"]
    pd.testing.assert_frame_equal(FRAME, before)


def test_chosen_rows_stay_sorted(model):
    model.choose((FRAME["wave"] == 1).to_numpy())
    model.sort(2, Qt.SortOrder.AscendingOrder)
    assert shown(model, 0) == ["c", "b"]
    assert model.row_of(1) == -1
    model.choose(None)
    assert shown(model, 0) == ["c", "b", "a"]


def test_a_reader_hears_column_and_reason(model):
    said = model.data(model.index(1, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "score: missing, refused"
    tip = model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Difficulties"


def test_words_in_place_of_values_tell_the_view(model, qtbot):
    with qtbot.waitSignal(model.dataChanged, timeout=1000):
        model.show_words(True)
    assert shown(model, 1) == ["2020", "2", "2020"]


def test_another_frame_forgets_the_order(model):
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.show_frame(FRAME.iloc[:2])
    assert shown(model, 0) == ["b", "a"]
    assert model.column_of("nothing") == -1


def test_an_empty_model_is_sound(qtmodeltester):
    empty = FrameModel()
    qtmodeltester.check(empty, force_py=True)
    empty.sort(0)
    empty.choose(None)
    assert empty.rowCount() == 0
