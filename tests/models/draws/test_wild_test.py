from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.draws.refit import fit_again
from studytool.models.draws.wild_test import own_level, wild_tests
from studytool.models.estimators.pooled import Pooled
from studytool.models.resampling import Resampling
from tests.simulate import World, make_panel, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=90, siblings=2, unit="household"), 2)


def refit(panel, **options):
    asked = {"name": "m", "outcome": "y", "treatment": "offered", **options}
    model = Pooled.model_validate(asked)
    return fit_again(model, model.fit(panel, seed=9, progress=Silent()))


def test_without_a_cluster_the_person_is_drawn(panel):
    assert own_level(refit(panel)) == "person"
    assert own_level(refit(panel, cluster=["household", "school"])) == "school"
    nameless = make_panel(panel.frame, person=None)
    made = refit(nameless)
    assert own_level(made) == ""
    assert "has no cluster" in wild_tests(made, Resampling())["wild_cluster"].reason


def test_the_words_say_what_was_drawn(panel):
    asked = Resampling(cluster="school", weights="rademacher", variant="33")
    said = wild_tests(refit(panel), asked)["wild_cluster"].method
    assert said == (
        "wild cluster bootstrap, 5 clusters (school), Rademacher weights, all 32 combinations, "
        "p at least 0.0625 with so few clusters, variant 33"
    )
    asked = Resampling(cluster="school", subcluster="household", draws=99)
    said = wild_tests(refit(panel), asked)["wild_cluster"].method
    assert said.endswith("99 draws, errors drawn by household")


def test_subclusters_that_cross_clusters_leave_a_reason(panel):
    asked = Resampling(cluster="household", subcluster="school")
    found = wild_tests(refit(panel), asked)["wild_cluster"]
    assert found.p is None
    assert "two clusters" in found.reason


def test_variants_of_several_treatments_leave_a_reason_together(panel):
    made = refit(panel, treatment=["offered", "visited"], cluster=["household"])
    tests = wild_tests(made, Resampling(variant="31", draws=99))
    assert tests["wild_cluster"].reason == (
        'Several treatments are tested together with variant = "11" only; each alone is tested '
        'with variant = "31", as asked.'
    )
    assert tests["wild_cluster[visited]"].p is not None
