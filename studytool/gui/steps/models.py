"""Models: the question, the method, the fields, and what to mind about the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.core.spec import kinds
from studytool.gui import edits, model_edits
from studytool.gui.choices import Choices, choices_of
from studytool.gui.entry_groups import FAMILIES
from studytool.gui.family_form import recast
from studytool.gui.model_titles import with_titles
from studytool.gui.model_words import edit_words
from studytool.gui.new_models import needed, with_model_of
from studytool.gui.steps.step import Step
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.entry_forms import EntryForms
from studytool.gui.widgets.item_head import HeadWords, Item, ItemHead
from studytool.gui.widgets.model_editor import ModelEditor, Shown
from studytool.gui.widgets.new_model import NewModel
from studytool.models import estimators
from studytool.models.spec import ModelSpec
from studytool.report.outline import outline
from studytool.survey.conditions import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.core.findings import Finding
    from studytool.gui.document import Document
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment
    from studytool.study import Study

_REPORT_IS_SET = 100
"""Milliseconds after which the report has taken up a result that has landed."""

_PLACE = re.compile(r"(?P<group>[a-z]+)(?:\[(?P<number>\d+)\])?")


class ModelsStep(Step):
    """One tab a model; the open one is edited below."""

    key: ClassVar[str] = "models"
    title: ClassVar[str] = "Models"
    icon: ClassVar[str] = "sprout"
    sizes: ClassVar[tuple[int, int]] = (448, 758)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._choices = Choices()
        methods = kinds(ModelSpec, estimators).items()
        self._methods = dict(sorted(methods, key=lambda item: item[1].order))
        self._editor: ModelEditor | None = None
        self._editors: dict[type[ModelSpec], ModelEditor] = {}
        self._open = ""
        self._awaited = ""
        self._told: tuple[StudyError | None, str] = (None, "")
        self._head = ItemHead(
            HeadWords(self.title, "New model …", "This model", "Models of this study"),
            EmptyState(
                "No model yet",
                "A model needs a checked panel and something that may have changed it: a service, "
                "or a variable.",
                action="New model …",
                icon_name="plus",
            ),
        )
        self._families = EntryForms(document, FAMILIES)
        self._families.setContentsMargins(24, 0, 24, 4)
        self._families.hide()
        self._new = NewModel(self._methods)
        self._new.hide()
        self._head.cover(covered=False)
        inside = QWidget(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(inside, 1)
        whole.addWidget(self._families)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self._head)
        self._rows.addWidget(self._new, 1)
        self._rows.addStretch(1)
        self._connect()

    def refresh(self) -> None:
        """Show the models of the study and what the latest run says of the open one."""
        self._choices = choices_of(self.document.study, self.document.run)
        models = self.document.study.models
        self._families.refresh()
        items = [Item(model.name, model.title) for model in models]
        self._head.show_items(items, self._place)
        if models:
            self._show(self._place)
        elif self._editor is not None:
            self._close_editor()
        if self._awaited and self._result(self._awaited) is not None and not self.document.stale:
            self._awaited = ""
            QTimer.singleShot(_REPORT_IS_SET, self, lambda: self.ask_for_result(self._open))

    def entered(self) -> None:
        """Bring the result of the open entry into view."""
        self.ask_for_result(self._open)

    def reveal(self, where: str) -> None:
        """Open the model that a place such as ``models[1].cluster`` or a table is about."""
        self.refresh()
        place = self._place_of(where)
        if place is not None and place != self._place:
            self._head.open(place)
        if family := re.match(r"families(?:\[(\d+)\])?", where):
            self._families.show()
            self._families.open(int(family[1] or -1))
        if self._editor is not None and where.startswith(("models", "assignment")):
            self._editor.reveal(where)

    @property
    def _place(self) -> int:
        """Place of the open model in the study."""
        names = [model.name for model in self.document.study.models]
        open_now = self._open if self._open in names else _first_shown(self.document.study)
        return names.index(open_now) if open_now in names else 0

    def _connect(self) -> None:
        head = self._head
        head.chosen.connect(self._show_tab)
        head.moved.connect(self._move)
        head.add_asked.connect(self._offer)
        self._new.chosen.connect(self._add)
        self._new.cancelled.connect(self._close_offer)
        head.rename_asked.connect(self._rename)
        head.copy_asked.connect(self._copy)
        head.delete_asked.connect(self._delete)

    def _show_tab(self, place: int) -> None:
        models = self.document.study.models
        if place < len(models):
            self._close_offer()
            self._open = models[place].name
            self._show(place)
            self.ask_for_result(self._open)

    def _show(self, place: int) -> None:
        model = self.document.study.models[place]
        fresh = self._open != model.name or self._editor is None
        self._open = model.name
        if self._editor is None or self._editor.member is not type(model):
            self._close_editor()
            self._open_editor(type(model))
            fresh = True
        if self._editor is not None:
            fresh = fresh or self._editor.property("model") != model.name
            self._editor.setProperty("model", model.name)
            self._editor.show_model(self._shown(model), fresh=fresh)
            self._show_error(place)

    def _shown(self, model: ModelSpec) -> Shown:
        run, study = self.document.run, self.document.study
        panel = run.link.panel if run is not None else None
        return Shown(
            spec=model,
            choices=self._choices,
            methods=self._methods,
            assignments=study.assignment,
            result=self._result(model.name),
            panel=panel,
            rows=f"Only where {in_words(model.where, panel)}." if model.where and panel else "",
            services=frozenset(exposure.name for exposure in study.exposures),
        )

    def _result(self, name: str) -> ModelResult | None:
        run = self.document.run
        found = run.material.models.get(name) if run is not None else None
        return found[1] if found is not None else None

    def _show_error(self, place: int) -> None:
        error = self.document.error
        if self._editor is None or self._told == (error, self._open):
            return
        self._editor.clear_errors()
        self._told = (error, self._open)
        if error is not None and self._place_of(error.where) == place:
            self._editor.show_error(error)

    def _open_editor(self, member: type[ModelSpec]) -> None:
        """Show the editor of a method; it is made once and kept."""
        if member not in self._editors:
            editor = ModelEditor(member, self)
            editor.proposed.connect(self._propose)
            editor.recast.connect(self._recast)
            editor.more_opened.connect(self._families.setVisible)
            editor.answered.connect(self._answer)
            editor.asked.connect(self._help_with)
            self._rows.insertWidget(1, editor, 1)
            self._editors[member] = editor
        self._editor = self._editors[member]
        self._editor.setVisible(self._new.isHidden())
        self._rows.setStretch(self._rows.count() - 1, 0)

    def _close_editor(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor = None
            self._rows.setStretch(self._rows.count() - 1, 1)

    def _place_of(self, where: str) -> int | None:
        """Return which model a place of the document is about; None for none."""
        study = self.document.study
        found = _PLACE.match(where)
        if found is None or found["number"] is None:
            return None
        number = int(found["number"])
        if found["group"] == "models":
            return number if number < len(study.models) else None
        names = _models_at(study, found["group"], number)
        return next((at for at, model in enumerate(study.models) if model.name in names), None)

    def _propose(self, model: ModelSpec) -> None:
        place = self._place
        before = self.document.study.models[place]

        def edit() -> Study:
            study = model_edits.with_model(self.document.study, place, model)
            return with_titles(study, before, model, self._choices)

        self._open = model.name
        if not self._edit(edit_words(before, model, self._choices), edit):
            self._open = before.name

    def _recast(self, member: type[ModelSpec]) -> None:
        before = self.document.study.models[self._place]
        try:
            made = recast(before, member, needed(member, self.document.study, self._choices))
        except StudyError as error:
            self._head.refusal.tell(f"{error.what} {error.remedy}")
            return
        if isinstance(made, ModelSpec):
            self._propose(made)

    def _answer(self, entry: Assignment | None) -> None:
        shown = self._shown(self.document.study.models[self._place])
        service = self._choices.label(shown.service)
        self._edit(
            f"how people came to “{service}”",
            lambda: model_edits.with_assignment(
                self.document.study, entry, before=shown.assignment
            ),
        )

    def _help_with(self, finding: Finding) -> None:
        if self._editor is not None:
            self._editor.reveal_remedy(finding)

    def _offer(self) -> None:
        """Ask for the question, or the method, of a new model in the place of the open one."""
        self._head.refusal.clear()
        try:
            model_edits.with_new_model(self.document.study, self._choices, None)
        except StudyError as error:
            self._head.refusal.tell(f"{error.what} {error.remedy}".strip())
            return
        if self._editor is not None:
            self._editor.hide()
        self._head.cover(covered=True)
        self._rows.setStretch(self._rows.count() - 1, 0)
        self._new.begin()

    def _close_offer(self) -> None:
        if self._new.isHidden():
            return
        self._new.hide()
        self._rows.setStretch(self._rows.count() - 1, 0 if self._editor is not None else 1)
        if self._editor is not None:
            self._editor.show()

    def _add(self, member: type[ModelSpec]) -> None:
        self._close_offer()
        models = self.document.study.models
        like = models[self._place] if models else None
        before = self._open
        self._open = model_edits.free_name("model", _names(self.document.study))
        done = self._edit(
            f"new model “{self._open}”",
            lambda: with_model_of(self.document.study, self._choices, like, member),
        )
        if not done:
            self._open = before
            return
        self.refresh()
        if self._editor is not None:
            self._editor.reveal("outcome")
        self._awaited = self._open

    def _copy(self) -> None:
        place, before = self._place, self._open
        self._open = model_edits.free_name(before, _names(self.document.study))
        text = f"model “{before}” duplicated"
        if not self._edit(text, lambda: model_edits.with_copy(self.document.study, place)):
            self._open = before

    def _rename(self) -> None:
        if self._editor is not None:
            self._editor.reveal(f"models[{self._place}].name")

    def _move(self, place: int, to: int) -> None:
        models = self.document.study.models
        if 0 <= to < len(models) and place != to:
            text = f"model “{models[place].name}” moved"
            self._edit(text, lambda: edits.moved(self.document.study, "models", place, to))

    def _delete(self) -> None:
        users = model_edits.users_of(self.document.study, self._open)
        if not users:
            self._delete_there_too()
            return
        shown = " and ".join(users) if len(users) < len("abc") else ", ".join(users)
        self._head.refusal.tell(
            f"“{self._open}” is used by {shown}.", "Delete it there too", self._delete_there_too
        )

    def _delete_there_too(self) -> None:
        place = self._place
        self._edit(
            f"model “{self._open}” deleted",
            lambda: model_edits.without_model(self.document.study, place),
        )

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its field, or under the tabs."""
        self._head.refusal.clear()
        try:
            study = make()
        except StudyError as error:
            if self._editor is not None and re.match(r"(models|assignment)\[\d+\]\.", error.where):
                self._editor.show_error(error)
            else:
                self._head.refusal.tell(f"{error.what} {error.remedy}".strip())
            return False
        self.document.edit(text, study)
        return True


def _models_at(study: Study, group: str, number: int) -> set[str]:
    """Return the models that an entry of the document is about."""
    if group == "assignment" and number < len(study.assignment):
        entry = study.assignment[number]
        about = {entry.exposure, *entry.also}
        return {model.name for model in study.models if about & set(model.treatments)}
    if group in {"tables", "charts"} and number < len(getattr(study, group)):
        return set(getattr(study, group)[number].uses())
    return set()


def _first_shown(study: Study) -> str:
    """Return the model that the report shows first; empty where it shows none."""
    names = {model.name for model in study.models}
    tables = {table.name: table.uses() for table in study.tables}
    charts = {chart.name: chart.uses() for chart in study.charts}
    order = (name for item in outline(study.report, tables, charts) for name in item.shows())
    uses = (name for shown in order for name in (tables | charts)[shown])
    return next((name for name in uses if name in names), "")


def _names(study: Study) -> set[str]:
    return {model.name for model in study.models} | {item.name for item in study.analyses}
