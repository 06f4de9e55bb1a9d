"""One control for each sort of field: a line, a choice, a check, a name, several names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from studytool.gui.choices import offered, takes_names
from studytool.gui.control import Control
from studytool.gui.readings import Reading, Shape, reading_of, shape_of
from studytool.gui.widgets.counted_values import CountedValues
from studytool.gui.widgets.names_picker import NamesPicker
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.gui.widgets.variable_picker import VariablePicker
from studytool.gui.words import choice_words, field_label, nothing_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.spec import Spec
    from studytool.gui.choices import Choice, Choices

LONGEST = 4000
"""Characters a line takes: a paste of more is cut, and the window goes on."""


class LineControl(Control):
    """A line of text that stands for a value."""

    def __init__(self, reading: Reading, parent: QWidget | None = None) -> None:
        self._line = QLineEdit()
        super().__init__(self._line, parent)
        self._reading = reading
        self._value: Any = None
        self._shown = ""
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(reading.example)
        self._line.editingFinished.connect(self._take)

    def value(self) -> Any:  # noqa: ANN401  # whatever the field holds
        """Return the value last typed that could be read."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # whatever the field holds
        """Show a value as it is typed."""
        self._value = value
        self._shown = self._reading.write(value)
        self._line.setText(self._shown)
        self._line.setCursorPosition(0)

    def _take(self) -> None:
        text = self._line.text()
        if text == self._shown:
            return
        try:
            self._value = self._reading.read(text)
        except ValueError as error:
            self._shown = text
            self.refused.emit(str(error))
            return
        self._shown = text
        self.edited.emit()


class ChoiceControl(Control):
    """A list of the few values a field may have, in plain words."""

    def __init__(self, name: str, shape: Shape, parent: QWidget | None = None) -> None:
        self._combo = QuietCombo()
        super().__init__(self._combo, parent)
        if shape.optional:
            self._combo.addItem(nothing_words(name), None)
        for word in shape.literals:
            self._combo.addItem(choice_words(name, word), word)
        self._combo.activated.connect(lambda _: self.edited.emit())

    def value(self) -> Any:  # noqa: ANN401  # a word or None
        """Return the choice as the document writes it."""
        return self._combo.currentData()

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a word or None
        """Show a choice."""
        self._combo.setCurrentIndex(self._combo.findData(value))


class OfferedControl(Control):
    """A list of the usual values of a text; another one that the document has stays in it."""

    def __init__(self, name: str, values: Sequence[str], parent: QWidget | None = None) -> None:
        self._combo = QuietCombo()
        super().__init__(self._combo, parent)
        for value in values:
            self._combo.addItem(choice_words(name, value), value)
        self._combo.activated.connect(lambda _: self.edited.emit())

    def value(self) -> str:
        """Return the text as the document writes it."""
        return str(self._combo.currentData())

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a text
        """Show a text; one that is not among the usual is added to them."""
        if self._combo.findData(value) < 0:
            self._combo.addItem(str(value), value)
        self._combo.setCurrentIndex(self._combo.findData(value))


