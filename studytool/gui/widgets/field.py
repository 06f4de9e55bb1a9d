"""Field: a label above a control, a help line under it, and its error where there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_FIELDS, GAP_LABEL
from studytool.gui.widgets.labels import Help, Icon, Label, Wrapped
from studytool.gui.widgets.states import set_state


class Field(QWidget):
    """One control with the words around it.

    Attributes
    ----------
    control : QWidget
        What a person types in or chooses from.
    error : str
        What is wrong with it and what to type; empty where nothing is.
    """

    def __init__(
        self, label: str, control: QWidget, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.error = self._hint = ""
        self._label = Label(label)
        self._label.setBuddy(control)
        self._help = Help(help_text)
        self._error = _ErrorLine()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_LABEL)
        self._top = QHBoxLayout()
        self._top.addWidget(self._label, 1)
        rows.addLayout(self._top)
        for part in (control, self._error, self._help):
            rows.addWidget(part)
        if not control.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            rows.addStretch(1)
        self._help.setVisible(bool(help_text))
        self._error.hide()
        self.setFocusProxy(control)
        control.setAccessibleName(label)
        self._describe()

    @property
    def label(self) -> str:
        """Words above the control."""
        return self._label.text()

    def set_label(self, text: str) -> None:
        """Change the words above the control."""
        self._label.setText(text)
        self.control.setAccessibleName(text)

    def put_beside_label(self, widget: QWidget) -> None:
        """Put a small thing at the end of the line of the label."""
        self._top.addWidget(widget)

    def set_help(self, text: str) -> None:
        """Change the line that says what the choice does; an empty text takes it away."""
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self._describe()

    @property
    def told(self) -> str:
        """What the choice does, under the control or on the pointer."""
        return self._help.text() or self._hint

    def set_hint(self, text: str) -> None:
        """Say what the choice does where there is no room for a line: pointed at, and aloud."""
        self._hint = text
        self.setToolTip(text)
        self._describe()

    def set_error(self, text: str) -> None:
        """Mark the control as wrong and say what to type; an empty text takes the mark away."""
        self.error = text
        self._error.text.setText(text)
        self._error.setVisible(bool(text))
        set_state(self.control.focusProxy() or self.control, "invalid", on=bool(text))
        self._describe()
        if text and self.control.hasFocus():
            QTimer.singleShot(0, self, self._into_view)

    def _into_view(self) -> None:
        """Scroll to what is wrong and what to type: who typed it looks there."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self.isVisible():
            above.ensureWidgetVisible(self, 0, GAP_FIELDS)

    def _describe(self) -> None:
        told = (self.error, self.told)
        self.control.setAccessibleDescription(" ".join(text for text in told if text))


class _ErrorLine(QWidget):
    """Icon and sentence under a field."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Wrapped()
        self.text.setProperty("kind", "error")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon("circle-x", "red", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
