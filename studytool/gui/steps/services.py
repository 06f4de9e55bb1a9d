"""Services: what counts as served and in which window, child by child; where the rows went."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.core.spec import kinds
from studytool.exposure import rules
from studytool.exposure.rule import Exposure
from studytool.gui import edits, service_edits
from studytool.gui.choices import Choices, choices_of
from studytool.gui.family_form import recast
from studytool.gui.model_edits import free_name
from studytool.gui.model_words import changed_words, level_word
from studytool.gui.register_reader import RegisterReader
from studytool.gui.steps.step import Step
from studytool.gui.tab_texts import told_apart
from studytool.gui.tokens import GAP_INSIDE, PANE_SIDE
from studytool.gui.variable_edits import left_without, names_of_columns, users_of_variable
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.item_head import HeadWords, Item, ItemHead
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.service_fields import ServiceFields
from studytool.gui.widgets.service_more import ServiceMore
from studytool.gui.widgets.service_side import ServiceSide
from studytool.gui.widgets.timeline_marks import Legend
from studytool.gui.widgets.timeline_view import TimelineView, TimelineWords
from studytool.gui.window_drag import dragged, window_sentence
from studytool.report.labels import people_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.exposure.contacts import Contacts, Timeline
    from studytool.exposure.rule import Window
    from studytool.gui.document import Document
    from studytool.gui.widgets.timeline_drag import Grip
    from studytool.study import Study

_FILES = "Registers (*.csv *.tsv *.txt *.xlsx *.xlsm *.sav *.zsav);;All files (*)"
_HELP = (
    "A contact counts for the wave whose window it falls in. "
    "Drag the ends of a window to move it for every child."
)


class ServicesStep(Step):
    """One tab a service; its rule above its timeline, its match report beside them."""

    key: ClassVar[str] = "services"
    title: ClassVar[str] = "Services"
    icon: ClassVar[str] = "table"
    sizes: ClassVar[tuple[int, int]] = (858, 348)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._choices = Choices()
        self._open = ""
        self._told: tuple[StudyError | None, str] = (None, "")
        self._drawn: Contacts | None = None
        self._line: Timeline | None = None
        self._reader = RegisterReader()
        self.destroyed.connect(self._reader.close)
        self._head = ItemHead(
            HeadWords(self.title, "Add a register …", "This service", "Services of this study"),
            EmptyState(
                "No register yet",
                "A register or log says who received what on which day: one row a contact. "
                "The file stays where it is.",
                action="Add a register …",
                icon_name="plus",
            ),
        )
        self._fields = ServiceFields(kinds(Exposure, rules))
        self._more, self._help = ServiceMore(), Help(_HELP)
        self._legend, self._view, self._side = Legend(), TimelineView(), ServiceSide()
        self._only = QCheckBox("With contacts only")
        self._body = self._laid_out()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head)
        rows.addWidget(self._body, 1)
        rows.addStretch(0)
        self._connect()

    def refresh(self) -> None:
        """Show the services of the study and what the latest run says of the open one."""
        study = self.document.study
        self._choices = choices_of(study, self.document.run)
        labels = [one.label or one.name for one in study.exposures]
        short = zip(told_apart(labels), labels, strict=True)
        items = [Item(text, label) for text, label in short]
        self._head.show_items(items, self._place)
        self._body.setVisible(bool(items))
        if items:
            self._show(self._place)
        else:
            self._side.show_nothing()

    def side(self) -> QWidget:
        """Return the pane with the match report, the coverage and the findings."""
        return self._side

    def reveal(self, where: str) -> None:
        """Open the service that a place such as ``exposures[1].date`` or a file is about."""
        self.refresh()
        found = re.match(r"exposures\[(\d+)\]", where)
        sources = [one.source for one in self.document.study.exposures]
        file = where.partition(",")[0]
        place = int(found[1]) if found else sources.index(file) if file in sources else -1
        if 0 <= place < len(sources):
            self._head.open(place)
        if found:
            self._more.reveal(where)

    def add_register(self, path: Path) -> None:
        """Look at a register and add what it would be; one that lies outside is asked about."""
        study = self.document.study
        begun = bool(study.waves or study.exposures or study.costs)
        if begun and not path.resolve().is_relative_to(study.root):
            self._head.refusal.tell(
                f"{path.name} lies outside the folder of this study. Nothing is copied: the study "
                "would read that folder too.",
                "Use it where it lies",
                lambda: self._look_at(path),
            )
        else:
            self._look_at(path)

    @property
    def _place(self) -> int:
        """Place of the open service in the study."""
        exposures = self.document.study.exposures
        names = [exposure.name for exposure in exposures]
        if self._open in names:
            return names.index(self._open)
        return next((at for at, one in enumerate(exposures) if not one.window.fixed), 0)

    def _laid_out(self) -> QWidget:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(PANE_SIDE, 12, PANE_SIDE, GAP_INSIDE)
        rows.setSpacing(GAP_INSIDE)
        foot = QHBoxLayout()
        foot.addWidget(self._only)
        foot.addStretch(1)
        for part in (self._fields, self._help, self._more, self._legend):
            rows.addWidget(part)
        rows.addWidget(self._view, 1)
        rows.addLayout(foot)
        return body

    def _connect(self) -> None:
        head = self._head
        head.chosen.connect(self._show_tab)
        head.moved.connect(self._move)
        head.add_asked.connect(self._choose_register)
        head.rename_asked.connect(lambda: self._more.reveal("label"))
        head.copy_asked.connect(self._copy)
        head.delete_asked.connect(self._delete)
        self._fields.recast.connect(self._recast)
        self._fields.proposed.connect(self._propose)
        self._fields.refused.connect(self._head.refusal.tell)
        self._more.proposed.connect(self._propose)
        self._only.toggled.connect(self._show_rows)
        self._view.chosen.connect(self._name_window)
        self._view.tell_drag = self._told_of_drag
        self._view.window_dragged.connect(self._take_window)
        self._side.finding_asked.connect(lambda finding: self._more.reveal(finding.where))

    def _show_tab(self, place: int) -> None:
        exposures = self.document.study.exposures
        if place < len(exposures):
            self._open = exposures[place].name
            self._show(place)

    def _show(self, place: int) -> None:
        exposure = self.document.study.exposures[place]
        fresh = self._more.property("shown") != exposure.name
        self._open = exposure.name
        self._more.setProperty("shown", exposure.name)
        self._fields.show_spec(exposure)
        self._more.show_spec(exposure, fresh=fresh)
        self._show_error(place)
        self._show_joined(exposure)

    def _show_error(self, place: int) -> None:
        error = self.document.error
        if self._told == (error, self._open):
            return
        self._more.clear_errors()
        if self._told[0] is not None:
            self._head.refusal.clear()
        self._told = (error, self._open)
        if error is None or not error.where.startswith(f"exposures[{place}]"):
            return
        if not self._more.show_error(error):
            self._head.refusal.tell(f"{error.what} {error.remedy}".strip())

    def _show_joined(self, exposure: Exposure) -> None:
        """Show the contacts of a service as the latest run joined them."""
        run = self.document.run
        contacts = run.link.contacts.get(exposure.name) if run is not None else None
        self._view.setEnabled(contacts is not None)
        if run is None or contacts is None:
            self._drawn = self._line = None
            self._side.show_nothing()
            self._show_rows()
            return
        if contacts is self._drawn:
            self._show_rows()
            return
        from studytool.exposure.contacts import coverage, not_counted, timeline

        self._drawn, self._line = contacts, timeline(contacts, run.panel)
        report, people = run.link.reports[exposure.name], people_label(run.panel)
        person = level_word("person", run.panel)
        self._side.show_report(report, exposure.source, not_counted(contacts), person)
        self._side.show_coverage(
            coverage(contacts, run.panel),
            people=people,
            reached=report.people,
            zero_first=exposure.before_first == "zero",
        )
        self._side.show_findings(contacts.findings)
        self._show_rows()

    def _show_rows(self) -> None:
        run, line = self.document.run, self._line
        self._view.setVisible(line is not None)
        self._legend.setVisible(line is not None)
        self._only.setVisible(line is not None)
        if run is None or line is None:
            self._help.setText(f"{_HELP} The timeline is drawn once the register has been read.")
            return
        old = " Drawn as it was before the last change." if self.document.stale else ""
        self._help.setText(_HELP + old)
        starts = line.contact_from.tolist()
        every = range(len(line.people))
        met = [place for place in every if starts[place] < starts[place + 1]]
        others = [] if self._only.isChecked() else sorted({*every} - {*met})
        person = level_word("person", run.panel)
        words = TimelineWords(person[:1].upper() + person[1:], run.panel.waves)
        self._view.show_timeline(line, [*met, *others], words)
        people = people_label(run.panel).lower()
        self._legend.count.setText(f"{len(met)} of {len(line.people)} {people} with contacts")

    def _name_window(self) -> None:
        wave, row = self._view.window_label, self._view.row
        whose = row.name if row is not None else "the chosen row"
        self._legend.name_window(f"window of {whose}, {wave}" if wave else "window: none")

    def _dragged(self, grip: Grip) -> Window | None:
        window = self.document.study.exposures[self._place].window
        return dragged(window, grip.held, grip.end, grip.day, near=grip.near)

    def _told_of_drag(self, grip: Grip) -> str:
        """Say what every window becomes if the end is dropped here."""
        return window_sentence(self._dragged(grip))

    def _take_window(self, grip: Grip) -> None:
        window = self._dragged(grip)
        exposure = self.document.study.exposures[self._place]
        if window is None:
            self._head.refusal.tell("The window would close before it opens. Drop it later.")
        elif window != exposure.window:
            self._propose(exposure.model_copy(update={"window": window}))

    def _propose(self, exposure: Exposure) -> None:
        place, before = self._place, self.document.study.exposures[self._place]
        self._open = exposure.name
        text = f"service “{before.label or before.name}”: "
        text += changed_words(before, exposure, self._choices)
        study = self.document.study
        if not self._edit(text, lambda: service_edits.with_service(study, place, exposure)):
            self._open = before.name
            self._fields.show_spec(before)

    def _recast(self, member: type[Exposure]) -> None:
        before = self.document.study.exposures[self._place]
        try:
            made = recast(before, member)
        except StudyError as error:
            self._fields.show_spec(before)
            self._more.reveal("where")
            remedy = error.remedy or "Fill in first which rows of the log count."
            self._head.refusal.tell(f"{error.what.rstrip('.')}. {remedy}")
            return
        if isinstance(made, Exposure):
            self._propose(made)

    def _choose_register(self) -> None:
        folder = str(self.document.study.root)
        name, _ = QFileDialog.getOpenFileName(self, "Add a register", folder, _FILES)
        if name:
            self.add_register(Path(name))

    def _look_at(self, path: Path) -> None:
        run = self.document.run
        taken = names_of_columns(self.document.study)
        if run is not None:
            taken |= {str(name) for name in run.panel.frame.columns}
        self._head.refusal.clear()
        self.document.tell(f"looking at {path.name}")
        self._reader.look_at(
            path,
            run.panel if run is not None else None,
            taken,
            design=self.document.study.panel,
            done=lambda entry: self._take_register(entry, path),
            refused=self._refuse,
        )

    def _take_register(self, entry: dict[str, Any], path: Path) -> None:
        before, self._open = self._open, str(entry["name"])
        study = self.document.study
        text = f"register {path.name} added"
        if not self._edit(text, lambda: service_edits.with_new_service(study, entry, path)):
            self._open = before
            return
        self._more.reveal("label")

    def _refuse(self, error: StudyError) -> None:
        self._head.refusal.tell(f"{error.what} {error.remedy}".strip())

    def _copy(self) -> None:
        study, place, before = self.document.study, self._place, self._open
        self._open = free_name(before, names_of_columns(study))
        text = f"service “{before}” duplicated"
        if not self._edit(text, lambda: service_edits.with_copy(study, place)):
            self._open = before

    def _move(self, place: int, to: int) -> None:
        study = self.document.study
        text = f"service “{study.exposures[place].name}” moved"
        self._edit(text, lambda: edits.moved(study, "exposures", place, to))

    def _delete(self) -> None:
        """Take the open service out; what rests on it is said, with the way back."""
        study, place, name = self.document.study, self._place, self._open
        users = users_of_variable(study, name)
        text = f"service “{name}” deleted"
        if self._edit(text, lambda: edits.without_item(study, "exposures", place)) and users:
            self._head.refusal.tell(
                f"“{name}” is deleted. {left_without(users)}", "Undo", self.document.undo.undo
            )

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its field, or under the tabs."""
        self._head.refusal.clear()
        try:
            study = make()
        except StudyError as error:
            if "]." not in error.where or not self._more.show_error(error):
                self._refuse(error)
            return False
        self.document.edit(text, study)
        return True
