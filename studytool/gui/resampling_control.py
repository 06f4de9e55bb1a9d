"""How a model is judged by drawing again: nothing, errors, treatments, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.control import Control
from studytool.gui.forms import Form
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.models.resampling import Resampling

if TYPE_CHECKING:
    from studytool.core.spec import Spec
    from studytool.gui.choices import Choices

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Standard error alone", ()),
    ("Wild cluster bootstrap as well", ("wild_cluster",)),
    ("Permutations as well", ("permutation",)),
    ("Both as well", ("wild_cluster", "permutation")),
)
_ROWS = {
    "wild_cluster": (("cluster", "draws"), ("weights", "variant"), ("subcluster",)),
    "permutation": (("cluster", "draws"),),
}
_LABELS = {
    "wild_cluster": {
        "cluster": "Errors drawn as one within",
        "draws": "Draws of the bootstrap",
        "weights": "Weights of the draws",
        "variant": "Scores and variance",
        "subcluster": "Errors drawn at the finer level",
    },
    "permutation": {
        "cluster": "Treatment dealt out by",
        "draws": "Draws of the permutations",
    },
}


class ResamplingControl(Control):
    """A choice of tests by drawing again, and below it what is asked of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._value: Resampling | tuple[Resampling, ...] | None = None
        self._combo = QuietCombo()
        for words, kinds in _WORDS:
            self._combo.addItem(words, kinds)
        self._combo.activated.connect(lambda _: self._choose())
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._combo)
        inside.setFocusProxy(self._combo)
        self._forms = {kind: self._form(kind) for kind in _ROWS}
        for form in self._forms.values():
            rows.addWidget(form)
        self.show_value(None)

    def value(self) -> Any:  # noqa: ANN401  # as the document writes it
        """Return one request, several, or None."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # as the document writes it
        """Show what is asked."""
        self._value = value
        asked: dict[str, Resampling] = {one.kind: one for one in self._asked()}
        kinds = tuple(kind for kind in _ROWS if kind in asked)
        known = [kinds_of_words for _, kinds_of_words in _WORDS]
        self._combo.setCurrentIndex(known.index(kinds))
        for kind, form in self._forms.items():
            form.setVisible(kind in asked)
            if kind in asked:
                form.show_spec(asked[kind])

    def set_choices(self, choices: Choices) -> None:
        """Take the names that the study has now."""
        for form in self._forms.values():
            form.set_choices(choices)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  # Qt's name
        """Give the choice the name of the field."""
        super().setAccessibleName(name)
        self._combo.setAccessibleName(name)

    def _asked(self) -> tuple[Resampling, ...]:
        if self._value is None:
            return ()
        return (self._value,) if isinstance(self._value, Resampling) else self._value

    def _form(self, kind: str) -> Form:
        form = Form(Resampling, rows=_ROWS[kind], labels=_LABELS[kind])
        form.proposed.connect(self._take)
        return form

    def _choose(self) -> None:
        asked = {one.kind: one for one in self._asked()}
        kinds = self._combo.currentData() or ()
        self._propose(
            tuple(asked.get(kind) or Resampling.model_validate({"kind": kind}) for kind in kinds)
        )

    def _take(self, spec: Spec) -> None:
        if isinstance(spec, Resampling):
            self._propose(tuple(spec if one.kind == spec.kind else one for one in self._asked()))

    def _propose(self, asked: tuple[Resampling, ...]) -> None:
        self.show_value(asked[0] if len(asked) == 1 else asked or None)
        self.edited.emit()
