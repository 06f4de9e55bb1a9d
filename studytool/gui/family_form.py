"""A form for one of a family: its kind can be changed, and what both kinds have is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.core.complaints import complaints
from studytool.core.errors import StudyError
from studytool.core.spec import Kind
from studytool.gui.choices import Choices
from studytool.gui.forms import Form
from studytool.gui.plain_words import plainly
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.gui.words import first_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def recast(
    spec: Kind,
    member: type[Kind],
    fill: Mapping[str, Any] | None = None,
    *,
    over: bool = False,
) -> Kind:
    """Return the same request as another kind of its family.

    Parameters
    ----------
    spec : Kind
        The request as it is.
    member : type
        The kind it becomes; fields it refuses or does not have are left out.
    fill : mapping of field to value, optional
        For fields it needs and the request has not.
    over : bool
        Whether `fill` also takes the place of what the request says.

    Returns
    -------
    Kind
        Of class `member`.

    Raises
    ------
    DocumentError
        If it needs more than the request and `fill` say.
    """
    names = set(type(spec).model_fields) & set(member.model_fields) - {"kind"}
    own = {name: getattr(spec, name) for name in member.model_fields if name in names}
    changed = {name: value for name, value in own.items() if value != _default(spec, name)}
    values = changed | dict(fill or {}) if over else dict(fill or {}) | changed
    values = {name: value for name, value in values.items() if name in member.model_fields}
    while True:
        try:
            return member.model_validate(values)
        except ValidationError as error:
            refused = _refused(error) & set(values)
            if not refused:
                raise complaints(error, values)[0] from None
            for name in refused:
                del values[name]


def _default(spec: Kind, name: str) -> object:
    return type(spec).model_fields[name].get_default(call_default_factory=True)


def _refused(error: ValidationError) -> set[str]:
    """Return the fields that a kind refuses: where the error is, or what it names."""
    found = set()
    for details in error.errors(include_url=False, include_input=False):
        if details["type"] != "missing" and details["loc"]:
            found.add(str(details["loc"][0]))
        found.add(str(details.get("ctx", {}).get("option", "")))
    return found


class FamilyForm(QWidget):
    """A list of kinds above the form of the kind that is chosen.

    Parameters
    ----------
    members : mapping of kind to class
        Of one family, such as ``kinds(Analysis, studytool.describe.analyses)``.
    label : str
        What stands above the list of kinds.
    skip : sequence of str
        Fields not shown.
    fill : mapping of field to value, optional
        For fields another kind needs and this one has not.
    rows : sequence of tuple of str, optional
        Fields side by side, row by row, of whatever kind has them; the others stand under More.
        By themselves if left out.
    """

    proposed = Signal(object)
    """A person's edit makes this Kind."""

    def __init__(
        self,
        members: Mapping[str, type[Kind]],
        choices: Choices | None = None,
        *,
        label: str = "Method",
        skip: Sequence[str] = (),
        fill: Mapping[str, Any] | None = None,
        rows: Sequence[tuple[str, ...]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._members = dict(members)
        self._choices = choices or Choices()
        self._skip, self._fill = tuple(skip), dict(fill or {})
        self._asked = rows
        self._combo = QuietCombo()
        for kind, member in self._members.items():
            self._combo.addItem(member.in_words(), kind)
        self._combo.activated.connect(lambda _: self._take_kind())
        self._kind = Field(label, self._combo)
        self.form: Form | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP_FIELDS)
        self._rows.addWidget(self._kind)

    def show_spec(self, spec: Kind, *, fresh: bool = False) -> None:
        """Show a spec of the family; the form changes with its kind."""
        member = type(spec)
        kind = spec.kind_name()
        self._combo.setCurrentIndex(self._combo.findData(kind))
        self._kind.set_help(first_sentence(member))
        self._kind.set_error("")
        if self.form is None or self.form.spec_class is not member:
            self._replace(member)
        if self.form is not None:
            self.form.show_spec(spec, fresh=fresh)

    def set_choices(self, choices: Choices) -> None:
        """Take the names that the study has now."""
        self._choices = choices
        if self.form is not None:
            self.form.set_choices(choices)

    def set_fill(self, fill: Mapping[str, Any]) -> None:
        """Take other values for fields that another kind needs and this one has not."""
        self._fill = dict(fill)

    def show_error(self, error: StudyError) -> None:
        """Put an error of the study at the field it is about."""
        if self.form is not None:
            self.form.show_error(error)

    def reveal(self, where: str) -> None:
        """Give the field that a place of the document is about the focus."""
        if self.form is not None:
            self.form.reveal(self.form.field_at(where))

    def _replace(self, member: type[Kind]) -> None:
        if self.form is not None:
            self._rows.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = self._made(member)
        self.form.proposed.connect(self.proposed)
        self._rows.addWidget(self.form)
        self.form.show()

    def _made(self, member: type[Kind]) -> Form:
        if self._asked is None:
            return Form(member, self._choices, skip=self._skip, parent=self)
        fields = [name for name in member.model_fields if name not in {"kind", *self._skip}]
        rows = [tuple(name for name in row if name in fields) for row in self._asked]
        usual = {name for row in rows for name in row}
        more = [name for name in fields if name not in usual]
        return Form(member, self._choices, rows=[r for r in rows if r], more=more, parent=self)

    def _take_kind(self) -> None:
        spec = self.form.spec() if self.form is not None else None
        member = self._members[str(self._combo.currentData())]
        if not isinstance(spec, Kind) or type(spec) is member:
            return
        try:
            self.proposed.emit(recast(spec, member, self._fill))
        except StudyError as error:
            self._kind.set_error(plainly(f"{error.what} {error.remedy}".strip()))
