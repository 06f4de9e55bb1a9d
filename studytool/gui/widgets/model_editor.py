"""One model: the question, how people were chosen, the method, its standard error, the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.forms import Form
from studytool.gui.model_words import people_word, place_of
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.assignment_question import AssignmentQuestion
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.method_choice import MethodChoice
from studytool.gui.widgets.section import Section
from studytool.gui.widgets.standard_errors import StandardErrors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.errors import StudyError
    from studytool.core.findings import Finding
    from studytool.gui.choices import Choices
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.survey.panel import Panel

LABELS = {
    "treatment": "Did this change …",
    "outcome": "… this outcome?",
    "sample": "For whom",
    "controls": "Adjust for",
    "covariance": "Standard error formula",
}
_PLAIN = {"treatment": "", "outcome": "", "sample": "", "controls": ""}
_QUESTION = ("treatment", "outcome", "sample", "controls")
_MORE = (
    "title", "name", "where", "weights", "unbalanced", "effects", "cluster", "covariance",
    "small_sample", "cluster_g", "level", "seed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A model with what the study and the latest run say of it.

    Attributes
    ----------
    spec : ModelSpec
        The model.
    choices : Choices
        Names of the study.
    methods : mapping of kind to class
        Every method there is.
    assignments : tuple of Assignment
        How people came to be treated, for all services.
    result : ModelResult or None
        Its result in the latest run.
    panel : Panel or None
        The linked panel of the latest run.
    rows : str
        Its condition on rows in words; empty where it has none.
    """

    spec: ModelSpec
    choices: Choices
    methods: Mapping[str, type[ModelSpec]]
    assignments: tuple[Assignment, ...] = ()
    result: ModelResult | None = None
    panel: Panel | None = None
    rows: str = ""
    services: frozenset[str] = field(default_factory=frozenset)

    @property
    def assignment(self) -> Assignment | None:
        """What the study says of how people came to this treatment."""
        treated = set(self.spec.treatments)
        told = (one for one in self.assignments if treated & {one.exposure, *one.also})
        return next(told, None)

    @property
    def service(self) -> str:
        """The exposure that is its treatment; empty where the treatment is none."""
        return next((name for name in self.spec.treatments if name in self.services), "")


