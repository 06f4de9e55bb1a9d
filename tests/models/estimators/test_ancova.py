"""Worked by hand: wave 2 on treatment and wave 1, four children.

Wave 1: 0, 2 (treated), 0, 2 (not). Wave 2: 3, 5 (treated), 1, 1 (not). Both groups have the same
baseline mean, so b = 4 - 1 = 3; the common slope is that of (0, 2) against (3, 5) and (1, 1)
within groups: (2 + 0) / (2 + 2) = 0.5 ... sums of products within groups 2 and 0 over squares 2
and 2.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from tests.simulate import World, make_panel, simulate

BY_HAND = pd.DataFrame(
    {
        "child_id": list("aabbccdd"),
        "wave": [1, 2] * 4,
        "y": [0.0, 3, 2, 5, 0, 1, 2, 1],
        "d": [1.0] * 4 + [0.0] * 4,
    }
)


def fit(panel, **options):
    model = Ancova.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def test_four_children_by_hand():
    result = fit(make_panel(BY_HAND), treatment="d")
    assert list(result.estimates) == ["d", "const", "baseline(y)"]
    assert [round(e.estimate, 9) for e in result.estimates.values()] == [3.0, 0.5, 0.5]
    assert result.n_rows == 4
    assert [step.reason for step in result.flow.steps] == ["wave 1 is the baseline"]
    assert result.n_clusters == {}


def test_equals_statsmodels_on_the_last_wave():
    from statsmodels.formula.api import ols

    panel = simulate(World(children=150, assignment="score", effect=0.3), 5)
    ours = fit(
        panel, treatment="offered", baseline=["y", "C(age)"], where="wave == 3", covariance="hc1"
    )
    first = panel.frame[panel.frame["wave"] == 1].set_index("child_id")
    last = panel.frame[panel.frame["wave"] == 3].set_index("child_id")
    wide = last.assign(y1=first["y"], age1=first["age"])
    theirs = ols("y ~ offered + y1 + C(age1)", wide).fit(cov_type="HC1", use_t=True)
    assert ours.estimates["offered"].estimate == pytest.approx(theirs.params["offered"], rel=1e-9)
    assert ours.estimates["offered"].std_error == pytest.approx(theirs.bse["offered"], rel=1e-9)
    assert ours.estimates["baseline(y)"].estimate == pytest.approx(theirs.params["y1"], rel=1e-9)
    assert "C(baseline(age))[8]" in ours.estimates


def test_several_later_waves_bring_wave_effects_and_person_clusters():
    panel = simulate(World(children=100, assignment="score"), 5)
    result = fit(panel, treatment="offered")
    assert "const" not in result.estimates
    assert "wave" in result.equation
    assert result.n_clusters == {"person": 100}
    assert fit(panel, treatment="offered", covariance="classical").n_clusters == {}
    assert fit(panel, treatment="offered", effects=[]).estimates["const"]
    assert list(fit(panel, treatment="offered", cluster=["school"]).n_clusters) == ["school"]


def test_the_baseline_comes_from_all_rows_whatever_where_keeps():
    panel = simulate(World(children=100, assignment="score"), 5)
    result = fit(panel, treatment="offered", where="wave == 3")
    assert result.n_rows == 100
    assert "clusters" not in result.convention


def test_another_baseline_wave_can_be_named():
    panel = simulate(World(children=100), 5)
    result = fit(panel, treatment="offered", baseline_wave=2)
    assert {step.reason: step.rows for step in result.flow.steps} == {
        "wave 2 is the baseline": 100,
        "before the baseline wave": 100,
    }
    with pytest.raises(ModelError, match="no wave 7"):
        fit(panel, treatment="offered", baseline_wave=7)
    with pytest.raises(ModelError, match="after the baseline"):
        fit(panel, treatment="offered", baseline_wave=3)


def test_people_without_a_baseline_leave_and_are_named():
    panel = simulate(World(children=100), 5)
    late = panel.frame["child_id"].isin(["C00000", "C00001"]) & (panel.frame["wave"] == 1)
    result = fit(make_panel(panel.frame[~late]), treatment="offered")
    leaving = {step.reason: step for step in result.flow.steps}["baseline missing: y"]
    assert (leaving.rows, leaving.people) == (4, 2)


def test_person_effects_are_refused_when_the_document_is_read():
    with pytest.raises(ValidationError, match="person effects"):
        Ancova(name="m", outcome="y", treatment="offered", effects=("person", "wave"))


def test_people_must_be_named():
    with pytest.raises(ModelError, match="nobody has a baseline"):
        fit(make_panel(BY_HAND, person=None), treatment="d")


def test_needs_name_the_baseline_columns():
    model = Ancova(name="m", outcome="y", treatment="d", baseline=("y", "C(band)"))
    assert model.needs() == ("y", "d", "band")
    assert Ancova(name="m", outcome="y", treatment="d").baselines == ("y",)


def test_under_assignment_by_score_the_offer_is_recovered():
    world = World(children=400, assignment="score", effect=-0.3, take_up=1.0)
    estimates = np.array(
        [
            fit(simulate(world, seed), treatment="offered").estimates["offered"].estimate
            for seed in range(40)
        ]
    )
    assert estimates.mean() == pytest.approx(-0.3, abs=4 * estimates.std() / np.sqrt(40))


def test_under_assignment_by_lasting_level_it_finds_harm_that_is_not_there():
    world = World(children=400, assignment="level")
    found = [
        fit(simulate(world, seed), treatment="offered").estimates["offered"] for seed in range(20)
    ]
    assert all(e.low > 0 for e in found)
    assert 0.5 < np.mean([e.estimate for e in found]) < 0.9
