"""Brief: its blocks in order at the left, its pages as they will be printed at the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui import brief_edits
from studytool.gui.brief_edits import ICONS, block_words, kind_of
from studytool.gui.brief_numbers import teller
from studytool.gui.entry_groups import RELEASED, REPRODUCES
from studytool.gui.forms import Form
from studytool.gui.steps.step import Step
from studytool.gui.tokens import GAP_INSIDE, PANE_TOP
from studytool.gui.widgets.block_editor import BlockEditor
from studytool.gui.widgets.block_list import BlockList, BlockRow
from studytool.gui.widgets.brief_preview import BriefPreview
from studytool.gui.widgets.buttons import mark, secondary
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.entry_forms import EntryForms
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import Heading, Note, Title
from studytool.gui.widgets.refusal import Refusal
from studytool.gui.widgets.section import Section
from studytool.roi import blocks
from studytool.roi.brief import BriefSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.core.findings import Finding
    from studytool.gui.document import Document
    from studytool.outcome import Run
    from studytool.report.quantities import Quantity
    from studytool.roi.blocks import Block
    from studytool.study import Study

_SIDE = 20
_LEAST_ROWS = 4
_NEW: tuple[tuple[str, Callable[[], Block]], ...] = (
    ("Heading", lambda: blocks.Heading(text="New heading")),
    ("Text", lambda: blocks.Text(text="New text.")),
    ("Text in a box", lambda: blocks.Text(text="New text.", boxed="In short")),
    ("List", lambda: blocks.Text(text=("First point.",), list=True)),
    ("What to read with care", blocks.FindingsBlock),
    ("How the numbers were made", blocks.MethodsBlock),
    ("What was decided about the data", blocks.DecisionsBlock),
)


class BriefStep(Step):
    """Blocks, the editor of one of them, and the pages."""

    key: ClassVar[str] = "brief"
    title: ClassVar[str] = "Brief"
    icon: ClassVar[str] = "file-text"
    sizes: ClassVar[tuple[int, int]] = (368, 838)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._place = 0
        self._quantities: tuple[Quantity, ...] = ()
        self._of_run: Run | None = None
        self._error: StudyError | None = None
        self._side = BriefPreview(document)
        self._list, self._editor = BlockList(), BlockEditor()
        self._findings, self._refusal = FindingsList(), Refusal()
        self._groups = [EntryForms(document, group) for group in (RELEASED, REPRODUCES)]
        self._add = secondary("Add", "plus")
        self._add.setAccessibleName("Add a block")
        self._up, self._down = mark("arrow-up", "Move up"), mark("arrow-down", "Move down")
        self._remove = mark("trash-2", "Remove the block")
        self._head = Section("Title, place and whom it is for")
        self._form = Form(BriefSpec, rows=(("title",), ("subtitle",), ("place",), ("audience",)))
        self._work = QWidget()
        self._empty = EmptyState(
            "No brief yet",
            "Two to four pages of text, tables and charts, in which every number is a result.",
            action="Start a brief",
            icon_name="plus",
        )
        self._lay_out()
        self._connect()

    def side(self) -> QWidget:
        """Return the pages."""
        return self._side

    def refresh(self) -> None:
        """Show the blocks as they are now and what the latest run says of them."""
        study, run = self.document.study, self.document.run
        brief = study.brief
        self._empty.setVisible(brief is None)
        self._work.setVisible(brief is not None)
        self._add.setVisible(brief is not None)
        self._findings.setVisible(brief is not None)
        for group in self._groups:
            group.refresh()
        if brief is None:
            return
        self._offer(study, run)
        self._form.show_spec(brief)
        self._place = min(max(self._place, 0), max(len(brief.blocks) - 1, 0))
        found = self._found()
        wrong = {finding.where for finding in found}
        if self.document.error is not None:
            wrong.add(self.document.error.where)
        rows = [
            _row(block, study, f"brief.blocks[{i}]" in wrong)
            for i, block in enumerate(brief.blocks)
        ]
        self._list.show_rows(rows, self._place)
        self._findings.show(found)
        self._show_block()
        self._show_error()

    def reveal(self, where: str) -> None:
        """Look at the block that a place such as ``brief.blocks[2]`` is about."""
        found = re.match(r"brief\.blocks\[(\d+)\]", where)
        if found:
            self._place = int(found[1])
        self.refresh()
        for group, key in zip(self._groups, ("released", "reproduces"), strict=True):
            if asked := re.match(rf"{key}(?:\[(\d+)\])?", where):
                group.open(int(asked[1] or -1))
        if found:
            self._list.choose(self._place)
        elif self._form.field_at(where):
            self._head.set_open(True)
            self._form.reveal(self._form.field_at(where))

    def _found(self) -> tuple[Finding, ...]:
        run = self.document.run
        brief = run.output.brief if run is not None else None
        return () if brief is None else brief.findings

    def _offer(self, study: Study, run: Run | None) -> None:
        if run is not None and run is not self._of_run:
            from studytool.report.quantities import quantities  # loaded once there is a run
            from studytool.roi.returns_cells import returns_cells

            further = {} if run.returns is None else returns_cells(run.returns)
            self._of_run, self._quantities = run, quantities(run.material, further)
            self._editor.set_told(teller(run, further, study.disclosure.minimum))
        chosen = self._block()
        group: tuple[Any, ...] = study.tables
        names = {}
        if isinstance(chosen, blocks.FigureBlock):
            group = study.charts
        elif study.costs:
            names = {"returns": "Value for money", "costs": "What it cost"}
            if study.roi is None:
                del names["returns"]
        self._editor.offer(
            self._quantities, {item.name: item.title or item.name for item in group} | names
        )

    def _block(self) -> Block | None:
        brief = self.document.study.brief
        if brief is None or not 0 <= self._place < len(brief.blocks):
            return None
        return brief.blocks[self._place]

    def _show_block(self) -> None:
        block = self._block()
        brief = self.document.study.brief
        many = 0 if brief is None else len(brief.blocks)
        self._editor.show_block(block, self._place)
        self._up.setEnabled(self._place > 0)
        self._down.setEnabled(self._place < many - 1)
        self._remove.setEnabled(block is not None)

    def _choose(self, place: int) -> None:
        self._editor.take()
        self._place = place
        self._offer(self.document.study, self.document.run)
        self._show_block()
        self._error = None
        self._show_error()

    def _show_error(self) -> None:
        error = self.document.error
        if error is self._error and error is not None:
            return
        self._error = error
        self._refusal.clear()
        self._editor.set_error("")
        if error is not None and error.where.startswith("brief"):
            self._tell(error)

    def _tell(self, error: StudyError) -> None:
        text = " ".join(part for part in (error.what, error.why, error.remedy) if part)
        if error.where == f"brief.blocks[{self._place}]":
            self._editor.set_error(text)
            return
        found = re.match(r"brief\.blocks\[(\d+)\]", error.where)
        if found:
            self._refusal.tell(text, "Show the block", lambda: self.reveal(error.where))
        else:
            self._refusal.tell(text)

    def _add_block(self, words: str, block: Block) -> None:
        self._editor.take()
        place = self._place + 1 if self._block() is not None else 0
        text = f"brief: {words.lower()} added"
        if self._edit(text, lambda: brief_edits.with_new_block(self.document.study, place, block)):
            self._place = place
            self.refresh()
            self._list.choose(place)

    def _change(self, block: Block) -> None:
        place = self._place
        self._edit(
            f"brief: block “{block_words(block, self.document.study)[0]}”",
            lambda: brief_edits.with_block(self.document.study, place, block),
        )

    def _turn(self, place: int) -> None:
        brief = self.document.study.brief
        if brief is None:
            return
        block = brief.blocks[place]
        word = "shown" if block.hidden else "left out"
        name = block_words(block, self.document.study)[0]
        self._edit(
            f"brief: “{name}” {word}", lambda: brief_edits.turned(self.document.study, place)
        )

    def _move(self, step: int) -> None:
        self._move_to(self._place, self._place + step)

    def _move_to(self, start: int, to: int) -> None:
        self._editor.take()
        brief = self.document.study.brief
        if brief is None or not (0 <= to < len(brief.blocks) and start != to):
            return
        name = block_words(brief.blocks[start], self.document.study)[0]
        self._place = to
        self._edit(
            f"brief: “{name}” moved",
            lambda: brief_edits.moved_block(self.document.study, start, to),
        )

    def _drop(self) -> None:
        block, place = self._block(), self._place
        if block is not None:
            self._edit(
                f"brief: “{block_words(block, self.document.study)[0]}” removed",
                lambda: brief_edits.without_block(self.document.study, place),
            )

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its block."""
        self._refusal.clear()
        try:
            study = make()
        except StudyError as error:
            self._tell_refused(error)
            return False
        self.document.edit(text, study)
        return True

    def _tell_refused(self, error: StudyError) -> None:
        self._editor.set_error(f"{error.what} {error.remedy}".strip())

    def _fill_menu(self) -> None:
        menu = self._add.menu()
        menu.clear()
        study = self.document.study
        for words, make in _NEW:
            self._entry(menu, words, words, make)
        titles = brief_edits.titles(study)
        tables = [item.name for item in study.tables]
        tables += ["returns"] * bool(study.roi and study.costs) + ["costs"] * bool(study.costs)
        menu.addSeparator()
        for name in tables:
            self._entry(menu, f"Table: {titles[name]}", "table", _table(name))
        for item in study.charts:
            self._entry(menu, f"Chart: {titles[item.name]}", "chart", _chart(item.name))

    def _entry(self, menu: QMenu, text: str, words: str, make: Callable[[], Block]) -> None:
        action = QAction(text.replace("&", "&&"), menu)
        action.triggered.connect(lambda _=False: self._add_block(words, make()))
        menu.addAction(action)

    def _start(self) -> None:
        self._edit("brief started", lambda: brief_edits.started(self.document.study))

    def _head_taken(self, brief: BriefSpec) -> None:
        self._edit("brief: title", lambda: brief_edits.with_head(self.document.study, brief))

    def _connect(self) -> None:
        menu = QMenu(self)
        self._add.setMenu(menu)
        menu.aboutToShow.connect(self._fill_menu)
        self._empty.acted.connect(self._start)
        self._list.chosen.connect(self._choose)
        self._list.move_asked.connect(self._move)
        self._list.removal_asked.connect(self._drop)
        self._list.blocks.turned.connect(self._turn)
        self._list.blocks.moved.connect(self._move_to)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(self._drop)
        self._editor.proposed.connect(self._change)
        self._form.proposed.connect(self._head_taken)
        self._findings.asked.connect(lambda finding: self.reveal(finding.where))
        self._side.number_asked.connect(self._show_result)

    def _show_result(self, name: str) -> None:
        where = brief_edits.result_place(self.document.study, name)
        if where:
            self.place_asked.emit(where)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_SIDE, PANE_TOP, _SIDE, GAP_INSIDE)
        rows.setSpacing(GAP_INSIDE)
        head = QHBoxLayout()
        head.addWidget(Title(self.title))
        head.addStretch(1)
        head.addWidget(self._add)
        rows.addLayout(head)
        rows.addWidget(Note("Every number comes from a result."))
        rows.addWidget(self._empty)
        rows.addWidget(self._work, 1)
        for group in self._groups:
            rows.addWidget(group)
        rows.addStretch(0)
        inside = QVBoxLayout(self._work)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP_INSIDE)
        self._head.body.addWidget(self._form)
        inside.addWidget(self._head)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(Heading("Blocks"))
        bar.addStretch(1)
        for button in (self._up, self._down, self._remove):
            bar.addWidget(button)
        inside.addLayout(bar)
        self._list.setMinimumHeight(_LEAST_ROWS * 48)
        inside.addWidget(self._list, 1)
        inside.addWidget(self._refusal)
        inside.addWidget(self._editor)
        inside.addWidget(self._findings)


def _row(block: Block, study: Study, wrong: bool) -> BlockRow:  # said where used
    title, under = block_words(block, study)
    return BlockRow(title, under, ICONS[kind_of(block)], not block.hidden, wrong)


def _table(name: str) -> Callable[[], Block]:
    return lambda: blocks.TableBlock(table=name)


def _chart(name: str) -> Callable[[], Block]:
    return lambda: blocks.FigureBlock(figure=name)
