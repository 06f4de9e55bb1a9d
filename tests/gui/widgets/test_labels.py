from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.theme import apply, color
from studytool.gui.widgets.labels import Heading, Help, Icon, Label, Note, Title, Wrapped

LONG = "Scores picked because they are high fall by themselves. " * 4


def pane(qtbot, *parts, width=300):
    widget = QWidget()
    qtbot.addWidget(widget)
    rows = QVBoxLayout(widget)
    for part in parts:
        rows.addWidget(part)
    rows.addStretch(1)
    widget.resize(width, 600)
    widget.show()
    return widget


def whole(text):
    return text.height() >= text.heightForWidth(text.width())


def test_wrapped_text_is_as_high_as_its_width_makes_it(qtbot):
    text = Note(LONG)
    widget = pane(qtbot, text, Title("After"))
    qtbot.waitUntil(lambda: whole(text))
    narrow = text.height()
    widget.resize(900, 600)
    qtbot.waitUntil(lambda: text.height() < narrow)
    assert whole(text)


def test_wrapped_text_is_whole_in_a_row_within_a_row(qtbot):
    inner = QWidget()
    row = QHBoxLayout(inner)
    text = Help(LONG)
    row.addWidget(Icon("info"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    widget = pane(qtbot, inner, width=180)
    assert widget.isVisible()
    qtbot.waitUntil(lambda: whole(text))


def test_text_written_before_it_is_seen_gets_its_height(qtbot):
    text = Wrapped()
    text.hide()
    widget = pane(qtbot, text, Heading("After"))
    assert not text.isVisibleTo(widget)
    text.setText(LONG)
    text.show()
    qtbot.waitUntil(lambda: whole(text) and text.height() > 40)


def test_shorter_text_gives_its_room_back(qtbot):
    text = Wrapped(LONG)
    widget = pane(qtbot, text, Label("After"))
    qtbot.waitUntil(lambda: text.height() > 40)
    assert text.isVisibleTo(widget)
    text.setText("Short.")
    qtbot.waitUntil(lambda: text.height() < 24)


def test_text_is_shown_as_it_is_written(qtbot):
    text = Wrapped("<b>5 < 6</b>")
    qtbot.addWidget(text)
    assert text.textFormat() == Qt.TextFormat.PlainText


def test_weights_and_sizes_tell_the_kinds_apart(qtbot, qapp):
    apply(qapp, "light")
    title, label, note = Title("Models"), Label("For whom"), Note("Three files.")
    widget = pane(qtbot, title, label, note)
    assert widget.isVisible()
    assert [round(part.font().pointSizeF(), 1) for part in (title, label, note)] == [15, 9.5, 10]
    assert [part.font().weight() for part in (title, label, note)] == [600, 600, 400]


def test_an_icon_is_drawn_in_its_token_and_changes_with_it(qtbot, qapp):
    apply(qapp, "light")
    mark = Icon("check", "accent", 48)
    qtbot.addWidget(mark)
    mark.show()

    def colours():
        image = mark.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(48) for y in range(48)}

    assert color("accent").name() in colours()
    mark.set_icon("triangle-alert", "amber")
    assert color("amber").name() in colours()
    assert color("accent").name() not in colours()
