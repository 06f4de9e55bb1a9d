"""Entries of one group of the document, each folded under its name with a form of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.forms import Form
from studytool.gui.plain_words import plainly
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.refusal import Refusal
from studytool.gui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studytool.core.spec import Spec
    from studytool.gui.document import Document
    from studytool.study import Study


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """What entries are about, and how one is begun.

    Attributes
    ----------
    key : str
        Of the document: "families", "reproduces", "released".
    spec : type
        Class of an entry.
    title : str
        Heading over all of them.
    noun : str
        What one is called.
    told : callable
        What an entry is called in the list.
    add : str
        Words of the link that adds one.
    offered : callable
        New entries a person may choose from, by their words; none where nothing can be added yet.
    waits : str
        What adding one waits for.
    """

    key: str
    spec: type[Spec]
    title: str
    noun: str
    told: Callable[[Any], str]
    add: str
    offered: Callable[[Document], Mapping[str, Spec]]
    waits: str


class EntryForms(QWidget):
    """Shows the entries and makes each edit one step that can be undone."""

    def __init__(
        self, document: Document, group: EntryGroup, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._group = document, group
        self._entries: tuple[Spec, ...] | None = None
        self._rows: list[_Entry] = []
        self._all, self._refusal = Section(group.title), Refusal()
        self._listed = QVBoxLayout()
        self._listed.setSpacing(4)
        self._add = flush(group.add)
        self._menu = QMenu(self)
        self._all.body.addLayout(self._listed)
        self._all.body.addWidget(self._add)
        self._all.body.addWidget(self._refusal)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._all)
        self._add.clicked.connect(self._offer)

    def refresh(self) -> None:
        """Show the entries as they are now."""
        entries = tuple(getattr(self._document.study, self._group.key))
        if entries == self._entries:
            return
        self._entries = entries
        self._all.set_title(f"{self._group.title} ({len(entries)})")
        while len(self._rows) > len(entries):
            gone = self._rows.pop()
            self._listed.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, entry in enumerate(entries):
            if place >= len(self._rows):
                made = _Entry(self._group.spec)
                made.changed.connect(partial(self._change, place))
                made.remove.clicked.connect(lambda _=False, at=place: self._remove(at))
                self._rows.append(made)
                self._listed.addWidget(made)
                made.show()
            self._rows[place].show_entry(entry, self._group.told(entry))

    def open(self, place: int = -1) -> None:
        """Unfold the list, and one entry of it."""
        self._all.set_open(True)
        if 0 <= place < len(self._rows):
            self._rows[place].section.set_open(True)

    def _offer(self) -> None:
        """Add the one entry that can be added, or ask which."""
        offered = self._group.offered(self._document)
        self._refusal.clear()
        if not offered:
            self._refusal.tell(self._group.waits)
        elif len(offered) == 1:
            self._begin(next(iter(offered.values())))
        else:
            self._menu.clear()
            for words, entry in offered.items():
                action = self._menu.addAction(words.replace("&", "&&"))
                action.triggered.connect(lambda _=False, entry=entry: self._begin(entry))
            self._menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _begin(self, entry: Spec) -> None:
        if self._edit("added", lambda study: edits.added(study, self._group.key, entry)):
            self.refresh()
            self.open(len(self._rows) - 1)

    def _change(self, place: int, entry: Spec) -> None:
        key = self._group.key
        if self._edit("changed", lambda study: edits.with_item(study, key, place, entry)):
            self.refresh()

    def _remove(self, place: int) -> None:
        key = self._group.key
        if self._edit("removed", lambda study: edits.without_item(study, key, place)):
            self.refresh()

    def _edit(self, verb: str, make: Callable[[Study], Study]) -> bool:
        self._refusal.clear()
        try:
            study = make(self._document.study)
        except StudyError as error:
            self._refusal.tell(plainly(f"{error.what} {error.remedy}".strip()))
            return False
        self._document.edit(f"{self._group.noun} {verb}", study)
        return True


class _Entry(QWidget):
    """One entry: its name, and its form once it is opened."""

    changed = Signal(object)
    """A person's edit makes this entry."""

    def __init__(self, spec: type[Spec]) -> None:
        super().__init__()
        self._spec = spec
        self._entry: Spec | None = None
        self._form: Form | None = None
        self.section = Section("")
        self.remove = flush("Remove", self)
        self.remove.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.section)
        self.section.opened.connect(self._open)

    def show_entry(self, entry: Spec, words: str) -> None:
        """Show an entry under its words."""
        self._entry = entry
        self.section.set_title(words)
        if self._form is not None:
            self._form.show_spec(entry)

    def _open(self) -> None:
        """Make the form when it is first asked for: there may be many entries."""
        if self._form is None and self._entry is not None:
            self._form = Form(self._spec)
            self._form.proposed.connect(self.changed)
            self._form.show_spec(self._entry, fresh=True)
            self.section.body.addWidget(self._form)
            self.section.body.addWidget(self.remove)
            self._form.show()
            self.remove.show()
