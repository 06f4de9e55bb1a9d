"""What goes to the clipboard: tables as HTML and text, charts as PNG and SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QImage

from studytool.gui.report_html import copied_table
from studytool.report.text import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.table import Table


def copied_tables(tables: Sequence[tuple[str, Table]]) -> QMimeData:
    """Return tables as a word processor and a plain editor take them.

    Parameters
    ----------
    tables : sequence of (str, Table)
        "Table 2" and the table, small cells hidden already.
    """
    made = QMimeData()
    made.setHtml("<br>".join(copied_table(table, words) for words, table in tables))
    made.setText("\n\n".join(_text(words, table) for words, table in tables))
    return made


def copied_chart(png: bytes, svg: bytes, words: str) -> QMimeData:
    """Return a chart as pictures, dots and outlines, with what it shows in words."""
    made = QMimeData()
    made.setImageData(QImage.fromData(QByteArray(png)))
    made.setData("image/png", QByteArray(png))
    made.setData("image/svg+xml", QByteArray(svg))
    made.setText(words)
    return made


def _text(words: str, table: Table) -> str:
    number = words.rpartition(" ")[2]
    return as_text(table, number=int(number) if number.isdigit() else None)
