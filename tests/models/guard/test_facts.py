from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.between import Between
from studytool.models.estimators.did import Did
from studytool.models.estimators.dose_response import DoseResponse
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.mundlak import Mundlak
from studytool.models.estimators.paired import Paired
from studytool.models.estimators.pooled import Pooled
from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.guard.facts import called, gather_facts
from studytool.models.spec import Assignment
from studytool.survey.codebook import Variable
from tests.simulate import World, make_panel, simulate


def facts_of(panel, model):
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


@pytest.fixture
def panel():
    return simulate(World(children=40, attrition=0.2), 2)


def test_used_rows_are_those_that_did_not_leave(panel):
    model = FixedEffects(name="m", outcome="y", treatment="visited", where="wave != 2")
    facts = facts_of(panel, model)
    assert (facts.used == (panel.frame["wave"] != 2)).all()
    assert facts.used.sum() == facts.result.n_rows


def test_who_was_ever_treated(panel):
    facts = facts_of(panel, FixedEffects(name="m", outcome="y", treatment="visited"))
    by_child = panel.frame.groupby("child_id")["visited"].max()
    assert (facts.ever_treated == (by_child == 1)).all()
    assert not facts.constant_treatment
    assert facts_of(panel, Pooled(name="m", outcome="y", treatment="offered")).constant_treatment


def test_values_by_wave_are_missing_where_nobody_was_seen(panel):
    facts = facts_of(panel, FixedEffects(name="m", outcome="y", treatment="visited"))
    table = panel.frame.pivot_table(index="child_id", columns="wave", values="y")
    for wave, values in facts.by_wave("y").items():
        np.testing.assert_array_equal(values, table[wave].to_numpy())


def test_assignments_concern_the_exposure_and_what_followed(panel):
    facts = facts_of(panel, FixedEffects(name="m", outcome="y", treatment="visited:age"))
    assert facts.concerned_by(Assignment(exposure="visited", rule="score"))
    assert facts.concerned_by(Assignment(exposure="offered", also=("visited",), rule="score"))
    assert not facts.concerned_by(Assignment(exposure="offered", rule="score"))


def test_a_factor_treatment_is_treated_where_it_leaves_its_lowest_value(panel):
    frame = panel.frame.assign(arm=np.where(panel.frame["offered"] == 1, "visits", "none"))
    facts = facts_of(make_panel(frame), Pooled(name="m", outcome="y", treatment="C(arm)"))
    assert (facts.groups.treated == (frame["offered"] == 1)).all()


def test_a_comparison_without_treatment_has_nobody_treated(panel):
    facts = facts_of(panel, Paired(name="m", outcome="yes", waves=(1, 3)))
    assert not facts.ever_treated.any()
    assert facts.treatment_columns == ()


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (FixedEffects(name="m", outcome="y", treatment="visited"), True),
        (FixedEffects(name="m", outcome="y", treatment="visited", effects=("school",)), False),
        (Pooled(name="m", outcome="y", treatment="visited"), False),
        (Pooled(name="m", outcome="y", treatment="visited", effects=("person",)), True),
    ],
)
def test_changes_are_compared_where_people_are_taken_out(panel, model, expected):
    assert facts_of(panel, model).compares_changes == expected


def test_a_variable_is_called_by_its_label_where_it_has_one(panel):
    labelled = replace(panel, codebook={"y": Variable(name="y", label="Difficulties")})
    facts = facts_of(labelled, FixedEffects(name="m", outcome="y", treatment="visited"))
    assert called(facts, ["y", "visited"]) == "Difficulties, visited"


def test_rows_that_differences_start_from_have_a_part(panel):
    model = FirstDifference(name="m", outcome="y", treatment="visited")
    facts = facts_of(panel, model)
    alone = panel.frame.groupby("child_id")["wave"].transform("size") == 1
    assert (facts.used == ~alone).all()
    assert facts.result.n_rows < facts.used.sum()


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (FirstDifference(name="m", outcome="y", treatment="visited"), True),
        (Mundlak(name="m", outcome="y", treatment="visited", effects=("wave",)), True),
        (EventStudy(name="m", outcome="y", treatment="visited"), True),
        (EventStudy(name="m", outcome="y", treatment="visited", effects=("school",)), False),
        (RandomEffects(name="m", outcome="y", treatment="visited", effects=("person",)), False),
        (Between(name="m", outcome="y", treatment="visited"), False),
    ],
)
def test_kinds_that_compare_changes_are_told_from_those_that_compare_people(panel, model, changes):
    assert facts_of(panel, model).compares_changes == changes


@pytest.mark.parametrize(
    ("model", "compared"),
    [
        (Mundlak(name="m", outcome="y", treatment="offered"), "people"),
        (RandomEffects(name="m", outcome="y", treatment="offered"), "people"),
        (RandomEffects(name="m", outcome="y", treatment="visited"), "both"),
        (Did(name="m", outcome="y", treatment="offered", post=(2, 3)), "changes"),
        (DoseResponse(name="m", outcome="y", treatment="visits"), "changes"),
        (Ancova(name="m", outcome="y", treatment="offered"), "baseline"),
        (Paired(name="m", outcome="yes"), "itself"),
    ],
)
def test_a_treatment_that_never_changes_compares_people(panel, model, compared):
    assert facts_of(panel, model).compared == compared
