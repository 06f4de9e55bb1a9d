"""Beside the panel: what the chosen variable holds, its entry in the codebook, what to mind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui import edits, variable_edits
from studytool.gui.forms import Form
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE, PANE_TOP
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import Heading, Help
from studytool.gui.widgets.refusal import Refusal
from studytool.gui.widgets.ruled_table import RuledTable
from studytool.gui.widgets.summary_rows import summary_rows
from studytool.survey.codebook import Variable
from studytool.survey.summary import summary_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.gui.document import Document
    from studytool.survey.panel import Panel

_ROWS = (
    ("label",),
    ("informant", "domain"),
    ("type", "unit"),
    ("range", "higher_is"),
    ("labels",),
    ("missing",),
)
_MORE = ("columns", "recode", "table", "version")
_PLACE = re.compile(r"(variables|derived|measures)\[(\d+)\]")
_SIDE = 20
Facts = tuple[str, list[str], list[list[str]]]
"""Title, heads and rows of a small table."""


class VariableSide(QWidget):
    """The pane at the right of the panel; what a person changes here is a step of its own."""

    compute_asked = Signal(str)
    """A person wants to see how this variable is computed."""
    finding_asked = Signal(object)
    """A person asks what can be done about a Finding."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.name = ""
        self._form: Form | None = None
        self._heading, self._about = Heading("Variable"), Help()
        self._findings, self._waves = FindingsList(), RuledTable()
        self._more_facts = RuledTable()
        self.refusal = Refusal()
        self._compute, self._forget = flush("Change how it is computed"), flush("Remove its entry")
        self._form_place = QVBoxLayout()
        self._lay_out()
        self._compute.clicked.connect(lambda: self.compute_asked.emit(self.name))
        self._forget.clicked.connect(self._forget_entry)
        self._findings.asked.connect(self.finding_asked)

    def show_variable(self, name: str, findings: Sequence[Finding], *, computing: bool) -> None:
        """Show a variable.

        Parameters
        ----------
        name : str
            Empty for none.
        findings : sequence of Finding
            What to mind about the panel; those about the variable come first.
        computing : bool
            Whether the work pane shows how it is computed.
        """
        study, run = self.document.study, self.document.run
        panel = None if run is None else run.panel
        entry, fresh = self._entry(name), name != self.name
        if fresh:
            self.refusal.clear()
        self.name = name
        self._heading.setText(name if entry is not None else "Variable")
        self._about.setText(
            _told_of(name, panel)
            if entry is not None
            else "Choose a variable to see and change its entry."
        )
        shown = () if panel is None else summary_of(panel, name)
        self._waves.setVisible(bool(shown))
        self._more_facts.hide()
        if shown:
            self._waves.show_rows("What it holds", *summary_rows(shown))
        self._findings.show(sorted(findings, key=lambda one: not self._is_about_it(one)))
        computed = {one.name for one in study.derived} | {one.name for one in study.measures}
        self._compute.setVisible(name in computed and not computing)
        self._forget.setVisible(name in {one.name for one in study.variables})
        self._show_form(None if name in computed else entry, fresh=fresh)

    def show_facts(
        self, heading: str, told: str, facts: Sequence[Facts], findings: Sequence[Finding]
    ) -> None:
        """Show what a tab without a variable is about.

        Parameters
        ----------
        heading, told : str
            What it is, and a sentence about it.
        facts : sequence of (title, head, rows)
            Small tables; at most two are shown.
        findings : sequence of Finding
            What to mind about it.
        """
        self._heading.setText(heading)
        self._about.setText(told)
        for place, table in enumerate((self._waves, self._more_facts)):
            table.setVisible(place < len(facts))
            if place < len(facts):
                title, head, rows = facts[place]
                table.show_rows(title, head, rows, counts=(len(rows) - 1,) if place else ())
        self._findings.show(findings)
        for hidden in (self._compute, self._forget, self.refusal):
            hidden.hide()
        if self._form is not None:
            self._form.hide()

    def _show_form(self, entry: Variable | None, *, fresh: bool) -> None:
        if self._form is None and entry is not None:
            self._form = Form(Variable, rows=_ROWS, more=_MORE, more_title="More: columns, recodes")
            self._form.proposed.connect(self._take)
            self._form_place.addWidget(self._form)
            self._order_tabs(self._form)
        if self._form is None:
            return
        self._form.setVisible(entry is not None)
        if entry is not None:
            self._form.show_spec(entry, fresh=fresh)
            self._form.clear_errors()
            error = self.document.error
            names = [one.name for one in self.document.study.variables]
            place = f"variables[{names.index(entry.name)}]" if entry.name in names else ""
            if error is not None and place and error.where.startswith(place):
                self._form.show_error(error)

    def _order_tabs(self, form: Form) -> None:
        """Have the Tab key reach the form, which came later, where it stands: before its links."""
        inside = [
            one
            for one in form.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.focusProxy() is None
            and one.window() is self.window()  # a list that drops down is a window of its own
        ]
        before: QWidget = self._area
        for one in (*inside, self._compute, self._forget):
            QWidget.setTabOrder(before, one)
            before = one

    def _entry(self, name: str) -> Variable | None:
        for entry in self.document.study.variables:
            if entry.name == name:
                return entry
        run = self.document.run
        return None if run is None else run.panel.codebook.get(name)

    def _take(self, made: Variable) -> None:
        study = self.document.study
        names = [entry.name for entry in study.variables]
        if made.name in names:
            changed = edits.with_item(study, "variables", names.index(made.name), made)
        else:
            changed = edits.added(study, "variables", made)
        self.document.edit(f"variable {made.name}: entry changed", changed)

    def _forget_entry(self) -> None:
        """Take an entry out of the codebook; what uses the variable is said, with the way back."""
        study, name = self.document.study, self.name
        names = [entry.name for entry in study.variables]
        if name not in names:
            return
        users = variable_edits.users_of_variable(study, name)
        without = edits.without_item(study, "variables", names.index(name))
        self.document.edit(f"variable {name}: entry removed", without)
        used = f" {variable_edits.listed(users)} may change." if users else ""
        self.refusal.tell(
            f"“{name}” has no entry any more: its column is read as the files have it.{used}",
            "Undo",
            self.document.undo.undo,
        )

    def _is_about_it(self, finding: Finding) -> bool:
        """Whether a finding is about the variable that is shown."""
        place = _PLACE.match(finding.where)
        if place is None:
            return bool(self.name) and finding.where == self.name
        items = getattr(self.document.study, place[1])
        return int(place[2]) < len(items) and items[int(place[2])].name == self.name

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(_SIDE, GAP_FIELDS, _SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        for part in (self.refusal, self._about, self._waves, self._more_facts):
            rows.addWidget(part)
        self._more_facts.hide()
        rows.addLayout(self._form_place)
        for way in (self._compute, self._forget):
            rows.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(GAP_INSIDE)
        rows.addWidget(self._findings)
        rows.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("The chosen variable")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        bar = QWidget()
        bar.setFixedHeight(44)
        title = QHBoxLayout(bar)
        title.setContentsMargins(24, 0, _SIDE, 0)
        title.addWidget(self._heading)
        for pane in (self, inside):
            pane.setBackgroundRole(QPalette.ColorRole.Base)
            pane.setAutoFillBackground(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(area, 1)


def _told_of(name: str, panel: Panel | None) -> str:
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
