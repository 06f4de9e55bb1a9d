from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.gee import Gee
from studytool.models.estimators.mixed import Mixed
from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.guard import examine
from studytool.models.guard.known_variances import HELD_TRUTH
from studytool.models.spec import Assignment
from tests.coverage.study import FOLDER, read_table
from tests.simulate import World, simulate

RULE = Assignment(exposure="offered", also=("visited",), rule="score", variables=("y",), wave=1)
SCORE = World(children=160, assignment="score")


def warned(model, rule=RULE, world=SCORE):
    panel = simulate(world, 1)
    result = model.fit(panel, seed=1, progress=Silent())
    findings = examine(model, result, panel, [rule], {})
    return next((f for f in findings if f.code == "variances_taken_as_known"), None)


@pytest.mark.parametrize("kind", [Gee, Mixed, RandomEffects])
def test_methods_that_weigh_are_warned_of_after_a_score(kind):
    found = warned(kind(name="m", outcome="y", treatment="visited", controls=("C(wave)",)))
    assert found.level == "warning"
    assert found.message.startswith("visited followed an earlier score")
    assert "too narrow" in found.message
    assert 'kind = "ancova" of the offer ("offered")' in found.remedy


@pytest.mark.parametrize(
    "model",
    [
        Gee(name="m", outcome="y", treatment="visited", correlation="independence"),
        FixedEffects(name="m", outcome="y", treatment="visited"),
        Ancova(name="m", outcome="y", treatment="offered"),
    ],
    ids=["no correlation taken as known", "fixed effects", "ancova"],
)
def test_methods_that_take_no_variance_as_known_are_not(model):
    assert warned(model) is None


def test_a_lottery_and_a_lasting_level_are_no_reason():
    model = Gee(name="m", outcome="y", treatment="visited", controls=("C(wave)",))
    for rule, how in (("random", "random"), ("level", "level")):
        entry = RULE.model_copy(update={"rule": rule})
        assert warned(model, entry, World(children=160, assignment=how)) is None


@pytest.mark.parametrize("kind", HELD_TRUTH)
def test_the_figure_is_that_of_the_coverage_study(kind):
    (row,) = [
        row
        for row in read_table(FOLDER / "table.csv")
        if (row.use, row.scenario) == (kind, "score")
    ]
    assert round(100 * row.coverage) == HELD_TRUTH[kind]
    model = {"gee": Gee, "mixed": Mixed}[kind](name="m", outcome="y", treatment="visited")
    assert f"held the truth in {HELD_TRUTH[kind]} of 100" in warned(model).message
