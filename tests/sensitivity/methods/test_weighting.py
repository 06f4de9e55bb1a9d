from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.baseline import people_at_baseline
from studytool.sensitivity.methods.weighting import (
    balances,
    chances,
    effective,
    refit_with_weights,
)
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=80, effect=0.5), 4)
SUBJECT = subject_of(PANEL, "did", treatment="offered", post=[2, 3], cluster=["person"])
PEOPLE = people_at_baseline(SUBJECT, ["age", "y"])


def test_equal_weights_change_nothing_and_others_follow_the_person():
    same = refit_with_weights(SUBJECT, PEOPLE, np.full(PEOPLE.rows.size, 3.0))
    term = SUBJECT.result.shown[0]
    assert same.estimates[term].estimate == pytest.approx(SUBJECT.result.estimates[term].estimate)
    half = PEOPLE.among(np.arange(PEOPLE.rows.size) < 40)
    fewer = refit_with_weights(SUBJECT, half, np.ones(40))
    assert fewer.n_people == 40
    assert "weights of people" not in PANEL.frame


def test_own_weights_are_multiplied():
    from dataclasses import replace

    random = np.random.default_rng(0)
    by_person = dict(zip(PANEL.frame["child_id"].unique(), random.uniform(1, 2, 80), strict=True))
    w = PANEL.frame["child_id"].map(by_person).to_numpy(dtype=float)
    panel = replace(PANEL, frame=PANEL.frame.assign(w=w))
    options = {"treatment": "offered", "post": [2, 3], "cluster": ["person"]}
    weighted = subject_of(panel, "did", weights="w", **options)
    plain = subject_of(panel, "did", **options)
    people = people_at_baseline(weighted, ["age"])
    ours = refit_with_weights(weighted, people, w[people.rows])
    theirs = refit_with_weights(plain, people, w[people.rows] ** 2)
    term = plain.result.shown[0]
    assert ours.estimates[term].estimate == pytest.approx(theirs.estimates[term].estimate)


def test_chances_are_those_of_a_logit_by_hand():
    """One indicator as covariate: the chance is the share among those who have it."""
    from dataclasses import replace

    group = PEOPLE.columns[:, [0]] > np.median(PEOPLE.columns[:, 0])
    people = replace(PEOPLE, columns=group.astype(float), names=("old",))
    found = chances(PEOPLE.treated, people, "Who was treated")
    for side in (True, False):
        rows = group[:, 0] == side
        assert found[rows] == pytest.approx(PEOPLE.treated[rows].mean(), abs=1e-8)


def test_who_can_be_told_without_exception_is_refused_by_name():
    from dataclasses import replace

    told = replace(PEOPLE, columns=PEOPLE.treated[:, None].astype(float), names=("score",))
    with pytest.raises(ModelError, match=r"Who stayed can be told .*\(score\)"):
        chances(PEOPLE.treated, told, "Who stayed")


def test_balance_is_in_standard_deviations_of_those_resembled():
    weights = np.ones(PEOPLE.rows.size)
    age, _ = balances(PEOPLE, PEOPLE.treated, ~PEOPLE.treated, weights)
    mine = PEOPLE.columns[PEOPLE.treated, 0]
    others = PEOPLE.columns[~PEOPLE.treated, 0]
    assert age.difference_before == pytest.approx((others.mean() - mine.mean()) / mine.std(ddof=1))
    assert age.difference_after == pytest.approx(age.difference_before)


def test_effective_number():
    assert effective(np.ones(7)) == pytest.approx(7)
    assert effective(np.array([1.0, 0.0])) == pytest.approx(1)
