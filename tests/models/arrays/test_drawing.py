from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import people_of
from studytool.models.arrays.drawing import (
    draw,
    let_go,
    let_groups_go,
    refuse_negative,
    refuse_none_left,
    refuse_other_than_yes_and_no,
)
from studytool.models.arrays.sample import Need
from studytool.models.estimators.fe_logit import FeLogit
from tests.simulate import make_panel

PANEL = make_panel(
    pd.DataFrame({"child_id": list("aabbc"), "wave": [1, 2, 1, 2, 1], "y": [0.0, 1, 1, 1, 0]})
)
SPEC = FeLogit(name="m", outcome="y", treatment="d")


def test_rows_that_leave_late_are_in_the_flow():
    sample, outcome = draw(SPEC, PANEL, [Need("y", "outcome missing")])
    assert outcome.tolist() == [0, 1, 1, 1, 0]
    people = people_of(PANEL)[sample.index]

    def without(reason, rows, serving=""):
        return let_go(sample, people, [(reason, np.array(rows))], serving=serving)

    left = without("never changes", [False, False, True, True, True])
    step = left.flow.steps[-1]
    assert (step.reason, step.rows, step.people, step.index) == ("never changes", 3, 2, (2, 3, 4))
    assert (step.by_method, step.serves) == (True, False)
    assert (left.flow.used_rows, left.flow.used_people) == (2, 1)
    assert left.index.tolist() == [0, 1]
    serving = without("start", [True, False, True, False, False], "start").flow.steps[-1]
    assert (serving.by_method, serving.serves) == (False, True)
    assert without("no one", [False] * 5) is sample
    nobody = without("all", [True] * 5)
    with pytest.raises(ModelError, match="No row is left"):
        refuse_none_left(nobody, "All left.", "Stay.")
    refuse_none_left(left, "", "")


def test_yes_and_no_only():
    refuse_other_than_yes_and_no("y", np.array([0.0, 1.0]), "A logit")
    with pytest.raises(ModelError, match="other values"):
        refuse_other_than_yes_and_no("y", np.array([0.0, 0.5]), "A logit")


def test_counts_are_not_negative():
    refuse_negative("y", np.array([0.0, 3.0]), "another kind")
    with pytest.raises(ModelError, match=r'"y" is negative in 2 rows\.') as refused:
        refuse_negative("y", np.array([-1.0, 2.0, -3.0]), "another kind")
    assert refused.value.remedy == "Check the column, or use another kind."


def test_groups_that_say_nothing_go_and_are_counted():
    sample, outcome = draw(SPEC, PANEL, [Need("y", "outcome missing")])

    def all_yes(groups):
        return np.bincount(groups, outcome) == np.bincount(groups)

    left, gone = let_groups_go(PANEL, sample, "person", all_yes, "always yes")
    assert gone == 1
    assert left.index.tolist() == [0, 1, 4]
    assert (left.flow.steps[-1].reason, left.flow.steps[-1].rows) == ("always yes", 2)
