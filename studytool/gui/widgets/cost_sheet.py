"""The cost sheet: its lines, what can be done with them, what they add up to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.forms import Form
from studytool.gui.money_edits import cost_lines, file_of, place_of, row_of, summed
from studytool.gui.tokens import GAP_INSIDE, GAP_LABEL
from studytool.gui.widgets.buttons import flush, link
from studytool.gui.widgets.cost_columns import told
from studytool.gui.widgets.cost_grid import CostGrid
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import Heading, Help, Note
from studytool.gui.widgets.refusal import Refusal
from studytool.gui.widgets.section import Section
from studytool.gui.widgets.total_line import Rule, TotalLine
from studytool.models.result import NotAvailable
from studytool.report.numbers import fixed
from studytool.roi.cost import CostItem
from studytool.roi.wording import rand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.outcome import Run
    from studytool.roi.cost import Ledger, Line
    from studytool.study import Study

_ROWS = (
    ("ingredient",),
    ("category", "phase"),
    ("currency", "price_year"),
    ("payer", "certainty"),
    ("source",),
    ("programme", "donated"),
)


class CostSheetPane(QWidget):
    """Grid, buttons, total, and the fields of a line that have no column.

    Attributes
    ----------
    grid : CostGrid
        The lines.
    refusal : Refusal
        Why something cannot be done with the costs.
    """

    line_asked = Signal()
    """One more line is to be added."""
    file_asked = Signal()
    """A file of costs is to be added."""
    removal_asked = Signal()
    """The chosen line, or the file it stands in, is to be taken out."""
    taken_over = Signal(str)
    """The lines of this file become lines of the study, which can be typed."""
    described = Signal(int, object)
    """The entry of that place becomes this CostItem."""
    pasted = Signal(object, int, str)
    """Cells were pasted at the entry of that place (None: new lines), from that column on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid, self.refusal = CostGrid(), Refusal()
        self._study: Study | None = None
        self._prices, self._line_words, self._sums = Help(), Help(), Note()
        self._total = TotalLine()
        self._add, self._add_file = flush("Add a line …"), link("Add a file …")
        self._remove = flush("Remove this line")
        self._take_over = flush("")
        self._findings = FindingsList()
        self._details = Section("More about this line")
        self._item = Form(CostItem, rows=_ROWS)
        self._lay_out()
        self._add.clicked.connect(self.line_asked)
        self._add_file.clicked.connect(self.file_asked)
        self._remove.clicked.connect(self.removal_asked)
        self._take_over.clicked.connect(lambda: self.taken_over.emit(self._file()))
        self.grid.removal_asked.connect(self.removal_asked)
        self.grid.chosen.connect(self._show_line)
        self.grid.line_asked.connect(self.line_asked)
        self.grid.pasted.connect(self._paste)
        self.grid.refused.connect(self._refuse)
        self._item.proposed.connect(self._describe)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self.grid.cost_model.lines

    def show_costs(self, study: Study, run: Run | None) -> None:
        """Show the costs of a study; the lines of files are those of the run."""
        self._study = study
        lines = cost_lines(study, run)
        programme = study.roi.programme if study.roi is not None else ""
        self.grid.show_lines(lines, programme)
        ledger, why_not = summed(lines, programme)
        found = ledger.findings if ledger else ()
        self._total.show_total(fixed(ledger.total.amount, 0) if ledger else "–")
        self._prices.setText(_prices(ledger, run))
        self._findings.show(one for one in found if one.level != "note")
        self._sums.setText(_each(run, study, found))
        self._sums.setVisible(bool(self._sums.text()))
        if why_not:
            self.refusal.tell(why_not)
        self._show_line()

    def choose(self, place: int) -> bool:
        """Look at an entry of ``[[costs]]``; False where it is not one line."""
        places = [place_of(line) for line in self.lines]
        if place in places:
            self.grid.choose(places.index(place))
        return place in places

    def type_into(self, place: int) -> None:
        """Open the ingredient of an entry for typing."""
        places = [place_of(line) for line in self.lines]
        if place in places:
            self.grid.type_into(places.index(place))

    def clear_errors(self) -> None:
        """Take every mark away."""
        self.refusal.clear()
        self._item.clear_errors()

    def _paste(self, text: str) -> None:
        line = self.grid.line()
        place = None if line is None else place_of(line)
        column = 0 if place is None else self.grid.currentIndex().column()
        self.pasted.emit(place, column, text)

    def _refuse(self, text: str) -> None:
        if text:
            self.refusal.tell(text)
        else:
            self.refusal.clear()

    def _describe(self, item: CostItem) -> None:
        line = self.grid.line()
        place = None if line is None else place_of(line)
        if place is not None:
            self.described.emit(place, item)

    def _show_line(self) -> None:
        line = self.grid.line()
        place = None if line is None else place_of(line)
        item = None if place is None or self._study is None else self._study.costs[place]
        self._details.setVisible(isinstance(item, CostItem))
        if isinstance(item, CostItem):
            fresh = self._item.property("place") != place
            self._item.setProperty("place", place)
            self._item.show_spec(item, fresh=fresh)
        file = "" if line is None else file_of(line)
        self._remove.setEnabled(line is not None)
        self._remove.setToolTip("" if line is not None else "Choose a line first.")
        self._remove.setText(f"Leave out {Path(file).name}" if file else "Remove this line")
        read = f"{told(line)}." if line is not None and file else ""
        self._line_words.setText(read or self._where_lines_stand())
        self._line_words.setVisible(bool(self._line_words.text()))
        named = Path(self._file()).name
        self._take_over.setText(f"Take over the lines of {named}, to change them here")
        self._take_over.setVisible(bool(named))

    def _file(self) -> str:
        """Return the file of the chosen line, else the first there is; empty for none."""
        line = self.grid.line()
        chosen = file_of(line) if line is not None else ""
        return chosen or next((file_of(one) for one in self.lines if file_of(one)), "")

    def _where_lines_stand(self) -> str:
        names: dict[str, list[int]] = {}
        for line in self.lines:
            if file_of(line):
                names.setdefault(file_of(line), []).append(row_of(line))
        return " ".join(
            f"{len(rows)} lines are read from {name}, rows {min(rows)} to {max(rows)}."
            for name, rows in names.items()
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_INSIDE)
        self._prices.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Heading("Cost sheet"))
        head.addWidget(self._prices, 1)
        head.addWidget(self._add_file)
        deeds = QHBoxLayout()
        deeds.setContentsMargins(6, 2, 0, 4)
        deeds.addWidget(self._add)
        deeds.addStretch(1)
        deeds.addWidget(self._remove)
        self._details.body.addWidget(self._item)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        # above the lines: below a long sheet nobody finds why its cells cannot be typed
        rows.addWidget(self._take_over, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(Rule())
        rows.addWidget(self.grid)
        rows.addLayout(deeds)
        rows.addWidget(self._total)
        for part in (self.refusal, self._sums, self._line_words):
            rows.addSpacing(GAP_LABEL)
            rows.addWidget(part)
        for more in (self._details, self._findings):
            rows.addSpacing(GAP_LABEL)
            rows.addWidget(more)


def _prices(ledger: Ledger | None, run: Run | None) -> str:
    if ledger is None:
        return "What was used, how much of it, at what price."
    returns = run.returns if run is not None else None
    parts = []
    if returns is not None:
        parts.append(f"{fixed(returns.reached, 0)} {returns.people.lower()}")
        if not isinstance(returns.families, NotAvailable):
            parts.append(f"{fixed(returns.families, 0)} families")
    return ", ".join([*parts, f"prices of {ledger.total.price_year}"])


def _each(run: Run | None, study: Study, found: Sequence[Finding]) -> str:
    """Return what it comes to for each person and family, and what is left out or unsure."""
    returns = run.returns if run is not None else None
    notes = [one.message for one in found if one.level == "note"]
    if study.roi is None or returns is None:
        return " ".join(notes)
    one = {"Children": "child", "Groups": "group"}.get(returns.people, "person")
    parts = [f"{rand(returns.per_person)} per {one}"]
    if not isinstance(returns.per_family, NotAvailable):
        parts.append(f"{rand(returns.per_family)} per family")
    return " ".join([f"{', '.join(parts)}.", *notes])
