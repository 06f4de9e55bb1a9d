"""Everyone: each control says what it is called, and the keyboard reaches all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QHeaderView,
    QScrollBar,
    QTabBar,
    QTextEdit,
)
from shiboken6 import isValid

from studytool.gui.app import open_window
from studytool.gui.main_actions import STEPS
from studytool.gui.places import ORDER
from studytool.gui.settings import Settings
from tests.gui.by_label import CONTROLS, seen, spoken, words

PAGES = (*ORDER, "findings", "notes")


@pytest.fixture(scope="module")
def window(qapp, sample_study_path, sample_run, tmp_path_factory):
    """The window with the sample study and its results, as a person finds it."""
    made = open_window(qapp, settings=Settings(tmp_path_factory.mktemp("s") / "window.ini"))
    made.resize(1366, 768)
    made.document.open(sample_study_path)
    made.document.show_run(sample_run)
    made.runner.cancel()
    made.show_study("waves")
    yield made
    made.document.undo.setClean()
    made.close()
    made.deleteLater()


@pytest.fixture(autouse=True)
def nothing_left_behind(window):
    """The window of this module lives as long as the module."""
    return window


def controls_of(root):
    """What a person acts with, Qt's own parts of larger controls left out."""
    found = [one for one in seen(root) if isinstance(one, CONTROLS)]
    return [one for one in found if not isinstance(one, QScrollBar) and not is_part(one)]


def is_part(widget):
    parent = widget.parentWidget()
    while parent is not None and parent is not widget.window():
        if isinstance(parent, QComboBox | QAbstractItemView | QTabBar):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_")


def told(widget):
    return f"{type(widget).__name__} {widget.objectName()!r} {sorted(words(widget))}"


def show(window, page, qtbot):
    if page == "start":
        window.show_start()
    else:
        window.show_study(page)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("page", ["start", *PAGES])
def test_every_control_has_a_name_to_be_read_out(window, page, qtbot):
    show(window, page, qtbot)
    there = controls_of(window)
    assert there
    assert [told(one) for one in there if not spoken(one)] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_two_fields_of_a_page_have_the_same_name(window, page, qtbot):
    show(window, page, qtbot)
    fields = [
        one
        for one in controls_of(window)
        if not isinstance(one, QAbstractButton | QAbstractSlider | QTextEdit | QAbstractItemView)
    ]
    # on Linux a list is told by its label beside it, and its name is what is chosen
    names = [one.accessibleName() if isinstance(one, QComboBox) else spoken(one) for one in fields]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("page", ["start", *PAGES])
def test_the_keyboard_reaches_every_control(window, page, qtbot):
    show(window, page, qtbot)
    wanted = [
        one
        for one in controls_of(window)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    first = wanted[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached = set()
    # a report has a stop for each of its links
    for _ in range(3000):
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        if focused is first and len(reached) > 1 and QApplication.focusWidget() in reached:
            break
    covered = {proxy(one) for one in reached if isValid(one)}
    for one in [one for one in covered if isinstance(one, QAbstractButton)]:
        covered.update(group_of(one))
    # what the keyboard passed may have shown other fields in the place of some
    there = [one for one in wanted if isValid(one) and one.isVisible()]
    missed = [told(one) for one in there if proxy(one) not in covered and not inside(one, covered)]
    assert missed == []


def proxy(widget):
    while widget.focusProxy() is not None:
        widget = widget.focusProxy()
    return widget


def group_of(button):
    """The buttons among which arrow keys move; of these Tab reaches one."""
    return [button] if button.group() is None else button.group().buttons()


def inside(widget, reached):
    return any(one.isAncestorOf(widget) or widget.isAncestorOf(one) for one in reached)


@pytest.mark.parametrize("page", ["start", *PAGES])
def test_what_can_be_clicked_can_be_reached_by_the_keyboard(window, page, qtbot):
    show(window, page, qtbot)
    mouse_only = [
        told(one)
        for one in controls_of(window)
        if isinstance(one, QAbstractButton)
        and one.isEnabled()
        and not any(other.focusPolicy() & Qt.FocusPolicy.TabFocus for other in group_of(one))
    ]
    assert mouse_only == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_disabled_says_why(window, page, qtbot):
    show(window, page, qtbot)
    silent = [
        told(one)
        for one in controls_of(window)
        if isinstance(one, QAbstractButton) and not one.isEnabled() and not one.toolTip()
    ]
    assert silent == []


def test_the_keys_of_the_steps_open_them(window, qtbot):
    show(window, "waves", qtbot)
    for step in ORDER:
        number = 1 + [title.lower() for title in STEPS].index(step)
        QTest.keyClick(window, Qt.Key(ord(str(number))), Qt.KeyboardModifier.ControlModifier)
        assert window.bench.current == step


def test_f6_goes_round_the_panes(window, qtbot):
    show(window, "models", qtbot)
    panes = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        panes.append(
            next(
                (
                    name
                    for name, pane in (
                        ("top", window.top),
                        ("history", window.history),
                        ("rail", window.bench.rail),
                        *((f"pane {n}", pane) for n, pane in enumerate(window.bench.panes)),
                    )
                    if pane is focused or pane.isAncestorOf(focused)
                ),
                "nowhere",
            )
        )
    assert "nowhere" not in panes
    assert {"top", "rail"} < set(panes)
    assert len(set(panes)) >= 4


def test_the_rail_says_its_marks_in_words(window, qtbot):
    show(window, "models", qtbot)
    rows = [one for one in seen(window.bench.rail, QAbstractButton) if "Models" in spoken(one)]
    (row,) = rows
    assert len(spoken(row)) > len("5 Models")


def test_tables_and_charts_of_the_report_are_told_in_words(window, qtbot):
    show(window, "models", qtbot)
    documents = seen(window.bench.report, QTextEdit)
    assert documents
    texts = "\n".join(one.toPlainText() for one in documents)
    assert "Table 4" in texts
    interface = QAccessible.queryAccessibleInterface(documents[0])
    assert interface.text(QAccessible.Text.Name)
