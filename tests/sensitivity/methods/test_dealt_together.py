from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.draws.dealing import deal, plan_dealing
from studytool.models.spec import Assignment
from studytool.sensitivity.methods.dealt_together import assigned_at_random, judge_together
from studytool.sensitivity.methods.specifications import fit_each, list_specifications
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

LOTTERY = Assignment(exposure="offered", rule="random")
GRID = {"controls": ("", "age"), "where": ("", "age < 11")}


def subject(world, seed, kind="ancova", **options):
    return subject_of(
        simulate(world, seed), kind, assignments=[LOTTERY], treatment="offered", **options
    )


def results(one, term):
    fitted = fit_each(one, term, list_specifications(GRID), "c")
    return [each.result for each in fitted]


@pytest.mark.parametrize(
    ("kind", "term", "options"),
    [("ancova", "offered", {}), ("did", "offered:post", {"post": [2, 3]})],
)
def test_the_medians_are_those_of_fitting_everything_again(kind, term, options):
    one = subject(World(children=24, effect=0.8, attrition=0.1), 3, kind, **options)
    found = judge_together(one, term, results(one, term), LOTTERY, draws=30)
    people = one.panel.frame["child_id"]
    names = sorted(people.unique())
    offered = np.array([one.panel.frame.loc[people == name, "offered"].iloc[0] for name in names])
    paths = offered[:, None] * np.ones(3) if kind == "ancova" else np.outer(offered, [0, 1, 1])
    plan = plan_dealing(paths, np.zeros(len(names), dtype=np.intp), 30)
    far, median = 0, np.median([r.estimates[term].estimate for r in results(one, term)])
    for donors in deal(plan, one.seed):
        for draw in donors:
            dealt = dict(zip(names, offered[draw], strict=True))
            frame = one.panel.frame.assign(offered=people.map(dealt).astype(float))
            again = replace(one, panel=replace(one.panel, frame=frame))
            moved = np.median([r.estimates[term].estimate for r in results(again, term)])
            far += abs(moved) >= abs(median) * (1 - 1e-10)
    assert found.median == pytest.approx(median)
    assert found.p == pytest.approx((far + 1) / 31)


def test_p_is_seldom_small_where_there_is_no_effect():
    small = 0
    for seed in range(60):
        one = subject(World(children=40, effect=0.0), seed)
        small += judge_together(one, "offered", results(one, "offered"), LOTTERY, draws=99).p < 0.1
    assert 1 <= small <= 13


def test_only_a_lottery_of_this_very_treatment_counts():
    one = subject(World(children=20), 1)
    assert assigned_at_random(one) is LOTTERY
    score = LOTTERY.model_copy(update={"rule": "score"})
    assert assigned_at_random(replace(one, assignments=(score,))) is None
    follows = Assignment(exposure="drawn", also=("offered",), rule="random")
    assert assigned_at_random(replace(one, assignments=(follows,))) is None


def test_treatment_that_differs_within_what_was_drawn_is_refused():
    one = subject(World(children=40, siblings=2), 1)
    by_home = LOTTERY.model_copy(update={"allocation_unit": "household"})
    with pytest.raises(ModelError, match="differs within"):
        judge_together(one, "offered", results(one, "offered"), by_home, draws=9)
