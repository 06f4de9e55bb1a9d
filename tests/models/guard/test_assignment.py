from __future__ import annotations

import pytest

from studytool.models.estimators.paired import Paired
from tests.models.guard.offered import SCORE, examine, fitted, models, rule
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(SCORE, 1)


@pytest.fixture(scope="module")
def study(panel):
    return fitted(panel, *models())


def test_a_lasting_level_is_the_mirror_image(panel, study):
    entry = rule(rule="level")
    ancova = examine(panel, "offer", study, entry)["lasting_level"]
    assert ancova.level == "error"
    assert "fixed effects (fe)" in ancova.message
    change = examine(panel, "fe", study, entry)["lasting_level"]
    assert change.level == "note"
    assert "ANCOVA (offer)" in change.message
    assert examine(panel, "naive", study, entry)["lasting_level"].level == "error"


def test_a_lottery_needs_no_word(panel, study):
    assert examine(panel, "fe", study, rule(rule="random")) == {}


@pytest.mark.parametrize("how", ["self", "area", "other"])
def test_selection_is_named(panel, study, how):
    finding = examine(panel, "fe", study, rule(rule=how))["selection"]
    assert finding.level == "warning"
    assert "SD above the others" in finding.message


def test_an_unrecorded_rule_is_a_warning_where_the_groups_start_apart(panel, study):
    finding = examine(panel, "fe", study)["assignment_not_recorded"]
    assert finding.level == "warning"
    assert "regression to the mean" in finding.message
    calm = simulate(World(children=300), 4)
    note = examine(calm, "fe", fitted(calm, models()[1]))["assignment_not_recorded"]
    assert note.level == "note"


def test_an_assignment_of_something_else_does_not_concern_the_model(panel, study):
    assert list(examine(panel, "fe", study, rule(exposure="food", also=[]))) == [
        "assignment_not_recorded"
    ]


def test_a_change_without_comparison_group_says_so(panel):
    model = Paired(name="m", outcome="yes", waves=(1, 3))
    found = examine(panel, "m", fitted(panel, model), rule())
    assert list(found) == ["no_comparison_group"]
    assert "regression to the mean" in found["no_comparison_group"].message
