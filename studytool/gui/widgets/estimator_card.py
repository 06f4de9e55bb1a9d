"""Card of a method: what it compares, what it needs and assumes, and how it fares here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studytool.gui.icons import pixmap
from studytool.gui.model_words import condition_lines, judgement_lines, summary, verdict
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.chips import Tag
from studytool.gui.widgets.labels import Heading, Note, Wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent

    from studytool.gui.tokens import Token
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel


class EstimatorCard(Card):
    """One method. The one in use has an accent border; the others can be chosen."""

    def __init__(
        self, member: type[ModelSpec], *, chosen: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, clickable=not chosen)
        self._member = member
        self._icons: list[tuple[QLabel, str, Token]] = []
        self.set_chosen(chosen)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(4)
        name = member.in_words()
        self.setAccessibleName(f"{name}, in use" if chosen else f"Use {name}")
        self._verdict = Tag("")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark("circle-check" if chosen else "circle", "accent"))
        head.addWidget(Heading(name))
        head.addStretch(1)
        head.addWidget(self._verdict)
        self.body.addLayout(head)
        self._summary = Note()
        self.body.addWidget(self._summary)
        self._rows: list[QWidget] = []
        self._told: tuple[str, Sequence[tuple[bool, str]]] | None = None
        self._result: ModelResult | None = None
        self._panel: Panel | None = None
        self._paint()

    def show_result(self, result: ModelResult | None, panel: Panel | None) -> None:
        """Show how the method fares on this study.

        Parameters
        ----------
        result : ModelResult or None
            Its result; None where it has not run.
        panel : Panel or None
            The linked panel of the latest run.
        """
        if self._rows and result is self._result and panel is self._panel:
            return
        self._result, self._panel = result, panel
        lines = (
            *condition_lines(self._member, result, panel),
            *judgement_lines(self._member),
        )
        if (verdict(result), lines) != self._told:
            self._told = verdict(result), lines
            self._tell(*self._told)

    def _tell(self, fares: str, lines: Sequence[tuple[bool, str]]) -> None:
        """Tell how the method fares, with a line for each thing that is sure or to be judged."""
        self._summary.setText(summary(self._member))
        self.setAccessibleDescription(self._summary.text())
        self._show_verdict(fares)
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._icons = self._icons[:1]
        self._rows = [self._line(sure, text) for sure, text in lines]
        for row in self._rows:
            self.body.addWidget(row)
        self._paint()

    def _show_verdict(self, text: str) -> None:
        self._verdict.setText(text)
        self._verdict.setVisible(bool(text))
        tone = {"serious finding": "red", "with cautions": "amber"}.get(text, "accent")
        self._verdict.setProperty("tone", tone)
        self._verdict.style().unpolish(self._verdict)
        self._verdict.style().polish(self._verdict)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the marks anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._paint()

    def _line(self, sure: bool, text: str) -> QWidget:
        row = QWidget(self)
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        mark = self._mark("check" if sure else "triangle-alert", "accent" if sure else "amber_mark")
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(Wrapped(text), 1)
        return row

    def _mark(self, name: str, token: Token) -> QLabel:
        mark = QLabel(self)
        mark.setFixedWidth(16)
        self._icons.append((mark, name, token))
        return mark

    def _paint(self) -> None:
        for mark, name, token in self._icons:
            mark.setPixmap(pixmap(name, token, 16, ratio=self.devicePixelRatioF()))
