from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.drawing import draw, let_go, refuse_none_left, refuse_other_than_yes_and_no
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.sample import Need
from tests.simulate import make_panel

PANEL = make_panel(
    pd.DataFrame({"child_id": list("aabbc"), "wave": [1, 2, 1, 2, 1], "y": [0.0, 1, 1, 1, 0]})
)
SPEC = FeLogit(name="m", outcome="y", treatment="d")


def test_rows_that_leave_late_are_in_the_flow():
    sample, outcome = draw(SPEC, PANEL, [Need("y", "outcome missing")])
    assert outcome.tolist() == [0, 1, 1, 1, 0]
    left = let_go(PANEL, sample, np.array([False, False, True, True, True]), "never changes")
    step = left.flow.steps[-1]
    assert (step.reason, step.rows, step.people, step.index) == ("never changes", 3, 2, (2, 3, 4))
    assert (left.flow.used_rows, left.flow.used_people) == (2, 1)
    assert left.index.tolist() == [0, 1]
    assert let_go(PANEL, sample, np.zeros(5, dtype=bool), "no one") is sample
    nobody = let_go(PANEL, sample, np.ones(5, dtype=bool), "all")
    with pytest.raises(ModelError, match="No row is left"):
        refuse_none_left(nobody, "All left.", "Stay.")
    refuse_none_left(left, "", "")


def test_yes_and_no_only():
    refuse_other_than_yes_and_no("y", np.array([0.0, 1.0]), "A logit")
    with pytest.raises(ModelError, match="other values"):
        refuse_other_than_yes_and_no("y", np.array([0.0, 0.5]), "A logit")
