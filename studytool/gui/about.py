"""About: version, licences, where this program keeps its things."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout

from studytool.core.crash import folder_for_reports
from studytool.gui.settings import folder_for_settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def facts() -> tuple[tuple[str, str], ...]:
    """Return what the box tells: a name and a value each."""
    return (
        ("Version", _version("studytool")),
        ("Made with", f"Python {platform.python_version()}, Qt {qVersion()}"),
        ("Licence", "BSD 3-Clause; Qt under the LGPL; Inter under the SIL Open Font License"),
        ("Icons", "Lucide (ISC), parts from Feather (MIT)"),
        ("Settings", str(folder_for_settings())),
        ("Reports and unsaved work", str(folder_for_reports())),
        ("Network", "never used: studies stay on this computer"),
    )


class About(QDialog):
    """The about box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About studytool")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(_line("<b>studytool</b>: from survey waves to a brief a funder can read."))
        for name, value in facts():
            layout.addWidget(_line(f"{name}: {value}"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)


def _line(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
