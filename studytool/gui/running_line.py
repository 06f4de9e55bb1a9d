"""Running line: what is under way, how far it is, and Cancel; never a modal box."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studytool.gui.icons import pixmap
from studytool.gui.theme import current
from studytool.gui.widgets.buttons import link

PATIENCE_MILLISECONDS = 500
"""Work shorter than this shows no line."""


class _Bar(QWidget):
    """Two pixels: how much is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.share = 0.0

    def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the part that is done over the whole."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("line"))
        done = QRect(0, 0, round(self.width() * self.share), self.height())
        painter.fillRect(done, current().color("accent"))


class RunningLine(QWidget):
    """Shown above the old result while a new one is made."""

    cancelled = Signal()
    """A person asked to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("running_line")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon, self._text, self._bar = QLabel(self), QLabel(self), _Bar(self)
        self._cancel = link("Cancel", parent=self)
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 8, 28, 8)
        rows.setSpacing(4)
        rows.addLayout(row)
        rows.addWidget(self._bar)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self.show)
        self.hide()

    @property
    def text(self) -> str:
        """What is said to be under way."""
        return self._text.text()

    def begin(self) -> None:
        """Work has begun; the line comes after half a second, if it is still going on."""
        self.tell("Reading the study", 0, 0)
        if not self.isVisible():
            self._patience.start()

    def tell(self, message: str, done: int, total: int) -> None:
        """Show what is under way, and how far it is where that is known."""
        self._bar.share = min(done / total, 1.0) if total else 0.0
        said = f"{message[:1].upper()}{message[1:]}"
        self._text.setText(f"{said}: {self._bar.share:.0%}".replace("%", " %") if total else said)
        self.setAccessibleName(self._text.text())
        self._icon.setPixmap(pixmap("loader-circle", "accent", 16, ratio=self.devicePixelRatioF()))
        self._bar.update()

    def end(self) -> None:
        """Work is over."""
        self._patience.stop()
        self.hide()

    def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint paper beneath, as the report has."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("paper"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(Qt.PenStyle.NoPen)
