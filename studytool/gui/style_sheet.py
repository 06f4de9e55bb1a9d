"""The one style sheet of the window, made from tokens. Widgets are addressed by what they are.

Our own parts carry a property ``kind`` (primary, quiet, link, title, help ...), set once when they
are made, and states set by `studytool.gui.widgets.states`. Where a border gets thicker the padding
gets thinner, so that nothing moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui.tokens import COLOURS, SIZES

if TYPE_CHECKING:
    from studytool.gui.tokens import ThemeName


def style_sheet(name: ThemeName) -> str:
    """Return the sheet of a theme.

    Parameters
    ----------
    name : {"light", "dark", "high_contrast"}
        Which theme.
    """
    sizes = {f"pt_{key}": f"{points:g}pt" for key, points in SIZES.items()}
    drawn = f"studytool:icons/sheet/{name}"
    colours = {str(token): colour for token, colour in COLOURS[name].items()}
    sheet = (*_SHEET, _FOCUS) if name == "high_contrast" else _SHEET
    said = {**colours, **sizes, "drawn": drawn}
    made = "".join(sheet)
    for key in sorted(said, key=len, reverse=True):  # "ink2" before "ink"
        made = made.replace(f"${key}", said[key])
    return made


_TEXT = """
QToolTip { background: $paper; color: $ink; border: 1px solid $edge; padding: 4px 8px; }
QMainWindow, QDialog { background: $ground; }
QWidget[kind="paper"] { background: $paper; }
QWidget[kind="rail"] { background: $rail; }

QLabel:disabled { color: $disabled; }
QLabel[kind="title"] { font-size: $pt_title; font-weight: 600; }
QLabel[kind="heading"] { font-weight: 600; }
QLabel[kind="label"] { font-size: $pt_label; font-weight: 600; }
QLabel[kind="caption"] { font-size: $pt_caption; font-weight: 600; }
QLabel[kind="note"] { color: $ink2; }
QLabel[kind="finding"] { font-size: $pt_label; }
QLabel[kind="help"] { font-size: $pt_label; color: $ink3; }
QLabel[kind="error"] { font-size: $pt_label; color: $red; }
"""

_BUTTONS = """
QPushButton {
    background: $field; color: $ink; border: 1px solid $edge; border-radius: 4px;
    padding: 0 12px; min-height: 26px; font-weight: 500;
}
QPushButton:hover { color: $accent; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 24px; }
QPushButton:pressed { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton:disabled { background: $ground; color: $disabled; border: 1px solid $line2; }

QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border-color: $ink; }
QPushButton[kind="primary"]:pressed {
    background: $accent_pressed; color: $on_accent; border-color: $accent_pressed;
}
QPushButton[kind="primary"]:disabled {
    background: $ground; color: $disabled; border-color: $line2;
}

QPushButton[kind="quiet"], QPushButton[kind="link"], QPushButton[kind="mark"] {
    background: transparent; border-color: transparent; padding: 0 8px;
}
QPushButton[kind="quiet"] { color: $ink2; }
QPushButton[kind="link"] { color: $accent; }
QPushButton[kind="mark"] { padding: 0; min-width: 26px; max-width: 26px; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="link"]:hover, QPushButton[kind="mark"]:hover {
    background: $accent_soft; border-color: $accent_soft; color: $accent;
}
QPushButton[kind="quiet"]:pressed, QPushButton[kind="link"]:pressed,
QPushButton[kind="mark"]:pressed {
    background: $accent_soft; border-color: $accent; color: $accent;
}
QPushButton[kind="quiet"]:focus, QPushButton[kind="link"]:focus {
    border: 2px solid $accent; padding: 0 7px;
}
QPushButton[kind="mark"]:focus {
    border: 2px solid $accent; padding: 0; min-width: 24px; max-width: 24px;
}
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled,
QPushButton[kind="mark"]:disabled {
    background: transparent; border: 1px solid transparent; color: $disabled;
}

QPushButton::menu-indicator {
    image: url($drawn/chevron-down.svg); width: 14px; height: 14px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 4px;
}
QPushButton::menu-indicator:disabled { image: url($drawn/chevron-down-disabled.svg); }
QToolButton {
    background: transparent; color: $ink2; border: 1px solid transparent; border-radius: 4px;
    padding: 0 8px; min-height: 26px; font-weight: 500;
}
QToolButton:hover { background: $accent_soft; color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 0 7px; min-height: 24px; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; color: $accent; }
QToolButton:disabled { color: $disabled; }

