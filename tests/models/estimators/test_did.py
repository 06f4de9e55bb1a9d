"""Worked by hand: four cell means, treated 10 then 7, others 4 then 5: b = -3 - 1 = -4."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from tests.simulate import World, make_panel, simulate

CELLS = pd.DataFrame(
    {
        "y": [9.0, 11, 6, 8, 3, 5, 4, 6],
        "group": [1.0] * 4 + [0.0] * 4,
        "late": [0.0, 0, 1, 1] * 2,
    }
)


def fit(panel, **options):
    model = Did.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def test_four_means_of_different_people_by_hand():
    result = fit(make_panel(CELLS, person=None), treatment="group", post="late")
    assert list(result.estimates) == ["group:late", "group", "late", "const"]
    assert [round(e.estimate, 9) for e in result.estimates.values()] == [-4, 6, 1, 4]
    # residuals are all 1 or -1: s2 = 8 / 4, and the variance of b is s2 x 4 x 1/2
    assert result.estimates["group:late"].std_error == pytest.approx(2.0)
    assert result.shown == ("group:late",)


def test_two_waves_need_no_post():
    frame = CELLS.assign(wave=np.where(CELLS["late"] == 1, 2003, 2001))
    result = fit(make_panel(frame, person=None), treatment="group")
    assert result.estimates["group:post"].estimate == pytest.approx(-4)
    taken = fit(make_panel(frame.assign(post=1.0), person=None), treatment="group")
    assert taken.shown == ("group:(post)",)


def test_cross_sections_keep_their_levels_also_where_people_are_named():
    frame = CELLS.assign(child_id=[str(n) for n in range(8)])
    panel = make_panel(frame, design="cross_sections")
    result = fit(panel, treatment="group", post="late")
    assert "const" in result.estimates


def test_balanced_panel_equals_the_regression_without_person_effects():
    panel = simulate(World(children=80, effect=0.4), 4)
    within = fit(panel, treatment="offered", post=[2, 3], cluster=["person"])
    plain = fit(panel, treatment="offered", post=[2, 3], cluster=["person"], effects=[])
    assert set(within.estimates) == {"offered:post"}
    assert within.estimates["offered:post"].estimate == pytest.approx(
        plain.estimates["offered:post"].estimate, rel=1e-10
    )


def test_a_treatment_that_begins_within_people_is_two_way_fixed_effects():
    panel = simulate(World(children=80, effect=0.4, attrition=0.1), 4)
    result = fit(panel, treatment="visited", cluster=["person"])
    other = FixedEffects(name="f", outcome="y", treatment="visited", cluster=("person",))
    expected = other.fit(panel, seed=1, progress=Silent()).estimates["visited"]
    assert result.estimates["visited"] == expected


def test_the_equation_has_no_terms_that_the_effects_take_up():
    result = fit(simulate(World(), 1), treatment="offered", post=[2, 3])
    assert result.equation == "y = b1 offered:post + effects of person and wave + error"


@pytest.mark.parametrize(
    "options", [{"treatment": "age", "post": [2, 3]}, {"treatment": "age"}, {"treatment": "dose"}]
)
def test_an_amount_is_no_group(options):
    panel = simulate(World(), 1)
    offered = panel.frame["offered"] * (1 + panel.frame["child_id"].str[-1].astype(int))
    panel = make_panel(panel.frame.assign(dose=offered))
    with pytest.raises(ModelError, match=r"has \d+ values") as refused:
        fit(panel, **options)
    assert "fixed_effects" in refused.value.remedy


def test_two_groups_may_be_called_one_and_two():
    panel = simulate(World(effect=0.4), 1)
    panel = make_panel(panel.frame.assign(arm=panel.frame["offered"] + 1))
    plain = fit(panel, treatment="offered", post=[2, 3]).estimates["offered:post"]
    assert fit(panel, treatment="arm", post=[2, 3]).estimates["arm:post"].estimate == (
        pytest.approx(plain.estimate)
    )


def test_one_later_wave_can_be_named():
    panel = simulate(World(children=80, effect=0.4), 4)
    listed = fit(panel, treatment="offered", post=[3], where="wave != 2")
    single = fit(panel, treatment="offered", post=3, where="wave != 2")
    assert listed.estimates == single.estimates


def test_more_than_two_waves_ask_for_post():
    with pytest.raises(ModelError, match="3 waves") as refused:
        fit(simulate(World(), 1), treatment="offered")
    assert "post = [2, 3]" in refused.value.remedy


def test_one_wave_is_refused_and_sent_to_pooled():
    panel = simulate(World(children=30, waves=1), 1)
    with pytest.raises(ModelError, match="one wave, and a difference-in-differences") as refused:
        fit(panel, treatment="offered")
    assert 'kind = "pooled"' in refused.value.remedy


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"post": [2, 3], "treatment": "visited"}, "changes within people"),
        ({"post": [4]}, "Wave 4"),
        ({"post": "age"}, "other values than 0"),
        ({"post": "offered", "where": "offered == 1"}, "Every row is after"),
        ({"post": [1, 2, 3]}, "Every row is after"),
        ({"post": "nowhere"}, 'no column "nowhere"'),
    ],
)
def test_what_is_not_before_and_after_is_refused(options, message):
    with pytest.raises(ModelError, match=message) as refused:
        fit(simulate(World(), 1), **{"treatment": "offered", **options})
    assert refused.value.remedy


def test_a_column_that_says_after_is_needed():
    model = Did(name="m", outcome="y", treatment="offered", post="late")
    assert model.needs() == ("y", "offered", "late")
    assert Did(name="m", outcome="y", treatment="offered", post=(2,)).needs() == ("y", "offered")


def test_under_assignment_by_score_it_is_off_by_the_formula():
    # (r - 1) phi(z) [1/s + 1/(1-s)] = -0.81 for s = 38 %, r = .5
    world = World(children=400, assignment="score")
    found = [
        fit(simulate(world, seed), treatment="offered", post=[2, 3]).estimates["offered:post"]
        for seed in range(40)
    ]
    estimates = np.array([e.estimate for e in found])
    assert estimates.mean() == pytest.approx(-0.81, abs=4 * estimates.std() / np.sqrt(40))
    assert all(e.high < 0 for e in found)


def test_under_assignment_by_lasting_level_it_is_right():
    world = World(children=400, assignment="level")
    found = [
        fit(simulate(world, seed), treatment="offered", post=[2, 3]).estimates["offered:post"]
        for seed in range(40)
    ]
    estimates = np.array([e.estimate for e in found])
    assert estimates.mean() == pytest.approx(0, abs=4 * estimates.std() / np.sqrt(40))
