"""Worked by hand: changes of the treated 5 (girls) and 3 (boys), of the others 2 and 1: the effect
is 3 for girls and 2 for boys, and the interaction 1. (Twins half a point above and below each let
errors be judged.)
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.did import Did
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.pooled import Pooled
from tests.simulate import World, make_panel, simulate


def by_hand():
    rows = [
        (f"{girl}{treated}{twin}", wave, girl, treated * (wave == 2), (wave == 2) * (change + twin))
        for girl, treated, change in ((1, 1, 5), (0, 1, 3), (1, 0, 2), (0, 0, 1))
        for twin in (-0.5, 0.5)
        for wave in (1, 2)
    ]
    frame = pd.DataFrame(rows, columns=["child_id", "wave", "girl", "d", "y"])
    return make_panel(frame.astype({"d": float, "y": float, "girl": float}))


def world(**options):
    panel = simulate(World(children=150, effect=0.4, siblings=3, **options), 6)
    last = panel.frame["child_id"].str[-1].astype(int)
    return make_panel(
        panel.frame.assign(
            girl=(last % 2).astype(float),
            site=np.array(["North", "South", "West"])[last % 3],
            risk=last * 1.5,
        )
    )


def fit(panel, kind=FixedEffects, **options):
    model = kind.model_validate({"name": "m", "outcome": "y", "treatment": "visited", **options})
    return model.fit(panel, seed=1, progress=Silent())


def test_effects_of_girls_and_boys_by_hand():
    result = fit(by_hand(), treatment="d", moderator="girl")
    found = {name: result.estimates[name].estimate for name in result.shown}
    assert found == pytest.approx({"d": 2, "d:girl": 1, "d[girl=0]": 2, "d[girl=1]": 3})
    assert result.tests["moderator"].p == pytest.approx(result.estimates["d:girl"].p)
    assert result.statistics["n_people[girl=1]"] == 4
    assert result.statistics["n_treated_people[girl=1]"] == 2


@pytest.mark.parametrize("covariance", ["cr1", "cr2"])
def test_without_controls_each_group_is_the_model_of_the_group_alone(covariance):
    panel = world(attrition=0.1)
    options = {"cluster": ["person"], "covariance": covariance}
    result = fit(panel, moderator="girl", **options)
    for value in (0, 1):
        alone = fit(panel, where=f"girl == {value}", **options).estimates["visited"]
        together = result.estimates[f"visited[girl={value}]"]
        assert together.estimate == pytest.approx(alone.estimate, rel=1e-9)
        if covariance == "cr2":
            assert together.std_error == pytest.approx(alone.std_error, rel=1e-8)
            assert together.df == pytest.approx(alone.df, rel=1e-6)


def test_the_first_group_is_the_treatment_itself():
    result = fit(world(), moderator="site", cluster=["household"], covariance="cr2")
    first = result.estimates["visited[site=North]"]
    itself = result.estimates["visited"]
    for name in ("estimate", "std_error", "df", "p", "low", "high"):
        assert getattr(first, name) == pytest.approx(getattr(itself, name), rel=1e-6)
    assert result.tests["moderator"].restrictions == 2
    assert {"visited:C(site)[South]", "visited[site=West]"} <= set(result.estimates)


def test_the_covariance_is_of_all_that_is_shown():
    result = fit(world(), moderator="girl", cluster=["person"])
    places = [result.terms.index(name) for name in ("visited", "visited:girl", "visited[girl=1]")]
    block = result.covariance[np.ix_(places, places)]
    assert block[2, 2] == pytest.approx(block[0, 0] + block[1, 1] + 2 * block[0, 1])
    assert np.sqrt(block[2, 2]) == pytest.approx(result.estimates["visited[girl=1]"].std_error)


def test_an_amount_is_centred_and_told_at_one_spread_either_side():
    panel = world()
    result = fit(panel, moderator="risk", cluster=["person"])
    slope = result.estimates["visited:centred(risk)"].estimate
    middle = result.estimates["visited"].estimate
    spread = panel.frame["risk"].std()
    high = next(e for n, e in result.estimates.items() if n.startswith("visited[risk=1"))
    assert high.estimate == pytest.approx(middle + spread * slope, rel=1e-9)
    assert fit(panel, moderator="risk").statistics.keys() == result.statistics.keys()


def test_four_means_twice_are_two_differences_in_differences():
    panel = world()
    options = {"kind": Did, "treatment": "offered", "post": [2, 3]}
    result = fit(panel, moderator="girl", **options)
    for value in (0, 1):
        alone = fit(panel, where=f"girl == {value}", **options).estimates["offered:post"]
        found = result.estimates[f"offered:post[girl={value}]"].estimate
        assert found == pytest.approx(alone.estimate, rel=1e-9)


@pytest.mark.parametrize("kind", [Pooled, Ancova])
def test_other_linear_models_take_a_moderator_with_its_own_main_term(kind):
    result = (
        fit(world(), kind, treatment="offered", where="wave == 3", moderator="girl")
        if (kind is Pooled)
        else fit(world(), kind, treatment="offered", moderator="girl")
    )
    assert {"girl", "offered:girl", "offered[girl=1]"} <= set(result.estimates)


def test_a_moderator_is_found_where_there_is_one_and_holds_its_size_where_not():
    refused = {True: 0, False: 0}
    for seed in range(60):
        panel = simulate(World(children=150, effect=0.4), seed)
        girl = (panel.frame["child_id"].str[-1].astype(int) % 2).astype(float)
        for there in refused:
            y = panel.frame["y"] + there * 1.0 * panel.frame["visited"] * girl
            test = fit(
                make_panel(panel.frame.assign(girl=girl, y=y)), moderator="girl", cluster=["person"]
            ).tests["moderator"]
            refused[there] += test.p < 0.05
    assert refused[True] > 50
    assert refused[False] <= 8


def test_people_of_each_group_are_a_finding_with_counts():
    result = fit(world(), moderator="girl")
    found = next(f for f in result.findings if f.code == "subgroups")
    assert "girl = 0" in found.message
    assert len(found.counts) == 2


def test_rows_without_a_moderator_leave_with_the_reason():
    panel = world()
    frame = panel.frame.copy()
    frame.loc[4, "girl"] = np.nan
    told = {step.reason: step.index for step in fit(make_panel(frame), moderator="girl").flow.steps}
    assert told == {"moderator missing: girl": (4,)}


def test_a_group_without_treated_is_refused():
    panel = world()
    none = panel.frame["visited"].where(panel.frame["girl"] == 0, 0.0)
    with pytest.raises(ModelError, match='group of "girl" is treated') as refused:
        fit(make_panel(panel.frame.assign(visited=none)), moderator="girl")
    assert refused.value.remedy


def test_people_are_no_groups():
    with pytest.raises(ModelError, match="name people"):
        fit(world(), moderator="child_id")


def test_a_kind_without_moderator_refuses_it_when_the_document_is_read():
    with pytest.raises(ValidationError, match="no moderator"):
        fit(world(), FirstDifference, moderator="girl")
    with pytest.raises(ValidationError, match="no place"):
        fit(world(), Did, treatment="offered", method="ipw", moderator="girl")


def test_drawing_again_does_not_go_with_a_moderator():
    with pytest.raises(ValidationError, match="does not go with a moderator"):
        fit(world(), moderator="girl", resampling={"kind": "wild_cluster", "cluster": "school"})


def test_the_moderator_is_needed():
    model = FixedEffects(name="m", outcome="y", treatment="visited", moderator="girl")
    assert model.needs() == ("y", "visited", "girl")
