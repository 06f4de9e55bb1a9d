"""A person's way about the window: by the words that can be seen, or are read out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit),
    *(QTabBar, QTextEdit),
)


def plain(text):
    """The words of a label as they are seen: without the mark of a shortcut."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").strip()


def spoken(widget):
    """What a screen reader says a control is called."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else plain(interface.text(QAccessible.Text.Name))


def seen(root, kind=QWidget):
    """Widgets of a kind that can be seen, from top left to bottom right."""
    found = [widget for widget in root.findChildren(kind) if widget.isVisible()]
    return sorted(found, key=lambda one: (one.mapTo(root, QPoint(0, 0)).y(), one.x()))


def words(widget):
    """Every way a control is known by."""
    text = plain(widget.text()) if hasattr(widget, "text") and callable(widget.text) else ""
    return {text, widget.accessibleName(), spoken(widget)} - {""}


def _only(found, asked, root, kind):
    if not found:
        there = sorted({word for one in seen(root, kind) for word in words(one)})
        message = f"nothing visible is called {asked!r}; there is: {', '.join(there)}"
        raise AssertionError(message)
    return found[0]


def button(root, text):
    """The first visible button of that text, or whose text begins so."""
    whole = [one for one in seen(root, QAbstractButton) if text in words(one)]
    begun = [
        one
        for one in seen(root, QAbstractButton)
        if any(word.startswith(text) for word in words(one))
    ]
    return _only(whole or begun, text, root, QAbstractButton)


def click(root, text):
    """Click the visible button of that text."""
    found = button(root, text)
    assert found.isEnabled(), f"{text!r} is disabled: {found.toolTip()!r}"
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    return found


def control(root, label, kind=QWidget):
    """The first visible control that is read out under that label."""
    found = [
        one
        for one in seen(root, kind)
        if isinstance(one, CONTROLS) and any(word.startswith(label) for word in words(one))
    ]
    return _only(found, label, root, kind)


def choose(root, label, choice):
    """Choose from the list under a label, by the first words of the choice."""
    combo = control(root, label, QComboBox)
    for place in range(combo.count()):
        if combo.itemText(place).startswith(choice):
            combo.setFocus()
            combo.setCurrentIndex(place)
            combo.activated.emit(place)
            return combo
    message = f"{label!r} offers {[combo.itemText(place) for place in range(combo.count())]}"
    raise AssertionError(message)


def type_in(root, label, text):
    """Type into the field under a label and leave it, as the Tab key does."""
    line = control(root, label, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    return line


def texts(root):
    """Everything that can be read in the labels and documents that are visible."""
    labels = [plain(one.text()) for one in seen(root, QLabel)]
    documents = [one.toPlainText() for one in seen(root, QTextEdit)]
    return "\n".join([*labels, *documents])


def follow(browser: QTextBrowser, text, *, nth=0):
    """Click a link of a document by its text."""
    found, cursor = [], browser.document().find(text)
    while not cursor.isNull():
        if cursor.charFormat().isAnchor():
            found.append(QTextCursor(cursor))
        cursor = browser.document().find(text, cursor)
    assert found, f"no link {text!r} in: {browser.toPlainText()[:2000]}"
    cursor = found[nth]
    cursor.setPosition(cursor.selectionStart() + 1)
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    place = browser.cursorRect(cursor).center() + QPoint(1, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=place)


def menu_action(window, menu, text):
    """An action of a menu, by the words of both."""
    for entry in window.menuBar().actions():
        if plain(entry.text()) == menu:
            opened = entry.menu()
            assert isinstance(opened, QMenu)
            for action in opened.actions():
                if plain(action.text()).startswith(text):
                    return action
    message = f"there is no {menu} > {text}"
    raise AssertionError(message)
