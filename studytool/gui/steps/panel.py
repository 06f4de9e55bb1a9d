"""Panel: the checked data, what its variables mean, what a row is and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import (
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studytool.core.errors import StudyError
from studytool.core.findings import Finding
from studytool.gui import decision_edits, edits, panel_facts, variable_edits
from studytool.gui.choices import choices_of
from studytool.gui.gathered import gathered
from studytool.gui.places import PAIRS, has_pairs, listed_ids
from studytool.gui.step_marks import is_of_the_panel
from studytool.gui.steps.step import Step
from studytool.gui.tokens import GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.codebook_page import CodebookPage
from studytool.gui.widgets.computed_page import ComputedPage
from studytool.gui.widgets.data_page import DataPage
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.key_page import KeyPage
from studytool.gui.widgets.labels import Note, Title
from studytool.gui.widgets.study_page import StudyPage
from studytool.gui.widgets.variable_side import VariableSide

if TYPE_CHECKING:
    from studytool.gui.document import Document
    from studytool.study import Study
    from studytool.survey.decisions import Decision
    from studytool.survey.design import PanelDesign
    from studytool.survey.panel import Panel as CheckedPanel

_DATA, _CODEBOOK, _SCORES, _KEY, _STUDY = range(5)
_LOWEST = 290
_OF_THE_KEY = {
    *("panel_refused", "blank_rows", "ids_unmatched", "level_changed"),
    *("duplicates_decided", "decision_applied"),
}
_OF_THE_STUDY = ("title", "seed", "disclosure", "files")


class Panel(Step):
    """The second screen."""

    key: ClassVar[str] = "panel"
    title: ClassVar[str] = "Panel"
    icon: ClassVar[str] = "sheet"
    sizes: ClassVar[tuple[int, int]] = (858, 348)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setObjectName("panel")
        self._summary = Note()
        self._data, self._codebook, self._keys = DataPage(), CodebookPage(), KeyPage()
        self._scores, self._settings = ComputedPage(document), StudyPage(document)
        self._tabs = _Tabs()
        self._empty = EmptyState(
            "No panel yet",
            "The panel is made from the files of the waves. It is here once they have been read "
            "and every row has an ID of its own.",
            action="Go to Waves",
        )
        self._undecided = EmptyState(
            "No panel yet: someone has to decide",
            "Each answer has to belong to one row a person and wave. See the rows of an ID side by "
            "side and say which holds, or that they are one; your files stay as they are.",
            action="Compare the pairs",
            icon_name="arrow-right",
        )
        self._side = VariableSide(document)
        self._offered: CheckedPanel | None = None
        self._chosen = ""
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the study and its panel as they are now."""
        study, run = self.document.study, self.document.run
        panel = None if run is None else run.panel
        waiting = has_pairs(self.document.error)
        self._empty.setVisible(panel is None and not waiting)
        self._undecided.setVisible(panel is None and waiting)
        if panel is None and self._tabs.currentIndex() in {_DATA, _CODEBOOK}:
            self._tabs.setCurrentIndex(_KEY)
        self._tabs.setTabEnabled(_DATA, panel is not None)
        if panel is not None:
            self._data.show_panel(panel)
        self._summary.setText(_summary(panel, self.document.stale))
        self._summary.setVisible(panel is not None)
        self._codebook.show_codebook(study, panel)
        self._keys.show_design(study.panel, choices_of(study, run))
        self._keys.show_error(self.document.error)
        self._offer_levels(panel)
        self._scores.refresh()
        self._settings.refresh()
        self._show_decisions(panel)
        self._show_beside()

    def side(self) -> QWidget:
        """Return the pane with the chosen variable and what to mind."""
        return self._side

    def reveal(self, where: str) -> None:
        """Open the tab that a place of the document is about."""
        group, _, rest = where.partition("[")
        if group == "variables":
            number = rest.partition("]")[0]
            entries = self.document.study.variables
            if number.isdigit() and int(number) < len(entries):
                self._choose(entries[int(number)].name)
        elif group in variable_edits.GROUPS:
            self._tabs.setCurrentIndex(_SCORES)
            self._scores.reveal(where)
        elif group.startswith(("panel", "decisions")):
            self._tabs.setCurrentIndex(_KEY)
        elif group.partition(".")[0] in _OF_THE_STUDY:
            self._tabs.setCurrentIndex(_STUDY)
            self._settings.reveal(where)
        else:
            self._choose(where)

    def _lay_out(self) -> None:
        for page, title in (
            (self._data, "Data"),
            (self._codebook, "Codebook"),
            (self._scores, "Scores and formulas"),
            (self._keys, "Key and decisions"),
            (self._settings, "Study"),
        ):
            self._tabs.addTab(page, title)
        self._tabs.setDocumentMode(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(Title(self.title))
        rows.addWidget(self._summary)
        rows.addWidget(self._empty)
        rows.addWidget(self._undecided)
        rows.addWidget(self._tabs, 1)

    def _connect(self) -> None:
        self._data.column_chosen.connect(self._show_variable)
        self._data.decide_asked.connect(self._decide)
        self._codebook.variable_chosen.connect(self._show_variable)
        self._scores.variable_chosen.connect(self._show_variable)
        self._side.compute_asked.connect(self._open_score)
        self._side.finding_asked.connect(lambda finding: self.reveal(finding.where))
        self._empty.acted.connect(lambda: self.place_asked.emit("waves"))
        self._undecided.acted.connect(lambda: self.place_asked.emit(PAIRS))
        self._keys.pairs_asked.connect(lambda: self.place_asked.emit(PAIRS))
        self._tabs.currentChanged.connect(self._turn_to)
        self._keys.design_proposed.connect(self._take_design)
        self._keys.decision_added.connect(self._add_decision)
        self._keys.decision_removed.connect(self._remove_decision)
        self._keys.move_asked.connect(self._move_decisions)

    def _choose(self, name: str) -> None:
        self._tabs.setCurrentIndex(_CODEBOOK)
        self._codebook.choose(name)
        self._show_variable(name)

    def _turn_to(self, tab: int) -> None:
        """Show beside a tab what is chosen there."""
        if tab == _SCORES:
            self._scores.refresh()
        run = self.document.run
        self._offer_levels(None if run is None else run.panel)
        self._show_beside()

    def _open_score(self, name: str) -> None:
        self._tabs.setCurrentIndex(_SCORES)
        self._scores.choose(name)

    def _show_variable(self, name: str) -> None:
        self._chosen = name
        self._show_beside()

    def _show_beside(self) -> None:
        """Show beside the tab what it is about: a variable, the key and its rows, the study."""
        run = self.document.run
        panel = None if run is None else run.panel
        found, tab = self._to_mind(panel), self._tabs.currentIndex()
        if tab == _STUDY:
            told = "What this study is made of. What is set here holds for all of it."
            rows = panel_facts.study_rows(self._study, run)
            facts = [("In this study", ["", "Number"], rows)]
            self._side.show_facts("Study", told, facts, ())
        elif tab == _KEY and panel is not None:
            facts = [
                ("Who is in the rows", ["", "Number"], panel_facts.level_rows(panel)),
                ("From the files to the panel", ["", "Rows"], panel_facts.flow_rows(panel)),
            ]
            told = "The key tells rows apart; decisions say which of them hold."
            about = [finding for finding in found if finding.code in _OF_THE_KEY]
            self._side.show_facts("Key and decisions", told, facts, about)
        else:
            self._side.show_variable(self._chosen, found, computing=tab == _SCORES)

    @property
    def _study(self) -> Study:
        return self.document.study

    def _offer_levels(self, panel: CheckedPanel | None) -> None:
        """Offer columns for the levels; looked for once a panel, when they are to be seen."""
        if self._tabs.currentIndex() != _KEY or self._offered is panel:
            return
        from studytool.survey.levels import level_columns

        self._offered = panel
        self._keys.offer_levels(() if panel is None else level_columns(panel))

    def _take_design(self, design: PanelDesign) -> None:
        before = self._study.panel
        text = "levels changed" if design.levels != before.levels else "key changed"
        try:
            study = edits.changed(self._study, panel=design)
        except StudyError as error:
            self._keys.show_design(before, choices_of(self._study, self.document.run))
            self._keys.refuse_design(error)
            return
        self.document.edit(f"panel: {text}", study)

    def _show_decisions(self, panel: CheckedPanel | None) -> None:
        decisions, source = self._decisions()
        done = [] if panel is None or self.document.stale else list(panel.decisions)
        rows: list[int | None] = [None] * len(decisions)
        if len(done) == len(decisions):
            rows = [one.rows for one in done]
        self._keys.show_decisions(decisions, rows, source=source)

    def _decisions(self) -> tuple[tuple[Decision, ...], str]:
        file = decision_edits.file_of_decisions(self._study)
        try:
            return decision_edits.decisions_of(self._study), file
        except StudyError:
            return (), file

    def _decide(self, values: dict[str, object]) -> None:
        """Open the draft of a decision about a cell of the data."""
        self._tabs.setCurrentIndex(_KEY)
        self._keys.start_draft(values)

    def _add_decision(self, made: Decision) -> None:
        study = edits.added(self._study, "decisions", made)
        self.document.edit(f"decision: {made.action.replace('_', ' ')}, {made.reason}", study)

    def _remove_decision(self, place: int) -> None:
        study = edits.without_item(self._study, "decisions", place)
        self.document.edit(f"decision {place + 1} removed", study)

    def _move_decisions(self) -> None:
        decisions, source = self._decisions()
        study = edits.changed(self._study, decisions=decisions)
        self.document.edit(f"decisions of {source} taken into the study", study)

    def _to_mind(self, panel: CheckedPanel | None) -> list[Finding]:
        """Return why there is no panel, then what to mind about it."""
        error, found = self.document.error, []
        if error is not None and is_of_the_panel(error.where):
            parts = (error.what, listed_ids(error), error.why)
            message = " ".join(filter(None, parts))
            found.append(Finding("error", "panel_refused", message, error.where, error.remedy))
        if panel is not None:
            elsewhere = {"renamed", "recoded", "missing_codes_differ", "text_read_as"}
            found += [finding for finding in panel.findings if finding.code not in elsewhere]
        return list(gathered(found))


class _Tabs(QTabWidget):
    """Tabs whose pages scroll by themselves: they take the room there is, and ask for little."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(_LOWEST)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Return False: a narrow page scrolls."""
        return False


def _summary(panel: CheckedPanel | None, stale: str) -> str:
    if panel is None:
        return ""
    people = panel.design.person
    rows, waves = len(panel.frame), len(panel.waves)
    who = "" if people is None else f"{panel.frame[people].nunique()} people, "
    old = f" Stale: {stale}." if stale else ""
    return f"{who}{waves} waves, {rows} rows; the key is unique.{old}"
