"""Editor of the report: what a person does to its entries becomes edits of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from studytool.core.errors import StudyError
from studytool.gui import report_edits
from studytool.gui.report_additions import additions, with_addition
from studytool.report.outline import ReportItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.gui.document import Document
    from studytool.gui.report_additions import Addition
    from studytool.gui.report_shown import Shown
    from studytool.gui.widgets.entry_strip import EntryStrip
    from studytool.study import Study


class ReportEditor(QObject):
    """Moves, renames, hides, deletes and adds; every step can be undone."""

    refused = Signal(str)
    """An edit cannot be made; says why."""

    def __init__(
        self,
        document: Document,
        strip: EntryStrip,
        shown: Callable[[], Shown],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._strip = strip
        self._shown = shown

    def add_text(self, field: str, place: int) -> None:
        """Ask for a "heading" or a "note" and put it before entry `place`."""

        def taken(text: str) -> None:
            item = ReportItem(heading=text) if field == "heading" else ReportItem(note=text)
            items = self._shown().items
            at = min(max(place, 0), len(items))
            self._edit(
                f"Add a {field}", lambda study: report_edits.with_text(study, items, at, item)
            )

        self._strip.ask(field.capitalize(), "", taken, several_lines=field == "note")

    def add(self, addition: Addition) -> None:
        """Add a table or a chart at the end of the report."""
        words = addition.words[:1].lower() + addition.words[1:]
        self._edit(f"Add {words}", lambda study: with_addition(study, addition))

    def rename(self, place: int) -> None:
        """Ask for another title of a table or chart."""
        shown = self._shown()
        item, words = shown.items[place], shown.words(place)

        def taken(text: str) -> None:
            self._edit(f"Rename {words}", lambda study: report_edits.renamed(study, item, text))

        self._strip.ask(f"Title of {words}", shown.title(place), taken)

    def retitle(self, place: int) -> bool:
        """Ask for other words of an entry, where it has words of a person; whether it has."""
        items = self._shown().items
        if not 0 <= place < len(items):
            return False
        if not items[place].shows():
            self.retype(place)
        elif report_edits.is_asked_for(self._document.study, items[place]):
            self.rename(place)
        else:
            return False
        return True

    def retype(self, place: int) -> None:
        """Ask for another text of a heading or a note."""
        items = self._shown().items
        item = items[place]
        field = "heading" if item.heading else "note"

        def taken(text: str) -> None:
            self._edit(
                f"Change the {field}",
                lambda study: report_edits.retyped(study, items, place, text),
            )

        several = bool(item.note)
        text = item.note or item.heading
        self._strip.ask(field.capitalize(), text, taken, several_lines=several)

    def move(self, place: int, by: int) -> None:
        """Move an entry up (-1) or down (1)."""
        shown = self._shown()
        self._edit(
            f"Move {shown.words(place)} {'up' if by < 0 else 'down'}",
            lambda study: report_edits.moved(study, shown.items, place, by),
        )

    def hide(self, place: int) -> None:
        """Keep an entry, but do not show it."""
        shown = self._shown()
        self._edit(
            f"Hide {shown.words(place)}",
            lambda study: report_edits.hidden(study, shown.items, place),
        )

    def unhide(self) -> None:
        """Show every hidden entry again."""
        items = self._shown().items
        self._edit("Show what was hidden", lambda study: report_edits.all_shown(study, items))

    def delete(self, place: int) -> None:
        """Delete an entry, and with it its table or chart."""
        shown = self._shown()
        self._edit(
            f"Delete {shown.words(place)}",
            lambda study: report_edits.deleted(study, shown.items, place),
        )

    def menu_of(self, place: int, parent: QWidget) -> QMenu:
        """Return the menu of an entry."""
        item = self._shown().items[place]
        asked_for = report_edits.is_asked_for(self._document.study, item)
        menu = QMenu(parent)
        if not item.shows():
            menu.addAction("Edit text", lambda: self.retype(place))
        elif asked_for:
            menu.addAction("Rename", lambda: self.rename(place))
        menu.addAction("Move up", lambda: self.move(place, -1))
        menu.addAction("Move down", lambda: self.move(place, 1))
        menu.addSeparator()
        menu.addAction("Add note above", lambda: self.add_text("note", place))
        menu.addAction("Add heading above", lambda: self.add_text("heading", place))
        menu.addSeparator()
        menu.addAction("Hide", lambda: self.hide(place))
        if asked_for or not item.shows():
            menu.addAction("Delete", lambda: self.delete(place))
        return menu

    def fill_add_menu(self, menu: QMenu, place: int) -> None:
        """Offer everything that can be added; texts go before entry `place`."""
        menu.clear()
        menu.addAction("Note", lambda: self.add_text("note", place))
        menu.addAction("Heading", lambda: self.add_text("heading", place))
        menu.addSeparator()
        for addition in additions(self._document.study):
            self._offer(menu, addition)

    def _offer(self, menu: QMenu, addition: Addition) -> None:
        menu.addAction(addition.words.replace("&", "&&"), lambda: self.add(addition))

    def _edit(self, text: str, change: Callable[[Study], Study]) -> None:
        try:
            study = change(self._document.study)
        except StudyError as error:
            self.refused.emit(" ".join(filter(None, (error.what, error.why, error.remedy))))
            return
        self.refused.emit("")
        self._document.edit(text, study)
