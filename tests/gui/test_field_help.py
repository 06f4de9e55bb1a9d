"""Every field of every form says what it does to the result."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import studytool.gui.steps
from studytool.catalogue import families
from studytool.core.spec import Spec
from studytool.gui.document import Document
from studytool.gui.forms import Form
from studytool.gui.places import ORDER
from studytool.gui.steps.step import Step
from studytool.gui.widgets.field import Field
from studytool.models.spec import Assignment
from studytool.roi.cost import CostItem, CostSheet
from studytool.roi.returns import Roi
from studytool.survey.codebook import Variable
from studytool.survey.decisions import Decision
from studytool.survey.derive import Derived

MEMBERS = [member for members in families().values() for member in members.values()]
OTHERS = [Assignment, CostItem, CostSheet, Decision, Derived, Roi, Variable]


@pytest.mark.parametrize("spec", [*MEMBERS, *OTHERS], ids=lambda spec: spec.__name__)
def test_every_field_of_the_form_of_every_kind_is_told(qtbot, spec):
    form = Form(spec)
    qtbot.addWidget(form)
    assert issubclass(spec, Spec)
    without = [name for name in form.names if not told(form, name)]
    assert without == []


@pytest.mark.parametrize("key", ORDER)
def test_every_field_of_every_screen_is_told(qtbot, sample_study_path, sample_run, key):
    document = Document()
    document.open(sample_study_path)
    document.show_run(sample_run)
    step = screens()[key](document)
    qtbot.addWidget(step)
    side = step.side()
    if side is not None:
        qtbot.addWidget(side)
    step.show()
    step.refresh()
    fields = [*step.findChildren(Field), *(side.findChildren(Field) if side else ())]
    without = {field.label for field in fields if field.label and not field.told}
    assert without == set()
    assert all(field.control.accessibleDescription() for field in fields if field.label)


def told(form, name):
    field = form.field(name)
    nested = field.findChildren(Field)
    return field.told or (nested and all(one.told for one in nested))


def screens():
    found = {}
    for module in pkgutil.iter_modules(studytool.gui.steps.__path__):
        loaded = importlib.import_module(f"studytool.gui.steps.{module.name}")
        for _, value in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(value, Step) and value.key:
                found[value.key] = value
    return found