class ModelEditor(QWidget):
    """The work pane of one model; made for one method, whose fields it shows.

    The fields scroll; what opens the unusual ones stays at the foot.
    """

    proposed = Signal(object)
    """A person's edit makes this ModelSpec."""
    recast = Signal(object)
    """A person chose this method (a class)."""
    answered = Signal(object)
    """How people came to be treated: an Assignment, or None where it is taken back."""
    more_opened = Signal(bool)
    """The unusual is shown (True) or folded away."""
    asked = Signal(object)
    """A person asks what can be done about this Finding."""

    def __init__(self, member: type[ModelSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.member = member
        self._spec: ModelSpec | None = None
        self._found: tuple[Finding, ...] | None = None
        has = member.options()
        asked = _pairs([name for name in _QUESTION if name in has])
        self._question = _form(member, asked, helps=_PLAIN, whole_names=True)
        self._own = _form(member, [(name,) for name in member.asked_first])
        rest = [name for name in has if name not in {*_QUESTION, *member.asked_first}]
        folded = [*(n for n in _MORE if n in rest), *(n for n in rest if n not in _MORE)]
        self._rest = _form(member, _pairs(folded))
        self._assignment = AssignmentQuestion()
        self._method = MethodChoice(member)
        self._errors = StandardErrors(self)
        self._errors.setVisible("covariance" in has)
        self._findings = {place: FindingsList() for place in ("assignment", "method", "errors")}
        self._more = Section(_more_title(has))
        self._more.opened.connect(self._show_rest)
        self._more.opened.connect(self.more_opened)
        self._rest.hide()
        self._scroll = QScrollArea()
        self._build()
        self._connect()

    def _build(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(24, 12, 24, 16)
        rows.setSpacing(GAP_FIELDS)
        for part in (
            self._question,
            self._assignment,
            self._findings["assignment"],
            self._method,
            self._own,
            self._errors,
            self._findings["errors"],
            self._findings["method"],
            self._rest,
        ):
            rows.addWidget(part)
        rows.addStretch(1)
        self._own.setVisible(bool(self._own.names))
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 4, 24, 8)
        foot.addWidget(self._more)
        whole.addLayout(foot)
        asked = [self._question.field(name).control for name in self._question.names]
        for before, after in pairwise(asked):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for form in self._forms:
            form.proposed.connect(self.proposed)
        self._errors.chosen.connect(self._take_errors)
        self._assignment.answered.connect(self.answered)
        self._method.chosen.connect(self.recast)
        for findings in self._findings.values():
            findings.asked.connect(self.asked)

    def show_model(self, shown: Shown, *, fresh: bool = False) -> None:
        """Show a model of the method this editor was made for.

        Parameters
        ----------
        shown : Shown
            The model and what is known of it.
        fresh : bool
            Whether another model was shown before.
        """
        self._spec = shown.spec
        for form in self._forms:
            form.set_choices(shown.choices)
            form.show_spec(shown.spec, fresh=fresh)
        if "sample" in self._question.names:
            self._question.field("sample").set_help(shown.rows)
        self._assignment.setVisible(bool(shown.spec.treatments))
        self._assignment.show_entry(
            shown.assignment,
            service=shown.service,
            people=people_word(shown.panel),
            choices=shown.choices,
        )
        levels = [choice.name for choice in shown.choices.levels]
        self._errors.show_spec(shown.spec, levels, shown.assignments, shown.panel, shown.result)
        self._method.show_methods(shown.methods, shown.result, shown.panel)
        self._show_findings(shown.result.findings if shown.result is not None else ())

    def show_error(self, error: StudyError) -> None:
        """Put an error at the field it is about, or at the question."""
        if error.where.startswith("assignment"):
            self._assignment.show_error(error)
            return
        form = next((one for one in self._forms if one.field_at(error.where)), self._question)
        if form is self._rest:
            self._more.set_open(True)
        form.show_error(error)

    def clear_errors(self) -> None:
        """Take the marks of the study's own errors away; what cannot be read stays marked."""
        for form in self._forms:
            form.clear_errors()

    def reveal(self, where: str) -> None:
        """Give the field that a place of the document is about the focus."""
        if where.startswith("assignment"):
            self._assignment.reveal(where)
            return
        if where.endswith(("cluster", "covariance")) and self._errors.isVisibleTo(self):
            self._errors.setFocus()
            self._scroll.ensureWidgetVisible(self._errors)
            return
        form = next((one for one in self._forms if one.field_at(where)), self._question)
        if form is self._rest:
            self._more.set_open(True)
        name = form.field_at(where) or next(iter(form.names))
        form.reveal(name)
        self._scroll.ensureWidgetVisible(form.field(name))

    def reveal_remedy(self, finding: Finding) -> None:
        """Bring the part of the form into view in which a finding can be answered."""
        place = place_of(finding)
        if place == "errors":
            self.reveal("covariance")
        elif finding.code == "assignment_not_recorded":
            self.reveal("assignment")
        else:
            self._method.open_all()
            self._scroll.ensureWidgetVisible(self._method)

    @property
    def _forms(self) -> tuple[Form, ...]:
        return (self._question, self._own, self._rest)

    def _show_findings(self, found: tuple[Finding, ...]) -> None:
        if found is self._found:
            return
        self._found = found
        for place, findings in self._findings.items():
            findings.show([finding for finding in found if place_of(finding) == place])

    def _show_rest(self, shown: bool) -> None:
        self._rest.setVisible(shown)
        if shown:
            QTimer.singleShot(0, self, self._scroll_to_rest)

    def _scroll_to_rest(self) -> None:
        top = self._rest.y() - GAP_FIELDS
        self._scroll.verticalScrollBar().setValue(top)

    def _take_errors(self, covariance: Any, cluster: Any) -> None:  # noqa: ANN401  # from a signal
        if self._spec is not None:
            changed = {"covariance": covariance, "cluster": cluster}
            self.proposed.emit(self._spec.model_copy(update=changed))


def _form(
    member: type[ModelSpec],
    rows: list[tuple[str, ...]],
    helps: Mapping[str, str] | None = None,
    *,
    whole_names: bool = False,
) -> Form:
    alone = "treatment" not in member.options()
    outcome = {"outcome": "Did this answer change?"} if alone else {}
    labels = LABELS | outcome
    return Form(member, rows=rows, labels=labels, helps=helps, whole_names=whole_names)


def _pairs(names: list[str]) -> list[tuple[str, ...]]:
    wide = {"title", "name", "where", "effects", "cluster"}
    rows: list[tuple[str, ...]] = [(name,) for name in names if name in wide]
    short = [name for name in names if name not in wide]
    return [*rows, *(tuple(short[at : at + 2]) for at in range(0, len(short), 2))]


def _more_title(has: Sequence[str]) -> str:
    if "weights" not in has:
        return "More: title, rows, level of the intervals"
    return "More: title, rows, weights, small-sample convention"
