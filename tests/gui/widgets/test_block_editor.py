from __future__ import annotations

import pytest

from studytool.gui.widgets.block_editor import BlockEditor
from studytool.gui.widgets.chipped_text import ChippedText
from studytool.roi import blocks
from tests.gui.by_label import choose, texts, type_in


@pytest.fixture
def editor(qtbot):
    made = BlockEditor()
    qtbot.addWidget(made)
    made.resize(330, 500)
    made.show()
    return made


def test_a_table_is_chosen_from_those_there_are(qtbot, editor):
    editor.show_block(blocks.TableBlock(table="t1"), 0)
    editor.offer((), {"t1": "Safety", "t2": "Offer"})
    with qtbot.waitSignal(editor.proposed) as asked:
        choose(editor, "Table", "Offer")
    assert asked.args == [blocks.TableBlock(table="t2")]
    editor.set_error("There is no table of that name.")
    assert "There is no table of that name." in texts(editor)


def test_another_block_has_another_editor(qtbot, editor):
    editor.show_block(blocks.Heading(text="So"), 0)
    editor.show_block(blocks.FindingsBlock(), 1)
    with qtbot.waitSignal(editor.proposed) as asked:
        type_in(editor, "Heading above it", "Mind")
    assert asked.args[0].title == "Mind"
    editor.show_block(None, 2)
    assert texts(editor) == ""


def test_what_was_typed_is_taken_before_another_block_comes(qtbot, editor):
    editor.show_block(blocks.Text(text="One."), 0)
    editor.findChild(ChippedText).set_source("Two.")
    with qtbot.waitSignal(editor.proposed) as asked:
        editor.show_block(blocks.Heading(text="So"), 1)
    assert asked.args[0].text == "Two."
