from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.counted import guarded
from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from studytool.models.estimators.ancova import Ancova
from studytool.models.families.judged_together import judge_family, with_adjusted
from studytool.models.family import Family
from studytool.models.inference.power import equivalence_bound
from studytool.models.result import TestResult
from studytool.report.judgement_notes import judgement_counts, judgement_notes
from studytool.report.numbers import fixed, p_value
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=80, effect=0.0), 4)


def shown(panel, name="m", outcome="y", **options):
    asked = {"name": name, "outcome": outcome, "treatment": "offered", "title": name.upper()}
    model = Ancova.model_validate({**asked, **options})
    result = model.fit(panel, seed=1, progress=Silent())
    return model, resample(model, result, (), progress=Silent())


def test_tests_by_drawing_again_are_told_with_p_and_interval(panel):
    pair = shown(panel, resampling={"cluster": "school"})
    test = pair[1].tests["wild_cluster"]
    (line, *_) = judgement_notes(panel, [pair], {})
    assert line.startswith("wild cluster bootstrap, 5 clusters (school), Webb weights, all 7,776")
    assert f"p {p_value(test.p)}" in line
    assert f"interval {fixed(test.low, 2)} to {fixed(test.high, 2)}." in line


def test_a_test_that_cannot_be_made_says_why(panel):
    frame = panel.frame.assign(empty=None)
    pair = shown(replace(panel, frame=frame), resampling={"cluster": "empty"})
    assert "not available: " in judgement_notes(panel, [pair], {})[0]


def test_a_high_p_says_what_is_ruled_out_and_a_low_one_does_not(panel):
    model, result = shown(panel)
    found = result.estimates["offered"]
    high = replace(result, estimates={"offered": replace(found, p=0.4)})
    low = replace(result, estimates={"offered": replace(found, p=0.01)})
    bound = equivalence_bound(found.estimate, found.std_error, found.df)
    (line,) = judgement_notes(panel, [(model, high)], {})
    assert line.startswith("p above .05 does not mean that there is no effect")
    assert line.endswith(f"in either direction those of {fixed(bound, 2)} or more.")
    assert judgement_notes(panel, [(model, low)], {}) == ()


def test_several_treatments_have_their_joint_test(panel):
    pair = shown(panel, treatment=["offered", "age"])
    joint = pair[1].tests["joint"]
    line = judgement_notes(panel, [pair], {})[0]
    assert line.startswith(f"All treatments together: F(2, {fixed(joint.df, 1)})")
    assert line.endswith(f"p {p_value(joint.p)}.")


def test_adjusted_p_values_stand_in_one_line_with_the_index(panel):
    pairs = [shown(panel, "a"), shown(panel, "b", "yes")]
    fitted = {spec.name: (spec, result) for spec, result in pairs}
    family = Family(name="both", members=("a", "b"), adjust="holm")
    made = judge_family(family, fitted, panel, seed=1, progress=Silent())
    adjusted = [with_adjusted(result, [made]).tests["holm"].p for _, result in pairs]
    line = judgement_notes(panel, pairs, {"both": made})[0]
    first, second = (p_value(p) for p in adjusted)
    assert line.startswith(f"p adjusted (Holm, 2 outcomes, both): A {first}; B {second}")
    assert judgement_notes(panel, [shown(panel, "c")], {"both": made})[:1] != (line,)


def test_a_hausman_test_is_told_in_words(panel):
    model, result = shown(panel)
    hausman = TestResult(
        statistic=2.7, df=5.0, p=0.21, restrictions=2, method="regression-based Hausman: Wald"
    )
    classic = replace(hausman, statistic=3.1, df=2.0, method="contrast, chi-squared")
    both = replace(result, tests={"hausman": hausman, "hausman_classic": classic})
    lines = judgement_notes(panel, [(model, both)], {})
    assert lines[0].startswith("Hausman test of whether random and fixed effects estimate the same")
    assert lines[0].endswith("F(2, 5.0) 2.70, p .21.")
    assert lines[1].endswith("independent: chi-squared(2) 3.10, p .21.")


@pytest.mark.parametrize(("treated", "told"), [(3.0, "hidden"), (40.0, "p .02")])
def test_a_test_of_a_term_with_few_people_behind_it_is_not_told_on(panel, treated, told):
    model, result = shown(panel)
    drawn = TestResult(p=0.02, low=0.5, high=2.5, method="wild")
    few = replace(
        result,
        tests={"wild_cluster[offered]": drawn},
        statistics={**result.statistics, "n_treated_people": treated, "n_changers": 0.0},
    )
    (line, *_) = judgement_notes(panel, [(model, few)], {})
    safe = guarded(line, judgement_counts(panel, [(model, few)]), 5)
    assert told in safe
    assert ("0.50" in safe) is (told != "hidden")
