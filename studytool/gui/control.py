"""Control: what every way of changing one field has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.gui.choices import Choices


class Control(QWidget):
    """What a person changes one field with."""

    edited = Signal()
    """A person gave another value."""
    refused = Signal(str)
    """What was typed is no value; says what to type."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = inside
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(inside)
        self.setFocusProxy(inside)

    def value(self) -> Any:  # noqa: ANN401  # whatever the field holds
        """Return the value as it stands there."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # whatever the field holds
        """Show a value; nobody is told."""
        raise NotImplementedError

    def show_beside(self, values: Mapping[str, Any]) -> bool:  # noqa: ARG002  # for those that depend
        """Take the values of the fields beside; tell whether that changes its own."""
        return False

    def set_choices(self, choices: Choices) -> None:
        """Take new names to choose from; only controls of names do something."""

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  # Qt's name
        """Name the control inside as well: that is what has the focus."""
        super().setAccessibleName(name)
        self.inside.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Describe the control inside as well."""
        super().setAccessibleDescription(text)
        self.inside.setAccessibleDescription(text)
