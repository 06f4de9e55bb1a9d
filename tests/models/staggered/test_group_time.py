from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.models.staggered.group_time import ALONE, Plan, group_time_effects
from tests.models.staggered.test_paths import paths
from tests.staggered_world import staggered_panel

NEVER = Plan("never", "varying", "doubly_robust", 0)
START = np.array([2.0, 3.0, 4.0, np.inf])


def effects(panel, plan=NEVER, **options):
    return group_time_effects(paths(panel, cohort="first", **options), plan, step=lambda *_: None)


@pytest.mark.parametrize(
    ("base", "anticipation", "expected"),
    [
        ("varying", 0, [0, 1, 2, 2]),
        ("universal", 0, [2, 2, 2, 2]),
        ("varying", 1, [0, 1, 1, 1]),
        ("universal", 1, [1, 1, 1, 1]),
    ],
)
def test_waves_are_compared_with_the_base_asked_for(base, anticipation, expected):
    """A cohort that begins at place 3 of 0, 1, 2, 3, 4: waves 1, 2 before, 3, 4 after."""
    plan = Plan("never", base, "ipw", anticipation)
    assert [plan.base_of(3, at) for at in (1, 2, 3, 4)] == expected


def test_others_are_those_never_or_not_yet_treated():
    assert NEVER.others(START, 2, 2, 1).tolist() == [False, False, False, True]
    later = replace(NEVER, comparison="not_yet")
    assert later.others(START, 2, 2, 1).tolist() == [False, True, True, True]
    assert later.others(START, 2, 3, 1).tolist() == [False, False, True, True]
    # those who begin next wave may change in expectation of it
    assert replace(later, anticipation=1).others(START, 2, 2, 0).tolist() == [
        False,
        False,
        True,
        True,
    ]
    # before the start of a later cohort, those of the cohort are no others of themselves
    assert later.others(START, 4, 1, 0).tolist() == [True, True, False, True]


@pytest.mark.parametrize("controls", [(), ("x",)])
@pytest.mark.parametrize("follows", [True, False])
def test_influence_is_how_an_estimate_moves_with_a_persons_weight(controls, follows):
    panel = staggered_panel(seed=4, children=90, attrition=0.0 if follows else 0.3)
    if not follows:
        design = panel.design.model_copy(update={"design": "cross_sections"})
        panel = replace(panel, design=design)
    plain = effects(panel, controls=controls)
    step = 1e-5
    names = panel.frame["child_id"] if follows else np.arange(len(panel.frame))
    for unit in (0, 7, 40):
        heavy = np.asarray(names == np.unique(names)[unit])
        weighted = replace(panel, frame=panel.frame.assign(w=1 + step * heavy))
        moved = effects(weighted, controls=controls, weights="w")
        slope = (moved.estimates - plain.estimates) / step
        np.testing.assert_allclose(plain.influence[unit], slope, atol=2e-5)
        for cohort, share in plain.share_influence.items():
            after = {cell.cohort: cell.share for cell in moved.cells}[cohort]
            before = {cell.cohort: cell.share for cell in plain.cells}[cohort]
            assert share[unit] == pytest.approx((after - before) / step, abs=1e-5)


def test_cells_without_anyone_to_compare_with_are_named():
    found = effects(
        staggered_panel(seed=1, cohorts=(2004, 2006)), replace(NEVER, comparison="not_yet")
    )
    assert found.missing["att[2006,2007]"] == ALONE
    assert {cell.term for cell in found.cells} == {
        "att[2004,2003]", "att[2004,2004]", "att[2006,2003]"
    }  # fmt: skip


def test_rows_of_both_waves_of_a_comparison_are_used():
    panel = staggered_panel(seed=1)
    assert effects(panel).used.all()
    alone = panel.frame["child_id"].eq("C0000") & panel.frame["wave"].ne(2001)
    one = replace(
        panel,
        frame=panel.frame[~alone].reset_index(drop=True),
        reasons=panel.reasons[~alone].reset_index(drop=True),
    )
    assert np.flatnonzero(~effects(one).used).tolist() == [0]
