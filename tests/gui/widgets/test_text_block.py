from __future__ import annotations

from PySide6.QtGui import QTextCursor

from studytool.gui.widgets.chipped_text import ChippedText
from studytool.gui.widgets.text_block import TextBlock
from studytool.report.quantities import Quantity
from studytool.report.table import Cell
from studytool.roi.blocks import Text
from tests.gui.by_label import choose, click, texts, type_in

COST = Quantity("roi.cost", "cost in all", "Value for money", Cell(100.0, unit="money"))


def shown(qtbot, block):
    made = TextBlock()
    qtbot.addWidget(made)
    made.resize(330, 500)
    made.set_quantities((COST,))
    made.show_block(block, fresh=True)
    made.show()
    return made


def lines(made):
    return made.findChild(ChippedText)


def test_a_number_is_inserted_as_a_reference_in_the_style_that_is_chosen(qtbot):
    made = shown(qtbot, Text(text="So."))
    lines(made).set_source("It cost ")
    lines(made).moveCursor(lines(made).textCursor().MoveOperation.End)
    choose(made, "Shown as", "Money")
    with qtbot.waitSignal(made.proposed) as asked:
        type_in(made, "Insert a number", "cost in all")
    assert asked.args[0].text == "It cost {roi.cost|money}"


def test_what_is_typed_is_taken_after_a_pause(qtbot):
    made = shown(qtbot, Text(text="One."))
    with qtbot.waitSignal(made.proposed) as asked:
        lines(made).set_source("One.\n\nTwo.")
    assert asked.args[0].text == ("One.", "Two.")


def test_showing_a_block_proposes_nothing(qtbot):
    made = shown(qtbot, Text(text=("a", "b"), list=True))
    assert lines(made).source() == "a\nb"
    with qtbot.assertNotEmitted(made.proposed):
        made.take()
        lines(made).set_source("")
        made.take()


def test_a_box_is_named_and_an_error_stands_under_the_text(qtbot):
    made = shown(qtbot, Text(text="One."))
    click(made, "More: in a box")
    with qtbot.waitSignal(made.proposed) as asked:
        type_in(made, "Small heading in a box", "In short")
    assert asked.args[0].boxed == "In short"
    made.set_error("A brace stands alone in the text.")
    assert "A brace stands alone" in texts(made)
    assert lines(made).accessibleName() == "Text"


def test_a_chip_says_which_number_it_is_and_is_shown_otherwise(qtbot):
    made = shown(qtbot, Text(text="It cost {roi.cost} in all."))
    made.set_told({"{roi.cost}": "R100.00", "{roi.cost|money}": "R100"}.__getitem__)
    assert lines(made).spoken == "It cost R100.00 in all."
    cursor = lines(made).textCursor()
    cursor.setPosition(len("It cost "))
    lines(made).setTextCursor(cursor)
    assert "R100.00: Value for money, cost in all" in texts(made)
    with qtbot.waitSignal(made.proposed) as asked:
        choose(made, "Shown as", "Money")
    assert asked.args[0].text == "It cost {roi.cost|money} in all."
    lines(made).moveCursor(QTextCursor.MoveOperation.Start)
    assert "Value for money, cost in all" not in texts(made)
