from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.baseline import people_at_baseline
from studytool.sensitivity.methods.reweighted import judge_by_weights, refuse_one_group
from tests.sensitivity.subjects import asked, subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=80, effect=0.5), 4)
SUBJECT = subject_of(PANEL, "did", treatment="offered", post=[2, 3], cluster=["person"])


def judged(weights, people):
    return judge_by_weights(
        asked("ipw", variables=["age"]), SUBJECT, people, weights, target=people.treated,
        others=~people.treated, method="By hand", measures={}, words="do nothing",
    )  # fmt: skip


def test_uneven_weights_missing_people_and_lasting_differences_are_told():
    people = people_at_baseline(SUBJECT, ["age", "y"])
    weights = np.ones(people.rows.size)
    weights[np.flatnonzero(~people.treated)[0]] = 1000.0
    found = judged(weights, replace(people, without=3))
    codes = [finding.code for finding in found.findings]
    assert codes == ["weights_unbalanced", "weights_uneven", "weights_missing"]
    assert "3 people" in found.findings[-1].message
    assert "3 people" not in found.findings[-1].told(5).message


def test_equal_weights_leave_the_conclusion():
    people = people_at_baseline(SUBJECT, ["age"])
    found = judged(np.ones(people.rows.size), people)
    assert found.lines[0].estimate == pytest.approx(found.lines[1].estimate)
    assert found.measures["n_effective"] == (~people.treated).sum()
    assert "was " in found.statement


def test_one_group_is_refused():
    people = people_at_baseline(SUBJECT, ["age"])
    for treated in (np.zeros(80, dtype=bool), np.ones(80, dtype=bool)):
        with pytest.raises(ModelError, match="no two groups"):
            refuse_one_group(replace(people, treated=treated), SUBJECT)
