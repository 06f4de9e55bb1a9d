from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from studytool.models.estimators.ancova import Ancova
from studytool.models.families.judged_together import judge_family, with_adjusted
from studytool.models.families.multiple import holm
from studytool.models.family import Family
from studytool.survey.codebook import Variable
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return three_outcomes(World(children=160, schools=20, effect=0.6, attrition=0.1))


def three_outcomes(world):
    """Return a panel with an outcome, a noisy copy of it, and an unrelated one."""
    made = simulate(world, 5)
    random = np.random.default_rng(2)
    frame = made.frame.assign(
        second=made.frame["y"] + random.normal(size=len(made.frame)),
        third=-random.normal(size=len(made.frame)),
    )
    codebook = dict(made.codebook)
    for name, higher in (("y", "worse"), ("second", "worse"), ("third", "better")):
        codebook[name] = Variable(name=name, higher_is=higher)
    return replace(made, frame=frame, codebook=codebook)


def models(panel, **options):
    asked = {"treatment": "offered", "cluster": ["school"], **options}
    made = {}
    for outcome in ("y", "second", "third"):
        model = Ancova.model_validate({"name": f"m_{outcome}", "outcome": outcome, **asked})
        made[model.name] = (model, model.fit(panel, seed=1, progress=Silent()))
    return made


def judge(panel, fitted, **options):
    family = Family.model_validate({"name": "all", "members": list(fitted), **options})
    return judge_family(family, fitted, panel, seed=7, progress=Silent())


def test_one_by_one_romano_wolf_is_the_wild_bootstrap_and_together_it_is_between_that_and_holm(
    panel,
):
    ask = {"resampling": {"draws": 1999, "weights": "rademacher"}}
    fitted = {
        name: (model, resample(model, result, (), progress=Silent()))
        for name, (model, result) in models(panel, **ask).items()
    }
    alone = np.array([result.tests["wild_cluster"].p for _, result in fitted.values()])
    found = judge(panel, fitted, draws=1999)
    assert found.method == "Romano-Wolf, 3 outcomes"
    assert found.draws == 1999
    together = np.array([judged.adjusted for judged in found.judged])
    noise = 4 * (0.25 / 1999) ** 0.5
    assert (together >= alone - noise).all()
    assert (together <= holm(alone) + noise).all()
    # the outcome with the largest p stands last and is judged as if alone, never below the others
    last = int(alone.argmax())
    others = np.delete(together, last).max()
    assert together[last] == pytest.approx(max(alone[last], others), abs=noise)


def test_the_same_seed_gives_the_same_bits_and_rows_may_be_in_any_order(panel):
    first = judge(panel, models(panel), draws=499)
    assert judge(panel, models(panel), draws=499) == first
    mixed = replace(panel, frame=panel.frame.sample(frac=1, random_state=3))
    again = judge(mixed, models(mixed), draws=499)
    assert [j.adjusted for j in again.judged] == [j.adjusted for j in first.judged]


def test_adjusted_p_stand_among_the_tests_of_each_model(panel):
    fitted = models(panel)
    found = judge(panel, fitted, adjust="holm")
    p = np.array([result.estimates["offered"].p for _, result in fitted.values()])
    for (_, result), adjusted in zip(fitted.values(), holm(p), strict=True):
        test = with_adjusted(result, (found,)).tests["holm"]
        assert test.p == pytest.approx(adjusted)
        assert test.method == "Holm, 3 outcomes (all)"


def test_effects_are_counted_where_they_are_more_than_outcomes(panel):
    frame = panel.frame.assign(other=np.random.default_rng(3).normal(size=len(panel.frame)))
    wider = replace(panel, frame=frame)
    fitted = models(wider, treatment=["offered", "other"])
    found = judge(wider, fitted, adjust="holm")
    assert found.method == "Holm, 6 effects on 3 outcomes"
    assert len(found.judged) == 6
    one = dict.fromkeys(("m_y", "again"), fitted["m_y"])
    assert judge(wider, one, adjust="bh").method == "Benjamini-Hochberg, 4 effects in 2 models"


def test_the_index_turns_outcomes_so_that_higher_is_better():
    """The noisy copy correlates 0.71 with the outcome: the inverse weighs both 1/1.71 and 1.

    The service raises both, where higher is worse: -(0.6 + 0.6 / 1.41) x 0.585 / 2.17 = -0.28.
    """
    panel = three_outcomes(World(children=1600, schools=20, effect=0.6))
    found = judge(panel, models(panel), adjust="holm").index
    assert found.estimate == pytest.approx(-0.28, abs=4 * found.std_error)
    assert found.std_error < 0.03


def test_members_that_differ_in_more_than_their_outcome_have_no_index(panel):
    fitted = models(panel)
    other = models(panel, controls=["wave"])["m_third"]
    found = judge(panel, fitted | {"m_third": other}, adjust="bh")
    assert "differ in more" in found.index.reason
    assert len(found.judged) == 3


def test_members_that_cluster_at_different_levels_need_a_level_of_the_family(panel):
    fitted = models(panel) | {"m_y": models(panel, cluster=["household"])["m_y"]}
    assert "do not cluster at one level" in judge(panel, fitted).reason
    assert len(judge(panel, fitted, cluster="school", draws=199).judged) == 3
    with pytest.raises(ModelError, match="There is no level"):
        judge(panel, fitted, cluster="scool")
