from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from studytool.models.estimators.did import Did
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from studytool.models.estimators.pooled import Pooled
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate

RANDOM = Assignment(exposure="offered", rule="random", also=("visited",))


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=90, effect=0.3, siblings=2, unit="household"), 2)


def drawn(panel, assignments=(), kind=Did, **options):
    asked = {"name": "m", "outcome": "y", "treatment": "offered", "post": [2, 3], **options}
    if kind is not Did:
        asked.pop("post")
    model = kind.model_validate(asked)
    result = model.fit(panel, seed=9, progress=Silent())
    return resample(model, result, assignments, progress=Silent()).tests


def test_five_schools_take_every_webb_combination(panel):
    test = drawn(panel, resampling={"cluster": "school"}, cluster=["household"])["wild_cluster"]
    assert test.method == (
        "wild cluster bootstrap, 5 clusters (school), Webb weights, all 7,776 combinations"
    )
    assert test.draws == 7776
    assert 0 < test.p <= 1


def test_the_t_of_the_bootstrap_is_that_of_the_clustered_standard_error(panel):
    asked = {"cluster": ["household"], "resampling": {"draws": 199}}
    model = Did.model_validate(
        {"name": "m", "outcome": "y", "treatment": "offered", "post": [2, 3], **asked}
    )
    result = model.fit(panel, seed=1, progress=Silent())
    found = result.estimates["offered:post"]
    test = resample(model, result, (), progress=Silent()).tests["wild_cluster"]
    assert test.statistic == pytest.approx(found.estimate / found.std_error)
    assert test.low < found.estimate < test.high


def test_of_two_cluster_levels_the_coarser_is_drawn(panel):
    test = drawn(panel, resampling={"draws": 99}, cluster=["household", "school"])
    assert "5 clusters (school)" in test["wild_cluster"].method


def test_several_treatments_are_judged_together_and_one_by_one(panel):
    tests = drawn(
        panel,
        kind=Pooled,
        treatment=["offered", "visited"],
        cluster=["household"],
        resampling={"draws": 199},
    )
    assert tests["wild_cluster"].restrictions == 2
    assert {"wild_cluster[offered]", "wild_cluster[visited]", "joint"} <= set(tests)


def test_permutation_has_its_name_by_how_treatment_was_assigned(panel):
    asked = {"resampling": {"kind": "permutation", "draws": 99}}
    household = RANDOM.model_copy(update={"allocation_unit": "household"})
    test = drawn(panel, (household,), **asked)["permutation"]
    assert test.method.startswith("randomisation inference (dealt out again as assigned, by house")
    by_score = household.model_copy(update={"rule": "score"})
    test = drawn(panel, (by_score,), **asked)["permutation"]
    assert test.method.startswith("permutation (assumes exchangeability of each household)")
    test = drawn(panel, **asked)["permutation"]
    assert test.method.startswith("permutation (assumes exchangeability of each person)")


def test_what_followed_from_a_lottery_was_not_itself_drawn(panel):
    asked = {"treatment": "visited", "resampling": {"kind": "permutation", "draws": 99}}
    test = drawn(panel, (RANDOM,), kind=Pooled, **asked)["permutation"]
    assert test.method.startswith("permutation (assumes")


def test_first_differences_of_two_waves_are_judged_as_their_fixed_effects(panel):
    asked = {
        "treatment": "visited",
        "where": "wave < 3",
        "cluster": ["household"],
        "resampling": [{"draws": 199}, {"kind": "permutation", "draws": 199}],
    }
    first = drawn(panel, kind=FirstDifference, **asked)
    within = drawn(panel, kind=FixedEffects, **asked)
    assert first["wild_cluster"].p == within["wild_cluster"].p
    assert first["wild_cluster"].low == pytest.approx(within["wild_cluster"].low)
    assert first["permutation"].p == within["permutation"].p


def test_strata_of_a_lottery_are_kept(panel):
    entry = RANDOM.model_copy(update={"strata": ("school",), "allocation_unit": "household"})
    asked = {"resampling": {"kind": "permutation", "draws": 99}}
    first = drawn(panel, (entry,), **asked)["permutation"]
    assert "within school" in first.method
    plain = drawn(panel, (entry.model_copy(update={"strata": ()}),), **asked)["permutation"]
    assert first.p != plain.p
    assert first.statistic == pytest.approx(plain.statistic)


def test_schools_that_were_assigned_change_places_in_every_way(panel):
    frame = panel.frame.assign(d=panel.frame["school_id"].isin(["S1", "S2"]).astype(float))
    moved = make_panel(frame)
    entry = Assignment(exposure="d", rule="random", allocation_unit="school")
    asked = {"treatment": "d", "resampling": {"kind": "permutation"}}
    test = drawn(moved, (entry,), **asked)["permutation"]
    assert test.draws == 10
    assert test.p * 10 == pytest.approx(round(test.p * 10))
    assert (test.low, test.high) == (None, None)


def test_units_within_which_treatment_differs_cannot_change_places(panel):
    asked = {"kind": "permutation", "cluster": "school", "draws": 99}
    test = drawn(panel, kind=Pooled, resampling=asked)["permutation"]
    assert test.p is None
    assert "differs within a school" in test.reason
    test = drawn(panel, resampling=asked)["permutation"]
    assert "is a product with something" in test.reason


def test_both_at_once_and_one_seed_the_same_bits(panel):
    asked = {"resampling": [{"draws": 99}, {"kind": "permutation", "draws": 99}]}
    first = drawn(panel, cluster=["household"], **asked)
    assert {"wild_cluster", "permutation"} <= set(first)
    assert drawn(panel, cluster=["household"], **asked) == first


def test_a_line_for_each_child_is_drawn_again_too():
    panel = simulate(World(children=60, waves=5, effect=0.4), 3)
    asked = [{"cluster": "school"}, {"kind": "permutation", "draws": 199}]
    wanted = {"kind": FixedEffects, "treatment": "visited", "trends": ["person"]}
    tests = drawn(panel, **wanted, resampling=asked)
    assert tests["wild_cluster"].p is not None
    assert tests["permutation"].p is not None


def test_a_level_that_does_not_exist_stops_the_run(panel):
    with pytest.raises(ModelError, match='no level or column "scool"'):
        drawn(panel, resampling={"cluster": "scool"})


def test_rows_without_a_cluster_leave_a_reason(panel):
    frame = panel.frame.copy()
    frame.loc[frame.index[:3], "school_id"] = None
    test = drawn(make_panel(frame), resampling={"cluster": "school"})["wild_cluster"]
    assert "3 rows" in test.reason


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        (Paired, {"resampling": {"draws": 99}, "waves": [1, 3]}, "no resampling"),
        (Pooled, {"treatment": "d", "resampling": [{}, {}]}, "asks twice"),
        (
            Pooled,
            {"treatment": "d", "resampling": {"kind": "permutation", "weights": "webb"}},
            '"weights" is for',
        ),
        (
            Pooled,
            {"treatment": "d", "resampling": {"variant": "31", "subcluster": "person"}},
            "subcluster goes with",
        ),
        (Pooled, {"treatment": "d", "resampling": {"kind": "bootstrap"}}, "wild_cluster"),
        (Pooled, {"treatment": "d", "resampling": {"draw": 99}}, "draw"),
    ],
)
def test_requests_that_cannot_be_met_are_refused_before_any_data(kind, options, said):
    with pytest.raises(ValidationError, match=said):
        kind.model_validate({"name": "m", "outcome": "y", **options})
