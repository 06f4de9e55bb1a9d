from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTextBrowser

from studytool.gui.report_html import PRINTED
from studytool.gui.widgets.how import How

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run


def test_how_tells_and_copies(qtbot: QtBot, sample_run: Run) -> None:
    how = How()
    qtbot.addWidget(how)
    how.show_results("Table 4", "models", [sample_run.material.models["offer"]], PRINTED)
    page = how.findChild(QTextBrowser)
    assert page is not None
    assert sample_run.results["offer"].equation in page.toPlainText()
    buttons = {button.text(): button for button in how.findChildren(QPushButton)}
    buttons["Copy the document's lines"].click()
    assert QGuiApplication.clipboard().text().startswith("[[models]]")
    with qtbot.waitSignal(how.back_asked):
        buttons["Back to the report"].click()
