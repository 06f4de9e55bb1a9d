"""Beside the timeline: where the rows of the register went, whom it reached, what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_INSIDE, PANE_TOP
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import Heading, Help
from studytool.gui.widgets.ruled_table import RuledTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.findings import Finding
    from studytool.exposure.contacts import WaveCoverage
    from studytool.exposure.rule import MatchReport

_SIDE = 20
_MOST = 100
_WHY: Mapping[str, str] = {
    "outside": "Outside every window",
    "unmatched": "{Person} not in the panel",
    "undated": "No date",
    "excluded": "Left out by the condition",
}


class ServiceSide(QWidget):
    """The pane at the right of the timeline."""

    finding_asked = Signal(object)
    """A person asks what can be done about a Finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = "Person"
        self._left: tuple[tuple[int, str], ...] = ()
        self._match, self._rows, self._coverage = RuledTable(), RuledTable(), RuledTable()
        self._see = flush("")
        self._hint = Help("The match report is here once the register has been read.")
        self._findings = FindingsList()
        self._findings.asked.connect(self.finding_asked)
        self._see.clicked.connect(self._turn)
        self._lay_out()
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that there is no report yet."""
        self._hint.show()
        for part in (self._match, self._rows, self._coverage, self._see):
            part.hide()
        self._findings.show([])

    def show_report(
        self, report: MatchReport, source: str, left: tuple[tuple[int, str], ...], person: str
    ) -> None:
        """Show where the rows of a register went.

        Parameters
        ----------
        report : MatchReport
            Its parts add up to the rows of the file.
        source : str
            The file.
        left : tuple of (int, str)
            Rows that count for nobody, and under which part of the report.
        person : str
            One of the people: "child".
        """
        self._hint.hide()
        self._person = person[:1].upper() + person[1:]
        parts = [("Counted in a window", report.matched)]
        parts += [(self._why(name), getattr(report, name)) for name in _WHY]
        parts = [part for place, part in enumerate(parts) if part[1] or not place]
        rows = [[words, f"{count}", _percent(count, report.rows)] for words, count in parts]
        rows.append([f"Rows in {source}", f"{report.rows}", "100.0" if report.rows else "–"])
        self._match.show()
        self._match.show_rows(
            "Match report: each row once",
            ["", "Rows", "%"],
            rows,
            counts=(len(parts),),
            note="The parts add up to the file.",
        )
        if left != self._left:
            self._left = left
            self._rows.hide()
        self._see.setVisible(bool(left))
        self._name_link()

    def show_coverage(
        self, waves: Sequence[WaveCoverage], *, people: str, reached: int, zero_first: bool
    ) -> None:
        """Show whom the service reached, wave by wave.

        Parameters
        ----------
        waves : sequence of WaveCoverage
            In order.
        people : str
            What the people are called: "Children".
        reached : int
            People with a contact in any window.
        zero_first : bool
            Whether interviews without a window count as none.
        """
        met = [one.known > 0 or one.contacts > 0 for one in waves]
        pairs = list(zip(waves, met, strict=True))
        rows = [
            [people, *(f"{one.people}" for one in waves)],
            ["With a window", *(f"{one.known}" for one in waves)],
            ["Reached", *(f"{one.reached}" if told else "–" for one, told in pairs)],
            ["Reached, %", *(_percent(one.reached, one.known) for one in waves)],
            ["Contacts", *(f"{one.contacts}" if told else "–" for one, told in pairs)],
            ["Per one reached", *(_mean(one.contacts, one.reached) for one in waves)],
        ]
        without = [one.label for one, told in pairs if not told]
        note = f"{reached} {people.lower()} reached at least once."
        if without:
            told = "counted as none" if zero_first else "not known"
            note += f" {' and '.join(without)} has no window: {told}."
        self._coverage.show()
        self._coverage.show_rows(
            "Coverage by wave", ["", *(one.label for one in waves)], rows, note=note
        )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what to mind about the register."""
        self._findings.show(findings)

    def _why(self, name: str) -> str:
        return _WHY[name].format(Person=self._person)

    def _name_link(self) -> None:
        shown = self._rows.isVisibleTo(self)
        self._see.setText("Hide the rows" if shown else f"See the {len(self._left)} not counted")

    def _turn(self) -> None:
        if self._rows.isVisibleTo(self):
            self._rows.hide()
        else:
            shown = self._left[:_MOST]
            rest = len(self._left) - len(shown)
            self._rows.show()
            self._rows.show_rows(
                "Rows not counted",
                ["Why", "Row"],
                [[self._why(why), f"{row}"] for row, why in shown],
                note=f"And {rest} more." if rest else "",
            )
        self._name_link()

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(_SIDE, PANE_TOP, _SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        see = QHBoxLayout()
        see.addWidget(self._see)
        see.addStretch(1)
        rows.addWidget(self._hint)
        rows.addWidget(self._match)
        rows.addLayout(see)
        for part in (self._rows, self._coverage, self._findings):
            rows.addWidget(part)
            rows.addSpacing(GAP_INSIDE)
        rows.addStretch(1)
        for pane in (self, inside):
            pane.setBackgroundRole(QPalette.ColorRole.Base)
            pane.setAutoFillBackground(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Match and coverage")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        bar = QWidget()
        bar.setFixedHeight(44)
        head = QHBoxLayout(bar)
        head.setContentsMargins(_SIDE, 0, _SIDE, 0)
        head.addWidget(Heading("Match and coverage"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(area, 1)


def _percent(count: int, of: int) -> str:
    return f"{100 * count / of:.1f}" if of else "–"


def _mean(total: int, of: int) -> str:
    return f"{total / of:.1f}" if of else "–"
