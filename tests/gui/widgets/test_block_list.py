from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from studytool.gui.widgets.block_list import BlockList, BlockRow, box_of

ROWS = tuple(BlockRow(name, "text", "letter-text", shown=True) for name in "abc")


def shown(qtbot):
    listed = BlockList()
    qtbot.addWidget(listed)
    listed.resize(300, 300)
    listed.show_rows(ROWS, 1)
    listed.show()
    return listed


def test_a_click_on_the_box_turns_and_one_beside_it_chooses(qtbot):
    listed = shown(qtbot)
    rect = listed.visualRect(listed.blocks.index(2))
    with qtbot.waitSignal(listed.blocks.turned) as asked:
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=box_of(rect).center())
    assert asked.args == [2]
    with qtbot.assertNotEmitted(listed.blocks.turned):
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert listed.place == 2


def test_a_dropped_row_tells_where_it_was_dropped(qtbot):
    listed = shown(qtbot)
    data = listed.blocks.mimeData([listed.blocks.index(0)])
    action = Qt.DropAction.MoveAction
    with qtbot.waitSignal(listed.blocks.moved) as asked:
        assert not listed.blocks.dropMimeData(data, action, 3, 0, QModelIndex())
    assert asked.args == [0, 2]
    with qtbot.assertNotEmitted(listed.blocks.moved):
        listed.blocks.dropMimeData(data, action, 1, 0, QModelIndex())


def test_the_keyboard_moves_and_removes(qtbot):
    listed = shown(qtbot)
    with qtbot.waitSignal(listed.move_asked) as asked:
        QTest.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [1]
    with qtbot.waitSignal(listed.removal_asked):
        QTest.keyClick(listed, Qt.Key.Key_Delete)


def test_new_rows_keep_the_chosen_one_and_tell_nobody(qtbot):
    listed = shown(qtbot)
    with qtbot.assertNotEmitted(listed.chosen):
        listed.show_rows((*ROWS, BlockRow("d", "", "table", shown=False, wrong=True)), 1)
    assert listed.place == 1
    index = listed.blocks.index(3)
    assert listed.blocks.data(index, Qt.ItemDataRole.AccessibleTextRole) == "d, , left out"
    assert not listed.grab().isNull()
