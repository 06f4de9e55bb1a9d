"""Add files: what each file was found to be, shown before it becomes part of the study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studytool.core.counted import several
from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.file_root import source_of, with_root
from studytool.gui.forms import Form
from studytool.gui.icons import icon
from studytool.gui.plain_words import plainly
from studytool.gui.tokens import GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.buttons import primary, quiet
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import Heading, Help, Note, Title
from studytool.gui.widgets.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.progress import Progress
    from studytool.gui.wave_reader import WaveReader
    from studytool.intake.glance import Glance
    from studytool.study import Study

_ROWS = (("number", "label", "header_row"), ("table", "person", "date"), ("join",))
_TOLD_WHEN_POINTED_AT = dict.fromkeys(("number", "label", "header_row", "person", "date"), "")
_KNOWN = "Part of the study already."
_ENDINGS = "Data files (*.xlsx *.xlsm *.sav *.zsav *.csv *.tsv *.txt);;All files (*)"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file, or one sheet of it: how it was read, and what it would be to the study."""

    glance: Glance
    wave: Any
    chosen: bool = True
    known: bool = False


class AddFiles(QWidget):
    """A list of files, what was decided about each, and its first rows."""

    added = Signal(object, str)
    """A person adds the files: the Study with them, and what happened in words."""
    left = Signal()
    """A person leaves without adding."""

    def __init__(self, reader: WaveReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._study: Study | None = None
        self._paths: list[Path] = []
        self._entries: list[_Entry] = []
        self._form: Form | None = None
        self._list, self._preview = QListWidget(), TableView("First rows of the file")
        self._heading, self._decided, self._state = Heading(), Help(), Note()
        self._missing = Note()
        self._errors = FindingsList()
        self._add, self._cancel = primary("Add files", "plus"), quiet("Cancel")
        self._form_place = QVBoxLayout()
        self._lay_out()
        self._list.setAccessibleName("Files to add")
        self._list.currentRowChanged.connect(self._show_entry)
        self._list.itemChanged.connect(self._choose_entry)
        self._add.clicked.connect(self._take)
        self._cancel.clicked.connect(self._leave)

    @property
    def has_files(self) -> bool:
        """Whether there are files to look at."""
        return bool(self._paths)

    def choose(self, study: Study) -> None:
        """Ask for files, and look at them."""
        names, _ = QFileDialog.getOpenFileNames(self, "Add files", str(study.root), _ENDINGS)
        if names:
            self.show_files(study, [Path(name) for name in names])

    def show_files(self, study: Study, paths: Sequence[Path]) -> None:
        """Look at files in the background and show what was found.

        Parameters
        ----------
        study : Study
            They would be added to it.
        paths : sequence of Path
            Files on this machine.
        """
        self._study, self._paths = study, list(paths)
        self._entries = []
        self._list.clear()
        self._state.setText(f"Looking at {_counted(len(self._paths))} …")
        self._show_entry(-1)

        def work(progress: Progress) -> list[Glance]:
            from studytool.intake.glance import glances

            return [found for path in paths for found in glances(path, progress)]

        self._reader.start(work, self._land, self._refuse)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Title("Add files"))
        head.addStretch(1)
        head.addWidget(self._cancel)
        head.addWidget(self._add)
        inside = QWidget()
        right = QVBoxLayout(inside)
        right.setContentsMargins(GAP_INSIDE * 2, 0, 0, 0)
        right.setSpacing(GAP_INSIDE)
        right.addWidget(self._heading)
        right.addWidget(self._errors)
        right.addLayout(self._form_place)
        right.addWidget(self._decided)
        right.addWidget(self._preview, 1)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(self._list)
        panes.addWidget(inside)
        panes.setSizes([230, 580])
        panes.setChildrenCollapsible(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(head)
        rows.addWidget(self._state)
        rows.addWidget(self._missing)
        rows.addWidget(panes, 1)

    def _land(self, found: list[Glance]) -> None:
        from studytool.survey.new_files import proposed_entries

        if self._study is None:
            return
        taken = [wave.number for wave in self._study.waves if wave.number is not None]
        options = proposed_entries(found, self._study.panel, taken)
        known = {(self._study.root / one.source, _sheet(one)) for one in self._study.waves}
        self._entries = [
            _Entry(glance, wave, chosen=glance.error is None and not there, known=there)
            for glance, wave in zip(found, map(_wave, options), strict=True)
            for there in [(glance.path, _sheet(wave)) in known]
        ]
        self._list.clear()
        for entry in self._entries:
            self._list.addItem(_item(entry))
        sound = sum(entry.glance.error is None for entry in self._entries)
        self._state.setText(
            f"{_counted(len(self._paths))} looked at, {sound} of {len(self._entries)} tables "
            "can be read. Nothing is changed in your files."
        )
        self._list.setCurrentRow(0)
        self._count()

    def _refuse(self, fault: Exception) -> None:
        if not isinstance(fault, StudyError):
            raise fault
        self._state.setText(f"{fault.what} {fault.remedy}".strip())

    def _choose_entry(self, item: QListWidgetItem) -> None:
        place = self._list.row(item)
        if 0 <= place < len(self._entries):
            chosen = item.checkState() == Qt.CheckState.Checked
            self._entries[place] = replace(self._entries[place], chosen=chosen)
            self._count()

    def _count(self) -> None:
        chosen = sum(entry.chosen for entry in self._entries)
        missing = self._what_is_missing()
        counted = f"Add {chosen} tables" if chosen > 1 else "Add 1 table"
        self._add.setText(counted if chosen else "Add tables")
        self._add.setEnabled(not missing)
        self._add.setToolTip(missing)
        self._missing.setText(missing if self._entries else "")
        self._missing.setVisible(bool(self._missing.text()))

    def _what_is_missing(self) -> str:
        """Return what stands in the way of adding; empty where nothing does."""
        if any(entry.chosen for entry in self._entries):
            return ""
        if not self._entries:
            return "The files are being looked at."
        if all(entry.known for entry in self._entries):
            return "All of these tables are part of the study already. Cancel, or tick one again."
        if any(entry.glance.error is None for entry in self._entries):
            return "No table is ticked. Tick those you want to add."
        return (
            "None of these tables can be read: the reason stands beside each. "
            "Cancel, and choose other files."
        )

    def _show_entry(self, place: int) -> None:
        there = 0 <= place < len(self._entries)
        for part in (self._preview, self._decided, self._heading):
            part.setVisible(there)
        self._errors.setVisible(False)
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if not there:
            self._count()
            return
        entry = self._entries[place]
        glance = entry.glance
        self._heading.setText(glance.title)
        if glance.error is not None or glance.table is None:
            self._preview.hide()
            self._show_error(glance)
            return
        self._preview.show_frame(glance.table.frame)
        known = f"{_KNOWN} " if entry.known else ""
        self._decided.setText(f"{known}{plainly(glance.decided)}")
        self._decided.setToolTip(glance.decided)
        self._form = Form(type(entry.wave), rows=_ROWS, helps=_TOLD_WHEN_POINTED_AT)
        self._form.show_spec(entry.wave, fresh=True)
        self._form.field("join").setVisible(entry.wave.table != "child")
        self._form.proposed.connect(lambda wave: self._change(place, wave))
        self._form_place.addWidget(self._form)

    def _show_error(self, glance: Glance) -> None:
        from studytool.core.findings import Finding

        error = glance.error
        if error is not None:
            message = f"{error.what} {error.why}".strip()
            found = Finding("error", "file_refused", message, error.where, error.remedy)
            self._errors.show([found])

    def _change(self, place: int, wave: Any) -> None:  # noqa: ANN401  # a wave's entry
        """Keep what a person says about a file; look again where that changes how it is read."""
        before = self._entries[place].wave
        self._entries[place] = replace(self._entries[place], wave=wave)
        if self._form is not None:
            self._form.show_spec(wave)
            self._form.field("join").setVisible(wave.table != "child")
        if wave.header_row != before.header_row:
            path, options = self._entries[place].glance.path, _reading(wave)

            def work(progress: Progress) -> Glance:
                from studytool.intake.glance import glance

                return glance(path, options, progress)

            self._reader.start(work, lambda found: self._look_again(place, found), self._refuse)

    def _look_again(self, place: int, found: Glance) -> None:
        if place < len(self._entries):
            self._entries[place] = replace(self._entries[place], glance=found)
            if self._list.currentRow() == place:
                self._show_entry(place)

    def _take(self) -> None:
        if self._study is None:
            return
        chosen = [entry for entry in self._entries if entry.chosen]
        try:
            study = with_root(self._study, [entry.glance.path for entry in chosen])
            waves = [
                entry.wave.model_copy(update={"source": source_of(study, entry.glance.path)})
                for entry in chosen
            ]
            design = study.panel
            person = next((wave.person for wave in waves if wave.person), None)
            if design.person is None and person is not None:
                design = design.model_copy(update={"person": person})
            made = edits.changed(study, waves=(*study.waves, *waves), panel=design)
        except StudyError as error:
            self._state.setText(f"{error.what} {error.remedy}".strip())
            return
        files = len({entry.glance.path for entry in chosen})
        self._paths = []
        self.added.emit(made, f"{_counted(files)} added")

    def _leave(self) -> None:
        self._paths = []
        self._reader.close()
        self.left.emit()


def _reading(wave: Any) -> dict[str, Any]:  # noqa: ANN401  # a wave's entry
    from studytool.study import importer_of

    return dict(importer_of(wave))


def _wave(said: dict[str, Any]) -> Any:  # noqa: ANN401  # a wave's entry, made at run time
    from pydantic import TypeAdapter

    from studytool.study import AnyWave

    return TypeAdapter(AnyWave).validate_python(said)


def _sheet(wave: Any) -> str:  # noqa: ANN401  # a wave's entry
    return str(getattr(wave, "sheet", None) or "")


def _item(entry: _Entry) -> QListWidgetItem:
    item = QListWidgetItem(entry.glance.title + (" (in the study)" if entry.known else ""))
    sound = entry.glance.error is None
    item.setCheckState(Qt.CheckState.Checked if entry.chosen else Qt.CheckState.Unchecked)
    if not sound:
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        item.setIcon(icon("octagon-x", "red"))
    item.setToolTip(str(entry.glance.path))
    return item


def _counted(files: int) -> str:
    return several(files, "file")
