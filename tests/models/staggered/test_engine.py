from __future__ import annotations

import warnings

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.staggered.engine import engine_at_work, engine_frame
from tests.models.staggered.test_paths import paths
from tests.staggered_world import staggered_panel


def test_an_engine_gets_codes_and_no_names():
    panel = staggered_panel(seed=1)
    found = engine_frame(
        paths(panel, cohort="first", controls=["x"], cluster=["household"], weights="w")
    )
    assert list(found) == [
        "unit", "time", "cohort", "treated", "outcome", "x0", "cluster", "weight",
    ]  # fmt: skip
    assert all(dtype.kind in "if" for dtype in found.dtypes)
    assert sorted(found["time"].unique()) == [1, 2, 3, 4, 5]
    assert sorted(found["cohort"].unique()) == [0, 3, 4]
    now = (found["cohort"] > 0) & (found["time"] >= found["cohort"])
    np.testing.assert_array_equal(found["treated"], now)
    np.testing.assert_allclose(found["outcome"], panel.frame["y"])


def test_an_engine_that_writes_into_its_frame_does_not_reach_ours():
    one = paths(staggered_panel(seed=1), cohort="first")
    before = one.design.outcome.copy()
    given = engine_frame(one)
    given.loc[:, "outcome"] = 0.0
    np.testing.assert_array_equal(one.design.outcome, before)


def test_faults_of_an_engine_are_answered_and_its_warnings_kept():
    with (
        pytest.raises(ModelError, match="Sums cannot be computed") as refused,
        engine_at_work("Sums"),
    ):
        raise ValueError("no  cohort\nleft")
    assert refused.value.why == "no cohort left"
    assert refused.value.remedy
    with engine_at_work("Sums") as told:
        for _ in range(2):
            warnings.warn_explicit("thin cells", UserWarning, "engine.py", 1)
    assert told == ["thin cells"]


def test_our_own_errors_pass_as_they_are():
    with pytest.raises(ModelError, match="as it was"), engine_at_work("Sums"):
        raise ModelError("as it was")
