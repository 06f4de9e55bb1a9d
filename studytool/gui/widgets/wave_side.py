"""Beside the grid of waves: the values of one variable, who was interviewed, what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_INSIDE, PANE_TOP
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.findings_list import FindingCard, FindingsList
from studytool.gui.widgets.labels import Heading, Help
from studytool.gui.widgets.ruled_table import RuledTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.gui.widgets.wave_table import Line
    from studytool.survey.contents import Contents
    from studytool.survey.interviewed import Interviewed

SAME_ID_TWICE = "same_id_twice"
"""Code of the finding that says so: its rows can be compared."""
_SHOWN = 10
_SIDE = 20


class WaveSide(QWidget):
    """The pane at the right of the grid."""

    accept_asked = Signal()
    """A person accepts what is proposed for the variable that is shown."""
    back_asked = Signal()
    """A person takes back what was accepted for it."""
    finding_asked = Signal(object)
    """A person asks what can be done about a Finding."""
    pairs_asked = Signal()
    """A person wants to see the rows of an ID that occurs twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values, self._who = RuledTable(), RuledTable()
        self._accept, self._back = flush("Accept"), flush("Take back")
        self._hint = Help(
            "What a variable holds, and what it becomes, is here once the files have been read."
        )
        self._findings = FindingsList()
        self._pairs = flush("Compare the pairs")
        self._pairs.setToolTip("Rows of one ID in one wave, side by side, and what to decide.")
        self._pairs.clicked.connect(self.pairs_asked)
        self._accept.clicked.connect(self.accept_asked)
        self._back.clicked.connect(self.back_asked)
        self._findings.asked.connect(self.finding_asked)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(_SIDE, PANE_TOP, _SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        ways = QHBoxLayout()
        ways.setSpacing(2 * GAP_INSIDE)
        ways.addWidget(self._accept)
        ways.addWidget(self._back)
        ways.addStretch(1)
        for part in (self._hint, self._values):
            rows.addWidget(part)
        rows.addLayout(ways)
        rows.addSpacing(GAP_INSIDE)
        rows.addWidget(self._who)
        rows.addWidget(self._pairs, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(GAP_INSIDE)
        rows.addWidget(self._findings)
        rows.addStretch(1)
        for pane in (self, inside):
            pane.setBackgroundRole(QPalette.ColorRole.Base)
            pane.setAutoFillBackground(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Values and people")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(_bar("Values and people"))
        outer.addWidget(area, 1)
        for hidden in (self._values, self._who, self._pairs, self._accept, self._back):
            hidden.hide()

    def show_nothing(self) -> None:
        """Show no variable and nobody, as before a file is there."""
        self._hint.show()
        for shown in (self._values, self._who, self._pairs, self._accept, self._back):
            shown.hide()

    def show_values(self, line: Line, wave: str, contents: Contents | None) -> None:
        """Show what a variable holds in one wave.

        Parameters
        ----------
        line : Line
            The variable.
        wave : str
            Label of the wave.
        contents : Contents or None
            Its cells; None where it was not asked.
        """
        self._hint.hide()
        self._values.show()
        self._accept.setVisible(line.state == "open")
        self._back.setVisible(line.state == "accepted")
        title = f"{line.row.label or line.row.name}, {wave}"
        if contents is None:
            self._values.show_rows(title, ["In the file", "Rows"], [["not asked", "–"]])
            return
        rows = value_rows(contents)
        self._values.show_rows(
            title,
            ["In the file", "Its label", "Rows", "Becomes"],
            [*rows, [f"Rows in {wave}", "", f"{contents.rows:,}".replace(",", " "), ""]],
            under=line.proposal and f"Proposed: {line.proposal}",
            texts=2,
            counts=(len(rows),),
        )

    def show_people(self, counted: Interviewed | None) -> None:
        """Show how many were interviewed; nothing while nobody knows."""
        self._who.setVisible(counted is not None)
        self._pairs.setVisible(counted is not None and any(counted.left_out))
        if counted is None:
            return
        left_out = "Left out, as decided" if counted.decided else "Same ID twice, or no ID"
        rows = [
            ["Rows in the file", *map(str, counted.rows)],
            [left_out, *(f"−{number}" if number else "0" for number in counted.left_out)],
            ["Children", *map(str, counted.people)],
        ]
        rows.append(["In every wave", *[str(counted.in_all)] * len(counted.labels)])
        places = [
            f"{place.name} was visited in {' and '.join(place.waves)} alone: {place.people} "
            f"children, not counted here."
            for place in counted.apart
        ]
        own = "" if counted.decided else " IDs as the files write them."
        self._who.show_rows(
            "Who was interviewed",
            ["", *counted.labels],
            rows,
            counts=(2,),
            note=" ".join((f"{followed(counted)}.{own}", *places)),
        )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what to mind about the files; an ID that occurs twice leads to its rows."""
        before = self._findings.findings
        self._findings.show(findings)
        if self._findings.findings == before:
            return
        for card in self._findings.findChildren(FindingCard):
            if card.finding.code == "text_read_as":
                card.setToolTip(card.finding.message)  # with the name that programs have for it
            if card.finding.code == SAME_ID_TWICE:
                way = flush("Compare the pairs")
                way.clicked.connect(self.pairs_asked)
                card.add_link(way)


def followed(counted: Interviewed) -> str:
    """Return how many were there every time: "123 of 162 children in all 3 waves (76 %)"."""
    share = round(100 * counted.in_all / counted.in_any) if counted.in_any else 0
    waves = {1: "the one wave", 2: "both waves"}.get(
        len(counted.labels), f"all {len(counted.labels)} waves"
    )
    space = "\N{NO-BREAK SPACE}"
    return f"{counted.in_all} of {counted.in_any} children in {waves} ({share}{space}%)"


def value_rows(contents: Contents) -> list[list[str]]:
    """Return what a file holds, its label, its rows and what it becomes, the commonest first."""
    by_count = sorted(contents.counts.items(), key=lambda pair: (-pair[1], pair[0]))
    few = len(by_count) <= _SHOWN
    chosen = sorted(by_count, key=lambda pair: _order(pair[0])) if few else by_count[:_SHOWN]
    rows = [
        [
            text.replace("-", "−") if _is_number(text) else text,
            contents.labels.get(text, ""),
            str(count),
            _becomes(contents, text),
        ]
        for text, count in chosen
    ]
    rest = len(by_count) - len(chosen)
    if rest > 0:
        left = sum(count for _, count in by_count[_SHOWN:])
        rows.append([f"{rest} other values", "", str(left), ""])
    if contents.empty:
        rows.append(["empty", "", str(contents.empty), "missing"])
    return rows


def _becomes(contents: Contents, text: str) -> str:
    if text in contents.missing:
        return "missing"
    return (
        contents.becomes.get(text, text).replace("-", "−")
        if _is_number(text)
        else (contents.becomes.get(text, text))
    )


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _order(text: str) -> tuple[int, float, str]:
    """Return the place of a value: numbers by size with codes below zero last, then texts."""
    if not _is_number(text):
        return (2, 0.0, text)
    number = float(text)
    return (0, number, "") if number >= 0 else (1, -number, "")


def _bar(title: str) -> QWidget:
    bar = QWidget()
    bar.setFixedHeight(44)
    row = QHBoxLayout(bar)
    row.setContentsMargins(_SIDE + 4, 0, _SIDE, 0)
    row.addWidget(Heading(title))
    row.addStretch(1)
    return bar
