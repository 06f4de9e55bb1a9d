from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.progress import Silent
from studytool.models.draws.permutation_test import permutation_tests
from studytool.models.draws.refit import fit_again
from studytool.models.estimators.pooled import Pooled
from studytool.models.resampling import Resampling
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate

ASKED = Resampling(kind="permutation", draws=99)


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=60, attrition=0.15), 4)


def judge(panel, entries=(), **options):
    asked = {"name": "m", "outcome": "y", "treatment": "visited", **options}
    model = Pooled.model_validate(asked)
    refit = fit_again(model, model.fit(panel, seed=9, progress=Silent()))
    return permutation_tests(refit, ASKED, entries)


def test_a_path_goes_to_those_seen_at_the_same_waves_only(panel):
    """Two children seen three times are treated, two seen twice are not: none can change."""
    everywhere = panel.frame.groupby("child_id")["wave"].transform("size") == 3
    names = panel.frame.loc[everywhere, "child_id"].unique()[:4]
    four = panel.frame[panel.frame["child_id"].isin(names)].copy()
    treated = four["child_id"].isin(names[:2])
    four = four[treated | (four["wave"] < 3)]
    four["visited"] = (treated & (four["wave"] > 1)).astype(float)
    assert "no other way" in judge(make_panel(four))["permutation"].reason


def test_groups_without_a_level_of_that_name_are_asked_for(panel):
    entry = Assignment(exposure="visited", rule="random", allocation_unit="group")
    assert "no level of the panel is called group" in judge(panel, [entry])["permutation"].reason
    design = panel.design.model_copy(update={"design": "groups"})
    found = judge(replace(panel, design=design), [entry])["permutation"]
    assert found.method.startswith("randomisation inference (dealt out again as assigned, by group")


def test_an_interaction_with_what_differs_between_people_is_refused(panel):
    tests = judge(panel, treatment=["visited", "visited:age"], controls=["age"])
    reasons = [test.reason for name, test in tests.items() if ":" in name]
    assert "is a product with something" in reasons[0]
    assert tests["permutation[visited]"].p is not None
