from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from studytool.gui.widgets.standard_errors import StandardErrors
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from studytool.models.estimators.fixed_effects import FixedEffects
from tests.gui.by_label import choose, control

MODEL = FixedEffects(name="effect", outcome="score", treatment="visited", cluster=("household",))


@pytest.fixture
def errors(qtbot):
    made = StandardErrors()
    qtbot.addWidget(made)
    made.show()
    made.show_spec(MODEL, ["household", "school"], [], None)
    return made


def test_formula_and_clusters_are_chosen_together(qtbot, errors):
    assert control(errors, "Standard errors", QComboBox).currentText() == "CR1, clustered by family"
    with qtbot.waitSignal(errors.chosen) as told:
        choose(errors, "Standard errors", "CR2, clustered by school")
    assert told.args == ["cr2", ("school",)]


def test_what_is_chosen_already_keeps_its_way_of_writing(qtbot, errors):
    with qtbot.waitSignal(errors.chosen) as told:
        choose(errors, "Standard errors", "CR1, clustered by family")
    assert told.args == [None, ("household",)]


def test_an_unusual_pair_is_shown_among_the_usual(errors):
    two = MODEL.model_copy(update={"cluster": ("household", "wave"), "covariance": "cr1"})
    errors.show_spec(two, ["household"], [], None)
    shown = control(errors, "Standard errors", QComboBox).currentText()
    assert shown == "CR1, clustered by family and wave"


def test_a_method_shows_its_own_standard_error_and_none_that_it_refuses(errors):
    made = CallawaySantanna(name="effect", outcome="score", cohort="began")
    errors.show_spec(made, ["household"], [], None)
    combo = control(errors, "Standard errors", QComboBox)
    assert combo.currentText() == "CR1, clustered by person"
    shown = [combo.itemText(place) for place in range(combo.count())]
    assert shown == ["CR1, clustered by family", "CR1, clustered by person"]
