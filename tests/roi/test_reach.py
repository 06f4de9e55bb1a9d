from __future__ import annotations

from dataclasses import replace

from studytool.roi.reach import treated_families, treated_people
from tests.brief_sample import N_OFFERED, hand_material


def test_everyone_ever_treated_is_counted_once():
    panel = hand_material().panel
    assert treated_people("offered", panel) == N_OFFERED
    assert treated_families("offered", panel) == N_OFFERED


def test_money_spent_on_those_who_left_counts_too():
    panel = hand_material().panel
    # the first ten children, all offered visits, were never met again after wave 1
    left = panel.frame["child_id"].isin([f"C{place:03d}" for place in range(10)])
    shorter = panel.frame[~(left & (panel.frame["wave"] > 1))].reset_index(drop=True)
    assert treated_people("offered", replace(panel, frame=shorter)) == N_OFFERED


def test_a_treatment_that_begins_later_counts_whoever_got_it():
    panel = hand_material().panel
    started = panel.frame["offered"].where(panel.frame["wave"] == 3, 0.0)
    later = replace(panel, frame=panel.frame.assign(offered=started))
    assert treated_people("offered", later) == N_OFFERED


def test_siblings_are_one_family():
    panel = hand_material().panel
    # children 100 to 119 live with children 0 to 19
    everyone = replace(panel, frame=panel.frame.assign(offered=1.0))
    assert treated_people("offered", everyone) == 120
    assert treated_families("offered", everyone) == 100


def test_a_term_that_is_no_column_or_a_panel_without_families_gives_none():
    panel = hand_material().panel
    assert treated_people("served", panel) is None
    alone = replace(panel, design=panel.design.model_copy(update={"levels": {}}))
    assert treated_families("offered", alone) is None


def test_the_effect_of_a_group_after_treatment_is_about_the_group():
    assert treated_people("offered:post", hand_material().panel) == N_OFFERED