class CheckControl(Control):
    """Yes or no; the label stands beside the box."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self._box = QCheckBox(label)
        super().__init__(self._box, parent)
        self._box.clicked.connect(lambda _: self.edited.emit())

    def value(self) -> bool:
        """Return whether it is checked."""
        return self._box.isChecked()

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # true or false
        """Check it or not."""
        self._box.setChecked(bool(value))


class NameControl(Control):
    """One name of the study."""

    def __init__(self, names: NamesOf, shape: Shape, parent: QWidget | None = None) -> None:
        self._nothing = None if shape.optional else ""
        self._picker = VariablePicker(optional=shape.optional or not names.required)
        super().__init__(self._picker, parent)
        self._names = names
        self._picker.chosen.connect(lambda _: self.edited.emit())
        self._picker.refused.connect(self.refused)

    def value(self) -> str | None:
        """Return the name."""
        return self._picker.name() or self._nothing

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a name or None
        """Show a name."""
        self._picker.set_name(str(value or ""))

    def set_choices(self, choices: Choices) -> None:
        """Offer the names that the study has now."""
        self._picker.set_choices(self._names.among(choices))


class NamesControl(Control):
    """Several names of the study, in order."""

    def __init__(self, names: NamesOf, shape: Shape, parent: QWidget | None = None) -> None:
        self._picker = NamesPicker()
        super().__init__(self._picker, parent)
        self._names = names
        self._nothing: Any = None if shape.optional else ()
        self._picker.picked.connect(self.edited)
        self._picker.refused.connect(self.refused)

    def value(self) -> tuple[str, ...] | None:
        """Return the names."""
        return self._picker.names() or self._nothing

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # names, one name or None
        """Show names."""
        several = value if isinstance(value, (tuple, list)) else (value,) if value else ()
        self._picker.set_names(several)

    def set_choices(self, choices: Choices) -> None:
        """Offer the names that the study has now."""
        self._picker.set_choices(self._names.among(choices))


class NameOrNamesControl(Control):
    """One name as a rule, several on request: the treatments of a model."""

    def __init__(self, names: NamesOf, parent: QWidget | None = None) -> None:
        self._stack = QStackedWidget()
        super().__init__(self._stack, parent)
        self._names = names
        self._one = VariablePicker(optional=not names.required, several=True)
        self._many = NamesPicker()
        self._stack.addWidget(self._one)
        self._stack.addWidget(self._many)
        self._one.chosen.connect(lambda _: self.edited.emit())
        self._one.refused.connect(self.refused)
        self._one.several_asked.connect(self._ask_several)
        self._many.picked.connect(self._take_several)
        self._many.refused.connect(self.refused)
        self._turn_to(self._one)

    def value(self) -> str | tuple[str, ...]:
        """Return one name as itself, several as they stand."""
        if self._stack.currentWidget() is self._one:
            return self._one.name() or ()
        names = self._many.names()
        return names[0] if len(names) == 1 else names

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a name, several or none
        """Show one name in a list, several as chips."""
        names = tuple(value) if isinstance(value, (tuple, list)) else (value,) if value else ()
        self._one.set_name(names[0] if names else "")
        self._many.set_names(names)
        self._turn_to(self._many if len(names) > 1 else self._one)

    def set_choices(self, choices: Choices) -> None:
        """Offer the names that the study has now."""
        self._one.set_choices(self._names.among(choices))
        self._many.set_choices(self._names.among(choices))

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  # Qt's name
        """Name both ways of picking."""
        super().setAccessibleName(name)
        self._one.setAccessibleName(name)
        self._many.setAccessibleName(name)

    def _ask_several(self) -> None:
        name = self._one.name()
        self._many.set_names((name,) if name else ())
        self._turn_to(self._many)
        self._many.setFocus()

    def _take_several(self) -> None:
        if len(self._many.names()) == 1:
            self._one.set_name(self._many.names()[0])
            self._turn_to(self._one)
        self.edited.emit()

    def _turn_to(self, shown: QWidget) -> None:
        """Show one way of picking; the other takes no room."""
        for way in (self._one, self._many):
            hidden = QSizePolicy.Policy.Ignored
            way.setSizePolicy(
                QSizePolicy.Policy.Preferred,
                QSizePolicy.Policy.Preferred if way is shown else hidden,
            )
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)


class NamesOf:
    """Which names of the study a field chooses from.

    Attributes
    ----------
    required : bool
        Whether the field must have one.
    """

    def __init__(self, spec: type[Spec], name: str) -> None:
        self._family = str(getattr(spec, "family", ""))
        self._name = name
        self.required = spec.model_fields[name].is_required()

    def among(self, choices: Choices) -> Sequence[Choice]:
        """Return the names to offer."""
        return choices.for_field(self._family, self._name)


def control_for(spec: type[Spec], name: str) -> Control:
    """Return the control of a field, empty and without names to choose from yet.

    Parameters
    ----------
    spec : type
        Class of the spec.
    name : str
        Name of the field.
    """
    field = spec.model_fields[name]
    shape = shape_of(field.annotation)
    family = str(getattr(spec, "family", ""))
    if shape.literals:
        return ChoiceControl(name, shape)
    if shape.members == (bool,):
        return CheckControl(field_label(spec, name))
    if offered(spec.__name__, name):
        return OfferedControl(name, offered(spec.__name__, name))
    if (family, name) == ("analyses", "level"):
        return CountedValues()
    names = _names_control(spec, name, shape) if takes_names(family, name) else None
    return names or LineControl(reading_of(name, field))


def _names_control(spec: type[Spec], name: str, shape: Shape) -> Control | None:
    if str in shape.members and shape.many:
        return NameOrNamesControl(NamesOf(spec, name))
    if str in shape.members:
        return NameControl(NamesOf(spec, name), shape)
    return NamesControl(NamesOf(spec, name), shape) if shape.many else None
