"""Panel: the checked data, what its variables mean, what a row is and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.core.findings import Finding
from studytool.gui import edits
from studytool.gui.choices import choices_of
from studytool.gui.forms import Form
from studytool.gui.steps.step import Mark, Step
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.codebook_page import CodebookPage
from studytool.gui.widgets.data_page import DataPage
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.key_page import KeyPage
from studytool.gui.widgets.labels import Heading, Help, Note, Title
from studytool.survey.codebook import Variable
from studytool.survey.decisions import load_sidecar

if TYPE_CHECKING:
    from studytool.gui.document import Document
    from studytool.study import Study
    from studytool.survey.decisions import Decision
    from studytool.survey.design import PanelDesign
    from studytool.survey.panel import Panel as CheckedPanel

_ROWS = (
    ("label",),
    ("informant", "domain"),
    ("type", "unit"),
    ("range", "higher_is"),
    ("labels",),
    ("missing",),
)
_MORE = ("columns", "recode", "table", "version")
_DATA, _CODEBOOK, _KEY = 0, 1, 2


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
        self._tabs = QTabWidget()
        self._empty = EmptyState(
            "No panel yet",
            "The panel is made from the files of the waves. It is here once they have been read "
            "and every row has an ID of its own.",
        )
        self._variable = ""
        self._form: Form | None = None
        self._side = self._made_side()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the study and its panel as they are now."""
        study, run = self.document.study, self.document.run
        panel = None if run is None else run.panel
        self._empty.setVisible(panel is None)
        self._tabs.setTabEnabled(_DATA, panel is not None)
        if panel is not None:
            self._data.show_panel(panel)
        self._summary.setText(_summary(panel, self.document.stale))
        self._codebook.show_codebook(study, panel)
        self._keys.show_design(study.panel, choices_of(study, run))
        self._keys.show_error(self.document.error)
        self._show_decisions(panel)
        self._findings.show(self._to_mind(panel))
        self._show_variable(self._variable)

    def side(self) -> QWidget:
        """Return the pane with the chosen variable and what to mind."""
        return self._side

    def mark(self) -> Mark:
        """Say whether the panel is there and sound."""
        error, run = self.document.error, self.document.run
        if error is not None and _is_ours(error.where):
            return "warning"
        if run is None:
            return "waits"
        serious = any(finding.level != "note" for finding in run.panel.findings)
        return "warning" if serious else "done"

    def reveal(self, where: str) -> None:
        """Open the tab that a place of the document is about."""
        group, _, rest = where.partition("[")
        if group == "variables":
            number = rest.partition("]")[0]
            entries = self.document.study.variables
            if number.isdigit() and int(number) < len(entries):
                self._choose(entries[int(number)].name)
        elif group.startswith(("panel", "decisions")):
            self._tabs.setCurrentIndex(_KEY)
        else:
            self._choose(where)

    def _lay_out(self) -> None:
        for page, title in (
            (self._data, "Data"),
            (self._codebook, "Codebook"),
            (self._keys, "Key and decisions"),
        ):
            self._tabs.addTab(page, title)
        self._tabs.setDocumentMode(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(Title(self.title))
        rows.addWidget(self._summary)
        rows.addWidget(self._empty)
        rows.addWidget(self._tabs, 1)

    def _made_side(self) -> QWidget:
        self._heading, self._about = Heading("Variable"), Help()
        self._findings = FindingsList()
        self._form_place = QVBoxLayout()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(20, GAP_FIELDS, 20, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(self._about)
        rows.addLayout(self._form_place)
        rows.addSpacing(GAP_INSIDE)
        rows.addWidget(self._findings)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        bar = QWidget()
        bar.setFixedHeight(44)
        title = QHBoxLayout(bar)
        title.setContentsMargins(24, 0, 20, 0)
        title.addWidget(self._heading)
        side = QWidget()
        for pane in (side, inside):
            pane.setBackgroundRole(QPalette.ColorRole.Base)
            pane.setAutoFillBackground(True)
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(area, 1)
        return side

    def _connect(self) -> None:
        self._data.column_chosen.connect(self._show_variable)
        self._data.decide_asked.connect(self._decide)
        self._codebook.variable_chosen.connect(self._show_variable)
        self._keys.design_proposed.connect(self._take_design)
        self._keys.decision_added.connect(self._add_decision)
        self._keys.decision_removed.connect(self._remove_decision)
        self._keys.move_asked.connect(self._move_decisions)
        self._findings.asked.connect(lambda finding: self.reveal(finding.where))

    def _choose(self, name: str) -> None:
        self._tabs.setCurrentIndex(_CODEBOOK)
        self._codebook.choose(name)
        self._show_variable(name)

    def _show_variable(self, name: str) -> None:
        """Show the entry of a variable in a form; what was computed has none here."""
        entry, run = self._entry(name), self.document.run
        fresh = name != self._variable
        self._variable = name
        self._heading.setText(name or "Variable")
        if entry is None:
            self._about.setText("Choose a variable to see and change its entry.")
        else:
            self._about.setText(_told_of(name, None if run is None else run.panel))
        if self._form is None and entry is not None:
            self._form = Form(Variable, rows=_ROWS, more=_MORE, more_title="More: columns, recodes")
            self._form.proposed.connect(self._take_variable)
            self._form_place.addWidget(self._form)
        if self._form is not None:
            computed = {one.name for one in self._study.derived}
            computed |= {one.name for one in self._study.measures}
            self._form.setVisible(entry is not None and name not in computed)
            if entry is not None:
                self._form.show_spec(entry, fresh=fresh)
                self._show_error(name)

    def _show_error(self, name: str) -> None:
        error, names = self.document.error, [entry.name for entry in self._study.variables]
        if self._form is None:
            return
        self._form.clear_errors()
        if error is None or name not in names:
            return
        if error.where.startswith(f"variables[{names.index(name)}]"):
            self._form.show_error(error)

    @property
    def _study(self) -> Study:
        return self.document.study

    def _entry(self, name: str) -> Variable | None:
        for entry in self._study.variables:
            if entry.name == name:
                return entry
        run = self.document.run
        return None if run is None else run.panel.codebook.get(name)

    def _take_variable(self, made: Variable) -> None:
        names = [entry.name for entry in self._study.variables]
        if made.name in names:
            study = edits.with_item(self._study, "variables", names.index(made.name), made)
        else:
            study = edits.added(self._study, "variables", made)
        self.document.edit(f"variable {made.name}: entry changed", study)

    def _take_design(self, design: PanelDesign) -> None:
        self.document.edit("panel: key changed", edits.changed(self._study, panel=design))

    def _show_decisions(self, panel: CheckedPanel | None) -> None:
        said = self._study.decisions
        decisions, source = self._decisions()
        done = [] if panel is None or self.document.stale else list(panel.decisions)
        rows: list[int | None] = [None] * len(decisions)
        if len(done) == len(decisions):
            rows = [one.rows for one in done]
        self._keys.show_decisions(decisions, rows, source=source if isinstance(said, str) else "")

    def _decisions(self) -> tuple[tuple[Decision, ...], str]:
        said = self._study.decisions
        if not isinstance(said, str):
            return said, ""
        try:
            return load_sidecar(self._study.root / said), said
        except StudyError:
            return (), said

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
        if error is not None and _is_ours(error.where):
            listed = f" {', '.join(error.values)}." if error.values else ""
            message = f"{error.what}{listed} {error.why}".strip()
            found.append(Finding("error", "panel_refused", message, error.where, error.remedy))
        if panel is not None:
            elsewhere = {"renamed", "recoded", "missing_codes_differ"}
            found += [finding for finding in panel.findings if finding.code not in elsewhere]
        return found


def _is_ours(where: str) -> bool:
    """Whether a place is about rows, variables or decisions, not about another screen."""
    return where.startswith(("panel", "variables", "decisions", "derived", "measures")) or (
        ", row" in where
    )


def _summary(panel: CheckedPanel | None, stale: str) -> str:
    if panel is None:
        return ""
    people = panel.design.person
    rows, waves = len(panel.frame), len(panel.waves)
    who = "" if people is None else f"{panel.frame[people].nunique()} people, "
    old = f" Stale: {stale}." if stale else ""
    return f"{who}{waves} waves, {rows} rows; the key is unique.{old}"


def _told_of(name: str, panel: CheckedPanel | None) -> str:
    """Return how many cells of a variable are filled, and why the others are not."""
    if panel is None or name not in panel.frame:
        return "In the codebook; no panel has been made of it yet."
    cells = panel.frame[name]
    filled = int(cells.notna().sum())
    told = f"{filled} of {len(cells)} cells filled."
    if name in panel.reasons and filled < len(cells):
        counts = panel.reasons[name].dropna().value_counts()
        reasons = ", ".join(f"{why} {count}" for why, count in counts.items())
        told += f" Missing: {reasons}."
    return told
