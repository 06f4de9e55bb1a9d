"""Settings of the study itself: its title, its seed, how few people a shown number rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.forms import Form
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.labels import Heading
from studytool.gui.widgets.refusal import Refusal
from studytool.study import Disclosure, Files, Study

if TYPE_CHECKING:
    from studytool.gui.document import Document

_WIDEST = 640
_LABELS = {
    "title": "Title of the study",
    "seed": "Seed",
    "minimum": "Fewest people a shown number may rest on",
    "root": "Folder of the files",
}
_HELPS = {
    "title": "Stands on the brief and in every file that is written.",
    "seed": "Where chance is used, as in resampled intervals, the same seed gives the same numbers "
    "again.",
    "minimum": "Smaller cells are hidden in every table, chart and file that leaves the study.",
    "root": "Every file of the study lies in it. Said from the folder of the study.",
}


class StudyPage(QWidget):
    """The few settings that hold for everything; each edit is a step of its own."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.refusal = Refusal()
        self._study = _form(Study, (("title",), ("seed",)))
        self._disclosure = _form(Disclosure, (("minimum",),))
        self._files = _form(Files, (("root",),))
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, GAP_FIELDS, GAP_INSIDE, GAP_FIELDS)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(self.refusal)
        for heading, form in (
            ("This study", self._study),
            ("Protection of people", self._disclosure),
            ("Files", self._files),
        ):
            form.setMaximumWidth(_WIDEST)
            rows.addWidget(Heading(heading))
            rows.addWidget(form)
            rows.addSpacing(GAP_FIELDS)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._study.proposed.connect(self._take_study)
        self._disclosure.proposed.connect(self._take_disclosure)
        self._files.proposed.connect(self._take_files)

    def refresh(self) -> None:
        """Show the settings of the study as they are now."""
        study, error = self.document.study, self.document.error
        for form, shown in self._shown(study):
            form.show_spec(shown)
            form.clear_errors()
            if error is not None and form.field_at(error.where):
                form.show_error(error)

    def reveal(self, where: str) -> None:
        """Give the field that a place such as ``disclosure.minimum`` is about the focus."""
        first = {"disclosure": "minimum", "files": "root"}.get(where, where)
        for form, _ in self._shown(self.document.study):
            if name := form.field_at(first):
                form.reveal(name)
                return

    def _shown(self, study: Study) -> tuple[tuple[Form, Study | Disclosure | Files], ...]:
        return (
            (self._study, study),
            (self._disclosure, study.disclosure),
            (self._files, study.files),
        )

    def _take_study(self, made: Study) -> None:
        before = self.document.study
        text = f"title: {made.title}" if made.title != before.title else f"seed: {made.seed}"
        self._edit(text, title=made.title, seed=made.seed)

    def _take_disclosure(self, made: Disclosure) -> None:
        self._edit(f"fewest people shown: {made.minimum}", disclosure=made)

    def _take_files(self, made: Files) -> None:
        self._edit(f"files are in {made.root}", files=made)

    def _edit(self, text: str, **fields: object) -> None:
        self.refusal.clear()
        try:
            study = edits.changed(self.document.study, **fields)
        except StudyError as error:
            self.refusal.tell(f"{error.what} {error.remedy}".strip())
            return
        self.document.edit(text, study)


def _form(spec: type[Study | Disclosure | Files], rows: tuple[tuple[str, ...], ...]) -> Form:
    return Form(spec, rows=rows, labels=_LABELS, helps=_HELPS)
