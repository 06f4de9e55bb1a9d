"""The unusual fields of a service: its file, its columns, the rows that count, days and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.exposure.rule import Exposure, Window
from studytool.gui.forms import Form
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.section import Section

if TYPE_CHECKING:
    from studytool.core.errors import StudyError
    from studytool.core.spec import Spec

_FIELDS = (
    ("label", "name"),
    ("source", "level"),
    ("key", "date"),
    ("date_format", "where"),
    ("amount", "unit"),
    ("confirmed", "file"),
)
_DAYS = (("days", "dates"),)


class ServiceMore(QWidget):
    """Fields folded away; a form for each rule, made once."""

    proposed = Signal(object)
    """A person's edit makes this Exposure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: Exposure | None = None
        self._forms: dict[type[Exposure], Form] = {}
        self.section = Section("More: label, file, columns, rows that count")
        self._days = Form(Window, rows=_DAYS)
        self.section.body.addWidget(self._days)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_FIELDS)
        rows.addWidget(self.section)
        self._days.proposed.connect(self._take_window)

    @property
    def form(self) -> Form | None:
        """The form of the rule that is shown."""
        return self._forms.get(type(self._spec)) if self._spec is not None else None

    def show_spec(self, spec: Exposure, *, fresh: bool = False) -> None:
        """Show a service; another than before where `fresh`."""
        self._spec = spec
        if type(spec) not in self._forms:
            self._forms[type(spec)] = self._made(type(spec))
        for member, form in self._forms.items():
            form.setVisible(member is type(spec))
        self._forms[type(spec)].show_spec(spec, fresh=fresh)
        self._days.show_spec(spec.window, fresh=fresh)

    def show_error(self, error: StudyError) -> bool:
        """Put an error at its field; tell whether there is one."""
        name = self._field_of(error)
        if self.form is None or not name:
            return False
        self.form.set_error(name, f"{error.what} {error.remedy}".strip())
        self.section.set_open(True)
        return True

    def clear_errors(self) -> None:
        """Take the marks away."""
        for form in (self._days, self.form):
            if form is not None:
                form.clear_errors()

    def reveal(self, where: str) -> None:
        """Open the section, and give a field the focus."""
        self.section.set_open(True)
        if self.form is not None:
            self.form.reveal(self.form.field_at(where) or "label")

    def _field_of(self, error: StudyError) -> str:
        """Return the field of an error: as its place says, else what holds the name it quotes."""
        if self.form is None or self._spec is None:
            return ""
        named = self.form.field_at(error.where)
        quoted = set(re.findall(r'["“]([^"”]+)["”]', error.what))
        holds = (name for name in self.form.names if getattr(self._spec, name, None) in quoted)
        return named or next(holds, "") if quoted else named

    def _made(self, member: type[Exposure]) -> Form:
        rows = [tuple(name for name in row if name in member.model_fields) for row in _FIELDS]
        form = Form(member, rows=[row for row in rows if row])
        form.proposed.connect(self.proposed)
        self.section.body.insertWidget(0, form)
        return form

    def _take_window(self, window: Spec) -> None:
        if self._spec is not None:
            self.proposed.emit(self._spec.model_copy(update={"window": window}))
