from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.estimators.gee import Gee
from tests.sensitivity.subjects import asked, judged
from tests.simulate import World, simulate

OPTIONS = {"treatment": "offered", "post": [2, 3], "cluster": ["person"]}
PANEL = simulate(World(children=300, effect=0.5), 2)


def test_moments_are_met_to_eight_decimals():
    found = judged(
        PANEL, "entropy_balancing", "did", options={"variables": ["age", "y"]}, **OPTIONS
    )
    for row in found.balance:
        assert row.after == pytest.approx(row.target, abs=1e-8)
    assert found.measures["largest_after"] < 1e-8
    assert found.measures["largest_before"] > 1e-3


def test_two_moments_meet_variances_too():
    options = {"variables": ["y"], "moments": 2}
    two = judged(PANEL, "entropy_balancing", "did", options=options, **OPTIONS)
    one = judged(PANEL, "entropy_balancing", "did", options={"variables": ["y"]}, **OPTIONS)
    assert two.balance[0].difference_after == pytest.approx(0, abs=1e-8)
    assert two.lines[1].estimate != pytest.approx(one.lines[1].estimate, abs=1e-6)


def test_by_hand_where_a_group_is_rare_among_the_untreated():
    """Weights make the share of school S0 among the untreated that among the treated."""
    options = {"variables": ["C(school_id)"]}
    found = judged(PANEL, "entropy_balancing", "did", options=options, **OPTIONS)
    first = PANEL.frame[PANEL.frame["wave"] == 1]
    treated = first[first["offered"] == 1]
    for row in found.balance:
        school = row.variable.partition("[")[2].removesuffix("]")
        assert row.after == pytest.approx((treated["school_id"] == school).mean(), abs=1e-8)
    wide = PANEL.frame.pivot_table(index="child_id", columns="wave", values="y")
    change = wide[[2, 3]].mean(axis=1) - wide[1]
    who = first.set_index("child_id")
    shares = treated["school_id"].value_counts(normalize=True)
    plain = who["offered"] == 0
    others = sum(
        share * change[plain & (who["school_id"] == school)].mean()
        for school, share in shares.items()
    )
    by_hand = change[~plain].mean() - others
    assert found.lines[1].estimate == pytest.approx(by_hand, abs=1e-8)


def test_where_treatment_followed_a_score_there_are_no_weights():
    panel = simulate(World(children=100, assignment="score"), 1)
    with pytest.raises(ModelError, match="treated in y"):
        judged(panel, "entropy_balancing", "did", options={"variables": ["y"]}, **OPTIONS)


def test_an_amount_and_a_model_without_weights_are_refused():
    random = np.random.default_rng(0)
    from dataclasses import replace

    panel = replace(PANEL, frame=PANEL.frame.assign(dose=random.uniform(size=len(PANEL.frame))))
    with pytest.raises(ModelError, match="no two groups"):
        judged(panel, "entropy_balancing", "pooled", options={"variables": ["age"]},
               treatment="dose")  # fmt: skip
    gee = Gee(name="m", outcome="y", treatment="offered")
    assert "takes no weights" in asked("entropy_balancing", variables=["age"]).refuses(gee)
