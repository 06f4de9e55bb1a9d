"""Waves: the files, variables by waves, and what to do about differences between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studytool.core.findings import Finding
from studytool.gui import edits
from studytool.gui.first_result import first_result
from studytool.gui.gathered import gathered
from studytool.gui.places import PAIRS, has_pairs, listed_ids
from studytool.gui.plain_words import place_words, plainly
from studytool.gui.steps.step import Step
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.wave_lines import most_telling, summary, told_first
from studytool.gui.wave_reader import WaveReader
from studytool.gui.widgets.add_files import AddFiles
from studytool.gui.widgets.buttons import link, primary, secondary
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.flow import Flow, beside
from studytool.gui.widgets.labels import Help, Note, Title
from studytool.gui.widgets.one_page import OnePage
from studytool.gui.widgets.pairs_page import PairsPage
from studytool.gui.widgets.wave_cells import Swatch
from studytool.gui.widgets.wave_side import SAME_ID_TWICE, WaveSide
from studytool.gui.widgets.wave_table import Line, WaveTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studytool.gui.document import Document
    from studytool.gui.step_marks import Mark
    from studytool.survey.proposals import Proposal

_LEGEND = (
    ("renamed", "renamed"),
    ("recoded", "recoded"),
    ("missing", "new missing code"),
    ("format", "format or unit"),
    ("not_asked", "not asked"),
)
_GRID, _EMPTY, _ADD, _PAIRS = range(4)


class Waves(Step):
    """The first screen: what the files of each wave call and code differently."""

    key: ClassVar[str] = "waves"
    title: ClassVar[str] = "Waves"
    icon: ClassVar[str] = "table"
    sizes: ClassVar[tuple[int, int]] = (858, 348)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setObjectName("waves")
        self._reader = reader = WaveReader()
        self.destroyed.connect(reader.close)
        self._table, self._side = WaveTable(), WaveSide()
        self._accept_all = secondary("Accept all", "check-check")
        self._only = QCheckBox("Differences only")
        self._summary, self._reading = Note(), Help()
        self._result = link("", "arrow-right", trailing=True)
        self._result.setToolTip("The first table of models in the report.")
        self._failed = EmptyState(
            "The files could not be read", "", action="Try again", icon_name="arrow-right"
        )
        self._add, self._pairs = AddFiles(reader), PairsPage(document)
        self._pages = OnePage()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the files as the study names them; read in the background, after the first run."""
        if self.document.run is not None or not self.document.awaited:
            self._reader.look_at(self.document.study)
        self._show()

    def side(self) -> QWidget:
        """Return the pane with values, people and findings."""
        return self._side

    def mark(self) -> Mark:
        """Say whether files are there and agree."""
        mark = super().mark()
        minds = self._reader.error is not None or bool(self._proposals())
        return "warning" if mark and minds else mark

    def reveal(self, where: str) -> None:
        """Choose the variable that a place speaks of, or compare the pairs."""
        if where == PAIRS:
            self._compare()
            return
        self._pages.setCurrentIndex(_GRID if self.document.study.waves else _EMPTY)
        column = where.rpartition("column ")[2] if "column " in where else where
        for line in self._table.wave_model.lines:
            if column in {line.row.name, *(cell.column for cell in line.row.cells)}:
                self._table.choose(line.row.name)
                return

    def add_files(self, paths: Sequence[Path]) -> None:
        """Show files a person dropped or chose, before they are added."""
        self._add.show_files(self.document.study, paths)
        self._pages.setCurrentIndex(_ADD)

    def _lay_out(self) -> None:
        empty = EmptyState(
            "No files yet",
            "A study starts with the file of each wave: Excel, SPSS or csv. "
            "Nothing is changed in your files.",
            action="Add files …",
            icon_name="plus",
        )
        empty.acted.connect(self._choose_files)
        for page in (self._grid_page(), _framed(empty), self._add, self._pairs):
            self._pages.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._pages)

    def _grid_page(self) -> QWidget:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, GAP_INSIDE)
        rows.setSpacing(GAP_INSIDE)
        add = primary("Add files …", "plus")
        add.clicked.connect(self._choose_files)
        head = QHBoxLayout()
        head.addWidget(Title("Waves"))
        head.addStretch(1)
        head.addWidget(self._result)
        head.addWidget(self._accept_all)
        head.addWidget(add)
        legend, tones = QHBoxLayout(), Flow(gap=12)
        for tone, words in _LEGEND:
            tones.addWidget(beside(Swatch(tone), _OneLine(words)))
        legend.addLayout(tones, 1)
        legend.addWidget(self._only, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        rows.addWidget(self._summary)
        rows.addLayout(legend)
        rows.addWidget(self._failed)
        rows.addWidget(self._table, 1)
        rows.addWidget(self._reading)
        rows.addStretch(0)
        return page

    def _connect(self) -> None:
        self._reader.landed.connect(self._show)
        self._reader.landed.connect(self.mark_changed)
        self._reader.started.connect(self._show)
        self._failed.acted.connect(self._try_again)
        self._result.clicked.connect(self._go_to_result)
        self._only.toggled.connect(self._show)
        self._accept_all.clicked.connect(lambda: self._accept(self._proposals()))
        self._table.accept_asked.connect(self._accept_one)
        self._table.chosen.connect(self._show_values)
        self._side.accept_asked.connect(lambda: self._accept_one(self._table.current_name()))
        self._side.back_asked.connect(self._take_back)
        self._side.finding_asked.connect(lambda finding: self.reveal(finding.where))
        self._add.added.connect(self._take_files)
        self._add.left.connect(self._leave)
        self._side.pairs_asked.connect(self._compare)
        self._pairs.left.connect(self._leave_pairs)

    def _proposals(self) -> list[Proposal]:
        return [] if self._reader.read is None else list(self._reader.read.proposals.values())

    def _show(self) -> None:
        self._turn_page()
        found = first_result(self.document)
        self._result.setVisible(found is not None)
        self._result.setText("" if found is None else f"Results: {found.words}")
        read, open_ = self._reader.read, self._proposals()
        self._accept_all.setVisible(bool(open_))
        self._accept_all.setText(f"Accept all {len(open_)}")
        current = self._reader.is_of(self.document.study)
        self._accept_all.setEnabled(current)
        self._accept_all.setToolTip("" if current else "The files are being read again.")
        self._side.show_findings(self._findings())
        self._table.setVisible(read is not None)
        self._show_failure()
        if read is None or not self.document.study.waves:
            self._reading.setText("")
            self._side.show_nothing()
            waits = self._reader.busy or self.document.awaited
            self._summary.setText("Reading the files …" if waits else "")
            self._summary.setVisible(waits)
            self._table.show_lines((), ())
            return
        from studytool.survey.interviewed import interviewed
        from studytool.survey.proposals import rows_with_proposals

        rows = rows_with_proposals(read.grid, read.proposals)
        lines = [
            Line(row, read.proposals[row.name].words if row.name in read.proposals else "")
            for row in rows
        ]
        shown = [line for line in told_first(lines) if line.differs or not self._only.isChecked()]
        self._table.show_lines(read.grid.heads, shown)
        if not self._table.current_name():
            self._table.choose(most_telling(shown))
        run = self.document.run
        panel = None if run is None or self.document.stale else run.panel
        people = interviewed(read.opened, panel)
        self._summary.show()
        self._summary.setText(summary(len(self.document.study.waves), lines, people))
        self._reading.setText("   ".join((*read.grid.reading, "Nothing is changed in your files.")))
        self._side.show_people(people)
        self._show_values(self._table.current_name(), self._table.currentIndex().column() - 1)

    def _show_failure(self) -> None:
        """Say why the files could not be read, once nothing is under way."""
        error = None if self._reader.busy else self._reader.error
        self._failed.setVisible(error is not None)
        if error is not None:
            place = f"{place_words(error.where)}." if error.where else ""
            parts = (error.what, place, error.why, error.remedy)
            old = "Below is what was read before." if self._reader.read is not None else ""
            self._failed.set_text(plainly(" ".join(filter(None, (*parts, old)))))

    def _try_again(self) -> None:
        """Read the files once more, and run the study on them: they may have been mended."""
        self._reader.forget()
        self.document.run_again()
        self._reader.look_at(self.document.study)

    def _go_to_result(self) -> None:
        """Show the first model of the first table, and the table beside it."""
        found = first_result(self.document)
        if found is not None:
            self.place_asked.emit(found.where)

    def _turn_page(self) -> None:
        """Show the grid, or say that there are no files; what a person turned to stays."""
        shown, any_ = self._pages.currentIndex(), bool(self.document.study.waves)
        if shown == _PAIRS and any_:
            self._pairs.show_pairs(None if self._reader.read is None else self._reader.read.opened)
        elif shown != _ADD:
            self._pages.setCurrentIndex(_GRID if any_ else _EMPTY)

    def _compare(self) -> None:
        """Show the rows of every ID that occurs twice side by side."""
        self._pages.setCurrentIndex(_PAIRS)
        self._turn_page()
        self._pairs.begin()

    def _leave_pairs(self) -> None:
        self._pages.setCurrentIndex(_GRID)
        self._show()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _findings(self) -> list[Finding]:
        """Return what is wrong with the files, then what to mind about them."""
        found = []
        error = self._reader.error or self.document.error
        if error is not None and _is_about_files(error.where):
            parts = (error.what, listed_ids(error), error.why)
            message = " ".join(filter(None, parts))
            code = SAME_ID_TWICE if has_pairs(error) else "files_refused"
            found.append(Finding("error", code, message, error.where, error.remedy))
        run = self.document.run
        if run is not None:
            codes = {"renamed", "recoded", "missing_codes_differ", "text_read_as"}
            found += [f for f in run.panel.findings if f.level != "note" or f.code in codes]
        return list(gathered(found))

    def _show_values(self, name: str, place: int) -> None:
        read = self._reader.read
        line = next((one for one in self._table.wave_model.lines if one.row.name == name), None)
        if read is None or line is None:
            return
        from studytool.survey.contents import contents_of

        if not 0 <= place < len(read.grid.heads):
            place = next((at for at, cell in enumerate(line.row.cells) if cell.kind), 0)
        head = read.grid.heads[place]
        contents = contents_of(read.opened, name, head.wave)
        if contents is None and line.row.cells[place].column:
            taken = read.proposals[name].takes
            found = (contents_of(read.opened, other, head.wave) for other in taken)
            contents = next((one for one in found if one is not None), None)
        self._side.show_values(line, head.label, contents)

    def _accept_one(self, name: str) -> None:
        read = self._reader.read
        if read is not None and name in read.proposals:
            self._accept([read.proposals[name]])

    def _accept(self, proposals: Sequence[Proposal]) -> None:
        from studytool.survey.proposals import accepted

        study = self.document.study
        variables, design = accepted(proposals, study.variables, study.panel)
        text = (
            f"{proposals[0].name}: {proposals[0].words}"
            if len(proposals) == 1
            else f"{len(proposals)} differences accepted"
        )
        self.document.edit(text, edits.changed(study, variables=variables, panel=design))

    def _take_back(self) -> None:
        """Read the chosen variable under its own name, as the files code it."""
        study, name = self.document.study, self._table.current_name()
        for place, entry in enumerate(study.variables):
            if entry.name == name:
                plain = entry.model_copy(update={"columns": "", "recode": {}})
                made = edits.with_item(study, "variables", place, plain)
                self.document.edit(f"{name}: differences taken back", made)

    def _choose_files(self) -> None:
        self._add.choose(self.document.study)
        if self._add.has_files:
            self._pages.setCurrentIndex(_ADD)

    def _take_files(self, study: object, text: str) -> None:
        self._leave()
        self.document.edit(text, study)  # type: ignore[arg-type]  # a Study, carried by a signal

    def _leave(self) -> None:
        self._pages.setCurrentIndex(_GRID)
        self._reader.forget()
        self.refresh()


class _OneLine(QLabel):
    """Words of the legend, in the third ink."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "help")


def _is_about_files(where: str) -> bool:
    file = where.partition(",")[0]
    return where.startswith(("waves", "files")) or ", row" in where or "." in file


def _framed(inside: QWidget) -> QWidget:
    page = QWidget()
    rows = QVBoxLayout(page)
    rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, PANE_TOP)
    rows.setSpacing(GAP_FIELDS)
    rows.addWidget(Title("Waves"))
    rows.addWidget(inside)
    rows.addStretch(1)
    rows.setAlignment(Qt.AlignmentFlag.AlignTop)
    return page
