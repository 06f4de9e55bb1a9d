"""Change one choice of one model, and see what moves; the change is an edit as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.core.errors import DocumentError
from studytool.gui.one_choice import alternatives, choices_of, with_choice
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.labels import Heading
from studytool.gui.widgets.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.document import Document
    from studytool.gui.one_choice import Alternative
    from studytool.models.spec import ModelSpec


class ChangeOne(QWidget):
    """Three lists: which model, which choice of it, which value; and the way back.

    Parameters
    ----------
    document : Document
        What is open.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.model, self.choice, self.value = QuietCombo(), QuietCombo(), QuietCombo()
        self._error = Field("Value", self.value)
        self._back = link("Put it back", "arrow-left", self)
        self._back.clicked.connect(document.undo.undo)
        self.model.activated.connect(self.refresh)
        self.choice.activated.connect(self.refresh)
        self.value.activated.connect(self._take)
        head = QHBoxLayout()
        head.addWidget(Heading("Change one choice and see what moves", self), 1)
        head.addWidget(self._back)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in (Field("Model", self.model), Field("Choice", self.choice), self._error):
            fields.addWidget(field, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addLayout(fields)

    def refresh(self) -> None:
        """Show the models of the study, the choices of the one shown, and its value."""
        study = self._document.study
        self.setVisible(bool(study.models))
        if not study.models:
            return
        _fill(self.model, [m.title or m.name.replace("_", " ") for m in study.models])
        model = self._shown()
        named = choices_of(model)
        _fill(self.choice, list(named.values()), list(named))
        offered = self._offered() if named else ()
        chosen = next((place for place, one in enumerate(offered) if one.chosen), 0)
        _fill(self.value, [one.words for one in offered], now=chosen)
        self._back.setVisible(self._document.undo.canUndo())
        self._error.set_error("")

    def _shown(self) -> ModelSpec:
        return self._document.study.models[max(self.model.currentIndex(), 0)]

    def _offered(self) -> tuple[Alternative, ...]:
        study, run, model = self._document.study, self._document.run, self._shown()
        ran = run is not None and model in run.study.models
        result = run.results.get(model.name) if run is not None and ran else None
        return alternatives(model, self._key(), tuple(study.panel.levels), result)

    def _key(self) -> str:
        return str(self.choice.currentData())

    def _take(self, row: int) -> None:
        study = self._document.study
        one = self._offered()[row]
        if one.chosen:
            return
        try:
            changed = with_choice(study, self.model.currentIndex(), one.fields)
        except DocumentError as error:
            self.refresh()
            self._error.set_error(error.what)
            return
        text = f"{self.model.currentText()}: {self.choice.currentText()} {one.words}"
        self._document.edit(text, changed)
        self.refresh()


def _fill(
    combo: QuietCombo, texts: Sequence[str], data: Sequence[str] = (), *, now: int | None = None
) -> None:
    """Show other entries; the one that is chosen stays chosen where it is still there."""
    kept = combo.currentText()
    if [combo.itemText(place) for place in range(combo.count())] != list(texts):
        combo.clear()
        for place, text in enumerate(texts):
            combo.addItem(text, data[place] if data else None)
        combo.setCurrentIndex(max(combo.findText(kept), 0) if texts else -1)
    if now is not None and texts:
        combo.setCurrentIndex(now)