QPushButton[kind="cross"] {
    background: transparent; border: 1px solid transparent; padding: 0;
    min-width: 16px; max-width: 16px; min-height: 16px; max-height: 16px;
}
QPushButton[kind="cross"]:hover { border-color: $accent; }
QPushButton[kind="cross"]:focus {
    border: 2px solid $accent;
    min-width: 14px; max-width: 14px; min-height: 14px; max-height: 14px;
}

QPushButton[kind="flush"], QPushButton[kind="fold"] {
    background: transparent; border: none; border-bottom: 2px solid transparent;
    border-radius: 0; padding: 2px 0 0 0; min-height: 16px; text-align: left;
}
QPushButton[kind="flush"] { color: $accent; font-size: $pt_label; }
QPushButton[kind="fold"] { color: $ink2; min-height: 24px; }
QPushButton[kind="flush"]:hover, QPushButton[kind="fold"]:hover { color: $accent_hover; }
QPushButton[kind="flush"]:hover { text-decoration: underline; }
QPushButton[kind="flush"]:focus, QPushButton[kind="fold"]:focus {
    border-bottom: 2px solid $accent;
}
QPushButton[kind="flush"]:disabled, QPushButton[kind="fold"]:disabled { color: $disabled; }
"""

_FIELDS = """
QLineEdit, QComboBox, QFrame[kind="chips"] {
    background: $field; color: $ink; border: 1px solid $edge; border-radius: 4px;
}
QLineEdit, QComboBox {
    padding: 0 7px; min-height: 26px; placeholder-text-color: $ink3;
}
QLineEdit { selection-background-color: $accent; selection-color: $on_accent; }
QTextEdit, QPlainTextEdit {
    background: $field; color: $ink; border: 1px solid $edge; border-radius: 4px; padding: 4px 6px;
    placeholder-text-color: $ink3; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QComboBox:hover { border-color: $accent; }
QLineEdit:focus, QComboBox:focus, QComboBox:on {
    border: 2px solid $accent; padding: 0 6px; min-height: 24px;
}
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 5px; }
QFrame[kind="chips"][focused="true"] { border: 2px solid $accent; padding: 0; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] {
    border: 2px solid $red; padding: 0 6px; min-height: 24px;
}
QTextEdit[invalid="true"], QPlainTextEdit[invalid="true"] {
    border: 2px solid $red; padding: 3px 5px;
}
QFrame[kind="chips"][invalid="true"] { border: 2px solid $red; padding: 0; }
QLineEdit:disabled, QComboBox:disabled, QTextEdit:disabled,
QPlainTextEdit:disabled, QFrame[kind="chips"]:disabled {
    background: $ground; color: $disabled; border: 1px solid $line2;
}
QTextBrowser, QTextBrowser:focus { background: $paper; border: none; padding: 0; }

QComboBox QLineEdit, QComboBox QLineEdit:focus, QFrame[kind="chips"] QLineEdit,
QFrame[kind="chips"] QLineEdit:focus {
    background: transparent; border: none; padding: 0; min-height: 20px;
}
QFrame[kind="chips"] { padding: 1px; }
QComboBox:editable { padding: 0 5px; }
QComboBox:editable:focus, QComboBox:editable[invalid="true"] { padding: 0 4px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($drawn/chevron-down.svg); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url($drawn/chevron-down-disabled.svg); }
QComboBox QAbstractItemView {
    background: $paper; color: $ink; border: 1px solid $edge; padding: 4px; outline: 0;
    selection-background-color: $accent_soft; selection-color: $ink;
}
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
    width: 14px; height: 14px; background: $field; border: 1px solid $edge; border-radius: 3px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url($drawn/check.svg);
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url($drawn/minus.svg);
}
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; border-radius: 8px;
}
QCheckBox::indicator:focus { width: 12px; height: 12px; border: 2px solid $accent; }
QRadioButton::indicator:focus:!checked { width: 12px; height: 12px; border: 2px solid $accent; }
QCheckBox::indicator:focus:checked, QCheckBox::indicator:focus:indeterminate,
QRadioButton::indicator:focus:checked { border-color: $ink; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
    background: $ground; border-color: $line2;
}
QCheckBox::indicator:checked:disabled { image: url($drawn/check-disabled.svg); }
"""

_PANES = """
QFrame[kind="card"], QFrame[kind="empty"] {
    background: $paper; border: 1px solid $line; border-radius: 6px;
}
QFrame[kind="empty"] { background: $ground; }
QFrame[kind="card"][clickable="true"]:hover, QFrame[kind="card"][chosen="true"] {
    border-color: $accent;
}
QFrame[kind="card"]:focus { border: 2px solid $accent; }

