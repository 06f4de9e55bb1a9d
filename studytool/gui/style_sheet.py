"""The one style sheet of the window, made from tokens. Widgets are addressed by what they are.

Our own parts carry a property ``kind`` (primary, quiet, link, title, help ...), set once when they
are made; a field in error carries ``invalid``.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from studytool.gui.tokens import COLOURS, SIZES

if TYPE_CHECKING:
    from studytool.gui.tokens import ThemeName


def style_sheet(name: ThemeName) -> str:
    """Return the sheet of a theme.

    Parameters
    ----------
    name : {"light", "dark", "contrast"}
        Which theme.
    """
    sizes = {f"pt_{key}": f"{points:g}pt" for key, points in SIZES.items()}
    return Template(_SHEET).substitute(COLOURS[name], **sizes)


_SHEET = """
QToolTip { background: $paper; color: $ink; border: 1px solid $edge; padding: 4px 8px; }

QLabel[kind="title"] { font-size: $pt_title; font-weight: 600; }
QLabel[kind="heading"] { font-weight: 600; }
QLabel[kind="label"] { font-size: $pt_label; font-weight: 600; }
QLabel[kind="caption"] { font-size: $pt_caption; font-weight: 600; }
QLabel[kind="help"] { font-size: $pt_label; color: $ink2; }
QLabel[kind="error"] { font-size: $pt_label; color: $red; }

QPushButton {
    background: $field; color: $ink; border: 1px solid $edge; border-radius: 4px;
    padding: 0 12px; min-height: 26px; font-weight: 500;
}
QPushButton:hover { color: $accent; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 24px; }
QPushButton:pressed { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton:disabled { background: $ground; color: $disabled; border-color: $line2; }

QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border-color: $ink; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; }

QPushButton[kind="quiet"], QPushButton[kind="link"] {
    background: transparent; border-color: transparent;
}
QPushButton[kind="link"] { color: $accent; }
"""
