from __future__ import annotations

from dataclasses import replace

from studytool.models.result import Leaving
from studytool.roi.reach import treated_families, treated_people
from tests.brief_sample import N_OFFERED, hand_material


def without_model_count(material, steps=()):
    _, result = material.models["visits"]
    flow = replace(result.flow, steps=(*result.flow.steps, *steps))
    return replace(result, statistics={}, flow=flow)


def test_treated_people_are_counted_in_the_sample():
    material = hand_material()
    assert treated_people("visits.offered", without_model_count(material), material) == N_OFFERED


def test_those_who_left_the_sample_are_not_counted():
    material = hand_material()
    # every row of the first ten children, who were all offered visits
    gone = Leaving("outcome missing", 30, 10, tuple(range(30)))
    result = without_model_count(material, (gone,))
    assert treated_people("visits.offered", result, material) == N_OFFERED - 10
    assert treated_families("visits.offered", result, material) == N_OFFERED - 10


def test_the_models_own_count_comes_first():
    material = hand_material()
    result = replace(material.models["visits"][1], statistics={"n_treated_people": 7.0})
    assert treated_people("visits.offered", result, material) == 7


def test_siblings_are_one_family():
    material = hand_material()
    # children 100 to 119 live with children 0 to 19
    everyone = material.panel.frame.assign(offered=1.0)
    panel = replace(material.panel, frame=everyone)
    result = without_model_count(material)
    assert treated_families("visits.offered", result, replace(material, panel=panel)) == 100


def test_a_term_that_is_no_column_or_a_panel_without_families_gives_none():
    material = hand_material()
    result = without_model_count(material)
    assert treated_people("visits.offered:post", result, material) is None
    design = material.panel.design.model_copy(update={"levels": {}})
    alone = replace(material, panel=replace(material.panel, design=design))
    assert treated_families("visits.offered", result, alone) is None