QFrame[kind="finding"] { border: none; border-radius: 0; }
QFrame[kind="finding"][level="note"] {
    background: $accent_soft; border-left: 3px solid $accent;
}
QFrame[kind="finding"][level="warning"] {
    background: $amber_soft; border-left: 3px solid $amber_mark;
}
QFrame[kind="finding"][level="error"] {
    background: $red_soft; border-left: 3px solid $red_mark;
}

QFrame[kind="chip"] {
    background: $accent_soft; border: 1px solid $accent_soft; border-radius: 4px;
}
QFrame[kind="chip"] QLabel { font-weight: 500; }
QLabel[kind="tag"] {
    background: $accent_soft; color: $accent; border-radius: 4px; padding: 1px 6px;
    font-size: $pt_note; font-weight: 500;
}
QLabel[kind="tag"][tone="amber"] { background: $amber_soft; color: $amber; }
QLabel[kind="tag"][tone="red"] { background: $red_soft; color: $red; }
QLabel[kind="tag"][tone="renamed"] { background: $renamed_soft; color: $renamed; }
QLabel[kind="tag"][tone="recoded"] { background: $recoded_soft; color: $recoded; }
QLabel[kind="tag"][tone="missing"] { background: $missing_soft; color: $missing; }
QLabel[kind="tag"][tone="format"] { background: $format_soft; color: $format; }
QLabel[kind="tag"][tone="not_asked"] { background: $not_asked_soft; color: $not_asked; }

QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QTabWidget::pane { border: none; border-top: 1px solid $line; top: -1px; }
QTabBar {
    font-weight: 600; background: transparent; qproperty-drawBase: 0; qproperty-expanding: 0;
}
QTabBar::tab {
    background: transparent; color: $ink2; border: none; border-bottom: 2px solid transparent;
    padding: 0 0 4px 0; margin: 0 20px 0 0; min-height: 22px;
}
QTabBar::tab:!selected { font-weight: 400; }
QTabBar::tab:hover { color: $accent; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { color: $accent; background: $accent_soft; }
QTabBar::tab:disabled { color: $disabled; }
QTabBar::scroller { width: 48px; }
QTabBar QToolButton { background: $ground; border: none; border-radius: 0; padding: 0; }
QTabBar QToolButton:hover { background: $accent_soft; }
QTabBar QToolButton::left-arrow { image: url($drawn/chevron-left.svg); }
QTabBar QToolButton::right-arrow { image: url($drawn/chevron-right.svg); }
QTabBar QToolButton::left-arrow:disabled { image: url($drawn/chevron-left-disabled.svg); }
QTabBar QToolButton::right-arrow:disabled { image: url($drawn/chevron-right-disabled.svg); }

QProgressBar {
    background: $line; border: none; min-height: 2px; max-height: 2px; color: transparent;
}
QProgressBar::chunk { background: $accent; }
"""

_LISTS = """
QMenuBar { background: transparent; color: $ink; spacing: 0; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_soft; color: $ink; }
QMenu { background: $paper; color: $ink; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { background: $line; height: 1px; margin: 4px 8px; }

QAbstractItemView {
    background: $paper; color: $ink; border: none; gridline-color: $line;
    alternate-background-color: $paper; selection-background-color: $accent_soft;
    selection-color: $ink;
}
QListView, QTreeView { outline: 0; }
QListView::item, QTreeView::item { min-height: 26px; padding: 0 6px; }
QListView::item { border-left: 3px solid transparent; }
QListView::item:hover, QTreeView::item:hover { background: $ground; color: $ink; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $ink; }
QListView::item:selected { border-left: 3px solid $accent; }
QComboBox QListView::item { border-left: none; }
QTableView::item:focus { border: 2px solid $accent; background: $paper; color: $ink; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section {
    background: $paper; color: $ink2; border: none; border-bottom: 1px solid $rule;
    padding: 4px 8px; font-weight: 600;
}
QHeaderView::section:hover { color: $accent; }
QTableCornerButton::section { background: $paper; border: none; border-bottom: 1px solid $rule; }
"""

# white round a bright button is hard to tell from the button
_FOCUS = """
QPushButton[kind="primary"]:focus { text-decoration: underline; }
"""

_SHEET = (_TEXT, _BUTTONS, _FIELDS, _LISTS, _PANES)
