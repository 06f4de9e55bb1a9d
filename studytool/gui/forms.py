"""A form made from any spec: its fields, their words, their bounds, errors at the field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studytool.core.complaints import complaints
from studytool.core.spec import Spec
from studytool.gui.choices import Choices
from studytool.gui.control import Control
from studytool.gui.controls import CheckControl, control_for
from studytool.gui.field_pair import FieldPair
from studytool.gui.plain_words import plainly
from studytool.gui.readings import shape_of
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.section import Section
from studytool.gui.words import field_help, field_label
from studytool.models.resampling import Resampling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from studytool.core.errors import StudyError

    Row = tuple[str, ...]

FEW = 8
"""Fields that a form shows without folding any away."""

LEAST = 80
"""Logical pixels a field may be squeezed to."""

UNUSUAL = frozenset({
    "seed", "level", "interval", "decimals", "weights", "small_sample", "cluster_g",
    "unbalanced", "covariance", "effects", "version", "date_format", "file", "key", "unit",
    "domain", "lowest", "item_range", "prorate", "table", "constant", "show_interval", "show_n",
    "resampling", "correction", "baseline_wave", "method", "strata", "terms", "cluster",
})  # fmt: skip
"""Names of fields that stand under More in a form of many."""

WIDE = frozenset(["title", "label", "expression", "where", "window", "source", "reason"])
"""Names of fields that take the whole width."""


class Form(QWidget):
    """Fields of one spec. It proposes a whole new spec at every edit that makes a sound one.

    Parameters
    ----------
    spec : type
        Class of the spec.
    rows : sequence of tuple of str, optional
        Fields side by side, row by row; by themselves if left out, the unusual under More.
    more : sequence of str
        Fields under More, with `rows`.
    skip : sequence of str
        Fields not shown, without `rows`; `kind` never is.
    labels, helps : mapping of field to str
        Words of this form alone, such as the question a field answers.
    more_title : str
        Heading of what is folded away.
    whole_names : bool
        Whether two fields of a row stand one under the other where a name would be cut.
    """

    proposed = Signal(object)
    """A person's edit makes this Spec; the form shows it once `show_spec` is called with it."""

    def __init__(
        self,
        spec: type[Spec],
        choices: Choices | None = None,
        *,
        rows: Sequence[Row] | None = None,
        more: Sequence[str] = (),
        skip: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
        helps: Mapping[str, str] | None = None,
        more_title: str = "",
        whole_names: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec_class = spec
        self._pairs: list[FieldPair] | None = [] if whole_names else None
        self._labels, self._helps = dict(labels or {}), dict(helps or {})
        self._values: dict[str, Any] = {}
        self._spec: Spec | None = None
        self._choices: Choices | None = None
        self._pending: dict[str, Any] = {}
        self._refused: set[str] = set()
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, Control] = {}
        usual, folded = (rows, more) if rows is not None else _arranged(spec, skip)
        self._general = Field("", QWidget())
        self._general.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP_FIELDS)
        self.body.addWidget(self._general)
        self.body.addLayout(self._grid(usual))
        self.more: Section | None = None
        if folded:
            self.more = Section(more_title or _more_title(spec, folded))
            self.more.body.addLayout(self._grid(_paired(spec, folded)))
            self.body.addWidget(self.more)
        self.set_choices(choices or Choices())

    def spec(self) -> Spec | None:
        """Return the spec that is shown; None for a draft that is not whole yet."""
        return self._spec

    def show_spec(self, spec: Spec, *, fresh: bool = False) -> None:
        """Show a spec; what a person is typing stays unless the spec says something else.

        Parameters
        ----------
        spec : Spec
            Of the form's class.
        fresh : bool
            Whether it is another thing than the one shown before: then nothing stays.
        """
        if spec == self._spec and not fresh:
            return
        self._show({name: getattr(spec, name) for name in type(spec).model_fields}, fresh=fresh)
        self._spec = spec

    def show_draft(self, values: Mapping[str, Any]) -> None:
        """Show values that do not make a whole spec yet; it is proposed once they do."""
        known = {
            name: field.get_default(call_default_factory=True)
            for name, field in self.spec_class.model_fields.items()
            if not field.is_required()
        }
        self._show(known | dict(values), fresh=True)
        self._spec = None

    def set_choices(self, choices: Choices) -> None:
        """Take the names that the study has now."""
        if choices == self._choices:
            return
        self._choices = choices
        for control in self._controls.values():
            control.set_choices(choices)

    def field(self, name: str) -> Field:
        """Return the field of that name, to put something beside it or to give it the focus."""
        return self._fields[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields it shows."""
        return tuple(self._fields)

    def set_error(self, name: str, text: str) -> None:
        """Mark a field as wrong; a name without field marks the form."""
        field = self._fields.get(name, self._general)
        field.set_error(text)
        if field is self._general:
            field.setVisible(bool(text))
        elif text and self.more is not None and self.more.isAncestorOf(field):
            self.more.set_open(True)

    def show_error(self, error: StudyError) -> None:
        """Put an error of the study at the field it is about, or above all fields."""
        self.set_error(self.field_at(error.where), plainly(f"{error.what} {error.remedy}".strip()))

    def field_at(self, where: str) -> str:
        """Return which field a place such as ``models[1].cluster`` is about; empty for none."""
        steps = [step for step in re.split(r"[.\[\]]+", where) if step]
        return next((step for step in reversed(steps) if step in self._fields), "")

    def clear_errors(self) -> None:
        """Take the marks away; what a person typed and cannot be read stays marked."""
        for name in ("", *self._fields):
            if name not in self._refused:
                self.set_error(name, "")

    def reveal(self, name: str) -> None:
        """Bring a field into view and give it the focus."""
        field = self._fields.get(name)
        if field is None:
            return
        if self.more is not None and self.more.isAncestorOf(field):
            self.more.set_open(True)
        field.setFocus()

    def _show(self, values: dict[str, Any], *, fresh: bool) -> None:
        before, self._values = self._values, values
        for name, control in self._controls.items():
            new = values.get(name)
            if fresh or new != before.get(name) or name not in before:
                self._refused.discard(name)
            if name not in self._refused:
                control.show_value(new)
                self.set_error(name, "")
            control.show_beside(values)
        self.set_error("", "")
        self._pending.clear()
        self._fit_pairs()

    def _grid(self, rows: Iterable[Row]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_FIELDS)
        grid.setVerticalSpacing(GAP_FIELDS)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for line, names in enumerate(rows):
            made = [self._made(name) for name in names]
            for column, field in enumerate(made):
                span = 2 if len(names) == 1 else 1
                grid.addWidget(field, 2 * line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            if self._pairs is not None and len(made) > 1:
                self._pairs.append(FieldPair(grid, 2 * line, made[0], made[1]))
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Stand two fields one under the other where a name has no room beside the other."""
        super().resizeEvent(event)
        self._fit_pairs()

    def _fit_pairs(self) -> None:
        for pair in self._pairs or ():
            pair.fit((self.width() - GAP_FIELDS) // 2)

    def _made(self, name: str) -> Field:
        control = _control(self.spec_class, name)
        label = self._labels.get(name, field_label(self.spec_class, name))
        help_text = self._helps.get(name, field_help(self.spec_class, name))
        if isinstance(control, _Nested):
            help_text = ""
        field = Field("" if isinstance(control, CheckControl) else label, control, help_text)
        if not help_text:
            field.set_hint(field_help(self.spec_class, name))
        control.setAccessibleName(label)
        control.edited.connect(lambda: self._take(name))
        control.refused.connect(lambda text: self._refuse(name, text))
        field.setMinimumWidth(LEAST)  # so that the columns are alike whatever is in them
        self._fields[name], self._controls[name] = field, control
        return field

    def _refuse(self, name: str, text: str) -> None:
        self._refused.add(name)
        self.set_error(name, text)

    def _take(self, name: str) -> None:
        self._refused.discard(name)
        self.set_error(name, "")
        self.set_error("", "")
        self._pending[name] = self._controls[name].value()
        for other, control in self._controls.items():
            if other != name and control.show_beside(self._values | self._pending):
                self._pending[other] = control.value()
        values = self._values | self._pending
        try:
            made = self.spec_class.model_validate(values)
        except ValidationError as error:
            self._show_complaints(error, values)
            return
        if made != self._spec:
            self.proposed.emit(made)

    def _show_complaints(self, error: ValidationError, values: dict[str, Any]) -> None:
        for complaint in complaints(error, values):
            self.show_error(complaint)
        for details in error.errors(include_url=False, include_input=False):
            place = str(details["loc"][0]) if details["loc"] else ""
            if details["type"] == "missing" and place in self._fields:
                self.set_error("", "")
                self.set_error(place, "This is needed.")


class _Nested(Control):
    """A spec within a spec, as a form of its own."""

    def __init__(self, spec: type[Spec], parent: QWidget | None = None) -> None:
        self._form = Form(spec)
        super().__init__(self._form, parent)
        self._value: Any = None
        self._form.proposed.connect(self._take)

    def value(self) -> Any:  # noqa: ANN401  # a spec or None
        """Return the spec."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a spec or None
        """Show a spec; a draft where there is none."""
        self._value = value
        if value is None:
            self._form.show_draft({})
        else:
            self._form.show_spec(value)

    def _take(self, spec: Spec) -> None:
        self._value = spec
        self._form.show_spec(spec)
        self.edited.emit()


def _control(spec: type[Spec], name: str) -> Control:
    members = shape_of(spec.model_fields[name].annotation).members
    if Resampling in members:
        from studytool.gui.resampling_control import ResamplingControl  # it is made of forms

        return ResamplingControl()
    if (spec.__name__, name) == ("PanelDesign", "levels"):
        from studytool.gui.levels_control import LevelsControl

        return LevelsControl()
    if len(members) == 1 and isinstance(members[0], type) and issubclass(members[0], Spec):
        return _Nested(members[0])
    return control_for(spec, name)


def _arranged(spec: type[Spec], skip: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Return rows of the usual fields and names of those under More."""
    names = [name for name in spec.model_fields if name != "kind" and name not in skip]
    if len(names) <= FEW:
        return _paired(spec, names), []
    folded = [name for name in names if _unusual(spec, name)]
    return _paired(spec, [name for name in names if name not in folded]), folded


def _unusual(spec: type[Spec], name: str) -> bool:
    field = spec.model_fields[name]
    counted = name == "level" and float not in shape_of(field.annotation).members
    return name in UNUSUAL and not field.is_required() and not counted


def _paired(spec: type[Spec], names: Iterable[str]) -> list[Row]:
    """Return rows: short fields two by two, wide ones alone, in the order given."""
    rows: list[Row] = []
    waiting: list[str] = []
    for name in names:
        wide = _wide(spec, name)
        if waiting and (wide or len(waiting) > 1):
            rows.append(tuple(waiting))
            waiting = []
        if wide:
            rows.append((name,))
        else:
            waiting.append(name)
    return [*rows, tuple(waiting)] if waiting else rows


def _wide(spec: type[Spec], name: str) -> bool:
    shape = shape_of(spec.model_fields[name].annotation)
    plain = all(isinstance(member, type) for member in shape.members)
    return name in WIDE or shape.many or not (plain or shape.literals)


def _more_title(spec: type[Spec], names: Sequence[str]) -> str:
    words = [field_label(spec, name) for name in names[:3]]
    return "More: " + ", ".join(word[:1].lower() + word[1:] for word in words)
