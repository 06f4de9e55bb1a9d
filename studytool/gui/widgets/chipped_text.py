"""Text in which a reference to a result is one chip that shows the number as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from studytool.gui.theme import current, font
from studytool.gui.widgets.limited_text import LONGEST
from studytool.roi.blocks import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

_KIND = QTextFormat.ObjectTypes.UserObject + 1
_SOURCE = QTextFormat.Property.UserProperty + 1
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_SIDE, _RADIUS, _WIDEST = 5.0, 4.0, 220.0


class ChippedText(QTextEdit):
    """Several lines to type in; a reference is put in and taken out as one letter.

    What stands in the document, `source`, holds the references as they are written there.
    """

    shortened = Signal(int)
    """There was more than this many characters; the rest was left out."""
    chip_met = Signal(str)
    """The cursor stands at the chip of this reference; empty where it stands at none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Callable[[str], str] = _bare
        self._met, self._setting = "", False
        self._painted = _Chips(self)
        self.setAcceptRichText(False)
        self.document().documentLayout().registerHandler(int(_KIND), self._painted)
        self.cursorPositionChanged.connect(self._meet)
        self.textChanged.connect(self._keep_short)

    @property
    def spoken(self) -> str:
        """The text as it reads on the page, with the numbers of now."""
        return REFERENCE.sub(lambda found: self._told(found[0]), self.source())

    def source(self) -> str:
        """Return the text as the document writes it, its references in braces."""
        return _source_of(self.document())

    def set_source(self, text: str) -> None:
        """Show a text of the document."""
        self._setting = True
        self.setPlainText("")
        cursor = QTextCursor(self.document())
        _insert(cursor, text)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._setting = False
        self._meet()

    def insert_source(self, text: str) -> None:
        """Put a text with its references where the cursor is."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        _insert(cursor, text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def set_told(self, told: Callable[[str], str]) -> None:
        """Take how a reference, written as in the document, reads on the page.

        Parameters
        ----------
        told : callable
            Returns the number as it is now.
        """
        self._told = told
        self.document().markContentsDirty(0, self.document().characterCount())
        self.viewport().update()

    def told(self, source: str) -> str:
        """Return what a chip says."""
        return self._told(source)

    def restyle(self, source: str) -> None:
        """Put another reference in the place of the chip that the cursor stands at."""
        cursor = self._at_chip()
        if cursor is not None:
            _insert(cursor, source)
            self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        """Copy as the document writes it, so that what is pasted is the same reference."""
        copied = QTextDocument()
        QTextCursor(copied).insertFragment(self.textCursor().selection())
        data = QMimeData()
        data.setText(_source_of(copied))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Take of what is pasted or dropped what there is room for."""
        room = max(LONGEST - self.document().characterCount() + 1, 0)
        text = source.text()
        self.insert_source(text[:room])
        if len(text) > room:
            self.shortened.emit(LONGEST)

    def _at_chip(self) -> QTextCursor | None:
        """Return a cursor that holds the chip before or behind the cursor, or that is chosen."""
        place = self.textCursor()
        for start in (place.position() - 1, place.position()):
            cursor = QTextCursor(self.document())
            if 0 <= start < self.document().characterCount() - 1:
                cursor.setPosition(start)
                cursor.movePosition(
                    QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor
                )
                if cursor.selectedText() == _OBJECT:
                    return cursor
        return None

    def _meet(self) -> None:
        if self._setting:
            return
        cursor = self._at_chip()
        met = "" if cursor is None else str(cursor.charFormat().property(_SOURCE) or "")
        if met != self._met:
            self._met = met
            self.chip_met.emit(met)

    def _keep_short(self) -> None:
        if self.document().characterCount() - 1 <= LONGEST:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(LONGEST)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.shortened.emit(LONGEST)


class _Chips(QPyTextObject):
    """Measures and paints the chips of one text."""

    def __init__(self, text: ChippedText) -> None:
        super().__init__(text)
        self._text = text

    def intrinsicSize(  # noqa: N802  # Qt's name
        self,
        document: QTextDocument,
        position: int,
        form: QTextFormat,
    ) -> QSizeF:
        """Return the room that a chip needs in its line."""
        del document, position
        metrics = QFontMetricsF(font(weight=500))
        wide = metrics.horizontalAdvance(self._label(form))
        return QSizeF(min(wide, _WIDEST) + 2 * _SIDE, metrics.height() + 1)

    def drawObject(  # noqa: N802  # Qt's name
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        form: QTextFormat,
    ) -> None:
        """Paint a chip: the number of now on a soft ground."""
        del document, position
        theme = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        area = QRectF(rect)
        painter.drawRoundedRect(area.adjusted(1, 0, -1, 0), _RADIUS, _RADIUS)
        painter.setPen(theme.color("accent"))
        painter.setFont(font(weight=500))
        room = area.adjusted(_SIDE, 0, -_SIDE, 0)
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(self._label(form), Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)

    def _label(self, form: QTextFormat) -> str:
        return self._text.told(str(form.property(_SOURCE)))


def _insert(cursor: QTextCursor, text: str) -> None:
    """Put a text in the place of what the cursor holds, each reference as a chip."""
    plain, end = QTextCharFormat(), 0
    cursor.removeSelectedText()
    for found in REFERENCE.finditer(text):
        cursor.insertText(text[end : found.start()], plain)
        chip = QTextCharFormat()
        chip.setObjectType(int(_KIND))
        chip.setProperty(_SOURCE, found[0])
        chip.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        cursor.insertText(_OBJECT, chip)
        end = found.end()
    cursor.insertText(text[end:], plain)
    cursor.setCharFormat(plain)


def _source_of(document: QTextDocument) -> str:
    lines, block = [], document.begin()
    while block.isValid():
        lines.append("".join(_pieces(document, block.position(), block.length() - 1)))
        block = block.next()
    return "\n".join(lines)


def _pieces(document: QTextDocument, start: int, length: int) -> Iterator[str]:
    """Yield the letters of a paragraph, a chip as the document writes it."""
    cursor = QTextCursor(document)
    text = document.findBlock(start).text()[:length]
    for place, letter in enumerate(text):
        if letter != _OBJECT:
            yield letter
            continue
        cursor.setPosition(start + place + 1)  # a cursor tells the format before it
        yield str(cursor.charFormat().property(_SOURCE) or "")


def _bare(source: str) -> str:
    return source.strip("{}").partition("|")[0]
