from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from studytool.models.estimators.did import Did
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.gee import Gee
from studytool.models.estimators.mixed import Mixed
from studytool.models.guard.clusters import examine_clusters
from studytool.models.guard.facts import gather_facts
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate


def codes_of(panel, assignments=(), **options):
    model = FixedEffects.model_validate(
        {"name": "m", "outcome": "y", "treatment": "visited", **options}
    )
    result = model.fit(panel, seed=1, progress=Silent())
    facts = gather_facts(model, resample(model, result, (), progress=Silent()), panel)
    return {finding.code: finding for finding in examine_clusters(facts, assignments)}


def schools(count):
    return simulate(World(children=240, schools=count), 1)


@pytest.mark.parametrize(
    ("count", "covariance", "level"),
    [(5, "cr1", "error"), (5, "cr2", "warning"), (8, "cr1", "warning"), (20, "cr1", "warning")],
)
def test_few_clusters_by_number_and_standard_error(count, covariance, level):
    finding = codes_of(schools(count), cluster=["school"], covariance=covariance)["few_clusters"]
    assert finding.level == level
    assert f"{count} clusters (school)" in finding.message
    assert ("Webb" in finding.remedy) == (count < 12)
    assert ("cr2" in finding.remedy) == (covariance != "cr2")


def test_five_clusters_have_a_floor_under_the_bootstrap_p():
    assert "0.062" in codes_of(schools(5), cluster=["school"])["few_clusters"].remedy


def test_p_values_stand_side_by_side_where_the_model_draws_again():
    asked = {"cluster": ["school"], "covariance": "cr2"}
    drawn = [{"draws": 99}, {"kind": "permutation", "draws": 99}]
    said = codes_of(schools(5), **asked, resampling=drawn)["few_clusters"].message
    assert "p side by side: " in said
    assert " by CR2, " in said
    assert " by wild cluster bootstrap, " in said
    assert " by permutations." in said
    assert "side by side" not in codes_of(schools(5), **asked)["few_clusters"].message


def test_forty_clusters_are_enough():
    assert codes_of(schools(40), cluster=["school"]) == {}
    assert "few_clusters" in codes_of(schools(39), cluster=["school"])


def test_few_treated_clusters_where_whole_schools_were_treated():
    panel = schools(20)
    late = panel.frame["wave"] > 1
    treated = panel.frame["school_id"].isin(["S1", "S2"]) & late
    panel = make_panel(panel.frame.assign(d=treated.astype(float)))
    finding = codes_of(panel, treatment="d", cluster=["school"])["few_treated_clusters"]
    assert "Only 2 of the clusters (school) hold treated" in finding.message
    assert "subcluster" in finding.remedy


def test_one_treated_cluster_is_spoken_of_as_one():
    panel = schools(20)
    one = (panel.frame["school_id"] == "S1") & (panel.frame["wave"] > 1)
    panel = make_panel(panel.frame.assign(d=one.astype(float)))
    finding = codes_of(panel, treatment="d", cluster=["school"])["few_treated_clusters"]
    assert "Only 1 of the clusters (school) holds treated people." in finding.message


def test_few_untreated_clusters_count_as_well():
    panel = schools(20)
    late = panel.frame["wave"] > 1
    panel = make_panel(
        panel.frame.assign(d=(~panel.frame["school_id"].isin(["S1", "S2"]) & late).astype(float))
    )
    finding = codes_of(panel, treatment="d", cluster=["school"])["few_treated_clusters"]
    assert "hold untreated" in finding.message


def test_treatment_inside_every_cluster_is_not_few_treated_clusters():
    assert "few_treated_clusters" not in codes_of(schools(5), cluster=["school"])


def test_few_degrees_of_freedom_beside_many_clusters():
    panel = schools(30)
    treated = panel.frame["school_id"].isin(["S1", "S2"]) & (panel.frame["wave"] > 1)
    panel = make_panel(panel.frame.assign(d=treated.astype(float)))
    found = codes_of(panel, treatment="d", cluster=["school"], covariance="cr2")
    assert "degrees of freedom" in found["few_degrees_of_freedom"].message


@pytest.mark.parametrize(
    ("cluster", "flagged"),
    [(["person"], True), ([], True), (["household"], False), (["school"], False)],
)
def test_clusters_finer_than_the_allocation(cluster, flagged):
    panel = simulate(World(children=240, siblings=2, unit="household"), 1)
    assignment = Assignment(exposure="visited", rule="random", allocation_unit="household")
    found = codes_of(panel, [assignment], cluster=cluster)
    assert ("clusters_too_fine" in found) == flagged


def test_a_group_indicator_counts_clusters_by_its_members():
    panel = schools(20)
    group = panel.frame["school_id"].isin(["S1"]).astype(float)
    panel = make_panel(panel.frame.assign(group=group))
    model = Did(name="m", outcome="y", treatment="group", post=(2, 3), cluster=("school",))
    result = model.fit(panel, seed=1, progress=Silent())
    facts = gather_facts(model, resample(model, result, (), progress=Silent()), panel)
    codes = [finding.code for finding in examine_clusters(facts, [])]
    assert codes == ["few_clusters", "few_treated_clusters"]
    assert np.isclose(facts.ever_treated.mean(), 1 / 20)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weights": "age"}, True),
        ({"weights": "age", "covariance": "classical"}, True),
        ({"weights": "age", "covariance": "hc1"}, False),
        ({"weights": "age", "cluster": ["person"]}, False),
        ({}, False),
    ],
)
def test_weights_with_a_classical_standard_error_are_said(options, said):
    found = codes_of(schools(5), **options)
    assert ("weights_classical" in found) == said
    if said:
        assert found["weights_classical"].level == "warning"
        assert 'covariance = "hc1"' in found["weights_classical"].remedy


def test_the_remedy_for_few_clusters_is_one_that_the_method_has():
    panel = simulate(World(children=60, effect=0.5), 5)
    model = Gee(name="m", outcome="y", treatment="visited", cluster=["school"])
    result = model.fit(panel, seed=1, progress=Silent())
    found = {f.code: f for f in examine_clusters(gather_facts(model, result, panel), ())}
    assert 'covariance = "cr3"' in found["few_clusters"].remedy
    model = FeLogit(name="m", outcome="yes", treatment="visited", cluster=["school"])
    result = model.fit(panel, seed=1, progress=Silent())
    found = {f.code: f for f in examine_clusters(gather_facts(model, result, panel), ())}
    assert 'kind = "fixed_effects"' in found["few_clusters"].remedy


def test_few_groups_of_a_random_intercept_are_not_clusters():
    panel = simulate(World(children=60, effect=0.5), 5)
    model = Mixed(name="m", outcome="y", treatment="visited", effects=["school", "person"])
    result = model.fit(panel, seed=1, progress=Silent())
    found = {f.code: f for f in examine_clusters(gather_facts(model, result, panel), ())}
    assert "few_clusters" not in found
    assert "school rests on 5 groups" in found["few_groups"].message
