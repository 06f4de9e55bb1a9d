"""Standard errors: which formula and which clusters, chosen together in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.model_words import CLUSTERED, PLAIN, errors_help, errors_words
from studytool.gui.own_errors import own_errors, takes
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.survey.panel import Panel

    Option = tuple[str | None, tuple[str, ...]]


class StandardErrors(QWidget):
    """One list of the usual pairs; a pair made elsewhere is shown among them."""

    chosen = Signal(object, object)
    """Covariance (str) and clusters (tuple of str) that a person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: list[Option] = []
        self._combo = QuietCombo()
        self.field = Field("Standard errors", self._combo)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.field)
        self.setFocusProxy(self._combo)
        self._combo.activated.connect(self._take)

    def show_spec(
        self,
        spec: ModelSpec,
        levels: Sequence[str],
        assignments: Sequence[Assignment],
        panel: Panel | None,
        result: ModelResult | None = None,
    ) -> None:
        """Show the standard error of a model.

        Parameters
        ----------
        spec : ModelSpec
            The model.
        levels : sequence of str
            Levels above the person that could be clusters.
        assignments : sequence of Assignment
            How people came to be treated: their units are the clusters to take.
        panel : Panel or None
            The linked panel of the latest run.
        result : ModelResult, optional
            Result of the model: it tells the standard error that the request leaves out.
        """
        current: Option = (spec.covariance, tuple(spec.cluster))
        said = own_errors(spec, result)
        self._options = [one for one in _options(current, said, levels) if _fits(spec, one)]
        self._combo.clear()
        for option in self._options:
            self._combo.addItem(errors_words(*(said if option == current else option), panel))
        self._combo.setCurrentIndex(self._options.index(current))
        self.field.set_help(errors_help(spec, assignments, panel))

    def _take(self, row: int) -> None:
        self.chosen.emit(*self._options[row])


def _options(current: Option, said: Option, levels: Sequence[str]) -> list[Option]:
    """Return the pairs on offer: what is chosen keeps its way of writing."""
    usual: list[Option] = [
        (covariance, (level,)) for level in (*levels, "person") for covariance in CLUSTERED
    ]
    usual += [(covariance, ()) for covariance in PLAIN]
    if said in usual:
        return [current if option == said else option for option in usual]
    return [current, *usual]


def _fits(spec: ModelSpec, option: Option) -> bool:
    """Whether the method has a standard error: one that it refuses is not on offer."""
    covariance, cluster = option
    return takes(spec, {"covariance": covariance, "cluster": cluster})
