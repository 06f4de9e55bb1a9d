"""Describe: what was answered at every wave, and who was followed; one analysis a tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.core.spec import kinds
from studytool.describe import analyses
from studytool.describe.analysis import Analysis
from studytool.gui import analysis_edits, edits, model_edits
from studytool.gui.choices import Choices, choices_of
from studytool.gui.family_form import FamilyForm
from studytool.gui.model_words import changed_words
from studytool.gui.steps.step import Step
from studytool.gui.tokens import GAP_FIELDS, PANE_SIDE
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.item_head import HeadWords, Item, ItemHead

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.core.findings import Finding
    from studytool.gui.document import Document
    from studytool.study import Study

_PLACE = re.compile(r"(?P<group>[a-z]+)\[(?P<number>\d+)\]")
_GROUPS = ("analyses", "tables", "charts")
_ROWS = (
    ("variables",),
    ("statistic", "sample"),
    ("level",),
    ("by", "unit"),
    ("where",),
    ("title",),
)


class DescribeStep(Step):
    """One tab an analysis; the open one is edited below, its numbers are in the live report."""

    key: ClassVar[str] = "describe"
    title: ClassVar[str] = "Describe"
    icon: ClassVar[str] = "table"
    sizes: ClassVar[tuple[int, int]] = (448, 758)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._choices = Choices()
        self._open = ""
        self._told: tuple[StudyError | None, str] = (None, "")
        self._head = ItemHead(
            HeadWords(self.title, "New table", "This table", "What is described"),
            EmptyState(
                "Nothing described yet",
                "A table shows a share, a mean or a count wave by wave, or who was followed.",
                action="New table",
                icon_name="plus",
            ),
        )
        self._form = FamilyForm(kinds(Analysis, analyses), label="What it shows", rows=_ROWS)
        self._findings = FindingsList()
        self._area = self._scrolled()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head)
        rows.addWidget(self._area, 1)
        rows.addStretch(0)
        self._connect()

    def refresh(self) -> None:
        """Show the analyses of the study and what to mind about the open one."""
        self._choices = choices_of(self.document.study, self.document.run)
        self._form.set_choices(self._choices)
        asked = self.document.study.analyses
        items = [Item(self._choices.label(one.name), one.title) for one in asked]
        self._head.show_items([Item(_short(item.text), item.tip) for item in items], self._place)
        self._area.setVisible(bool(asked))
        if asked:
            self._show(self._place)

    def entered(self) -> None:
        """Bring the result of the open entry into view."""
        self.ask_for_result(self._open)

    def reveal(self, where: str) -> None:
        """Open the analysis that a place such as ``analyses[1].by`` or a table is about."""
        self.refresh()
        place = self._place_of(where)
        if place is not None and place != self._place:
            self._head.open(place)
        if where.startswith("analyses"):
            self._form.reveal(where)

    @property
    def _place(self) -> int:
        """Place of the open analysis in the study."""
        names = [analysis.name for analysis in self.document.study.analyses]
        return names.index(self._open) if self._open in names else 0

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(PANE_SIDE, GAP_FIELDS, PANE_SIDE, 16)
        rows.setSpacing(GAP_FIELDS)
        rows.addWidget(self._form)
        rows.addWidget(self._findings)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        head = self._head
        head.chosen.connect(self._show_tab)
        head.moved.connect(self._move)
        head.add_asked.connect(self._add)
        head.rename_asked.connect(lambda: self._form.reveal("name"))
        head.copy_asked.connect(self._copy)
        head.delete_asked.connect(self._delete)
        self._form.proposed.connect(self._propose)
        self._findings.asked.connect(self._help_with)

    def _show_tab(self, place: int) -> None:
        asked = self.document.study.analyses
        if place < len(asked):
            self._open = asked[place].name
            self._show(place)
            self.ask_for_result(self._open)

    def _show(self, place: int) -> None:
        analysis = self.document.study.analyses[place]
        fresh = self._form.property("shown") != analysis.name
        self._open = analysis.name
        self._form.setProperty("shown", analysis.name)
        self._form.show_spec(analysis, fresh=fresh)
        run = self.document.run
        described = run.material.analyses.get(analysis.name) if run is not None else None
        self._findings.show(described[1].findings if described is not None else ())
        if fresh:
            self._area.verticalScrollBar().setValue(0)
        self._show_error(place)

    def _show_error(self, place: int) -> None:
        error = self.document.error
        if self._told == (error, self._open):
            return
        if self._form.form is not None:
            self._form.form.clear_errors()
        self._told = (error, self._open)
        if error is not None and self._place_of(error.where) == place:
            self._form.show_error(error)

    def _place_of(self, where: str) -> int | None:
        """Return which analysis a place of the document is about; None for none."""
        study, found = self.document.study, _PLACE.match(where)
        if found is None or found["group"] not in _GROUPS:
            return None
        items, number = getattr(study, found["group"]), int(found["number"])
        if number >= len(items):
            return None
        if found["group"] == "analyses":
            return number
        shown = set(items[number].uses())
        return next((at for at, one in enumerate(study.analyses) if one.name in shown), None)

    def _propose(self, analysis: Analysis) -> None:
        place, before = self._place, self.document.study.analyses[self._place]
        self._open = analysis.name

        def edit() -> Study:
            return analysis_edits.with_analysis(self.document.study, place, analysis)

        text = f"table “{before.name}”: {changed_words(before, analysis, self._choices)}"
        if not self._edit(text, edit):
            self._open = before.name

    def _add(self) -> None:
        self._make(
            "described",
            "new table",
            lambda: analysis_edits.with_new_analysis(self.document.study, self._choices),
        )

    def _copy(self) -> None:
        place = self._place
        self._make(
            self._open,
            f"table “{self._open}” duplicated",
            lambda: analysis_edits.with_copy(self.document.study, place),
        )

    def _make(self, like: str, text: str, make: Callable[[], Study]) -> None:
        """Make one more and open it."""
        before = self._open
        self._open = model_edits.free_name(like, model_edits.names_taken(self.document.study))
        if not self._edit(text, make):
            self._open = before

    def _move(self, place: int, to: int) -> None:
        text = f"table “{self.document.study.analyses[place].name}” moved"
        self._edit(text, lambda: edits.moved(self.document.study, "analyses", place, to))

    def _delete(self) -> None:
        users = model_edits.users_of(self.document.study, self._open)
        if users:
            self._head.refusal.tell(
                f"“{self._open}” is used by {', '.join(users)}.",
                "Delete it there too",
                self._delete_there_too,
            )
        else:
            self._delete_there_too()

    def _delete_there_too(self) -> None:
        place = self._place
        self._edit(
            f"table “{self._open}” deleted",
            lambda: model_edits.without_result(self.document.study, "analyses", place),
        )

    def _help_with(self, finding: Finding) -> None:
        self._form.reveal(finding.where)

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its field, or under the tabs."""
        self._head.refusal.clear()
        try:
            study = make()
        except StudyError as error:
            if re.match(r"analyses\[\d+\]\.", error.where):
                self._form.show_error(error)
            else:
                self._head.refusal.tell(f"{error.what} {error.remedy}".strip())
            return False
        self.document.edit(text, study)
        return True


def _short(title: str) -> str:
    """Return the beginning of a title, as a tab can hold."""
    most = 34
    return title if len(title) <= most else f"{title[: most - 1].rsplit(' ', 1)[0]} …"
