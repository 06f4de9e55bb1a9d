from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.methods.event_times import (
    starts_by_cohort,
    starts_by_treatment,
    term_of,
    within_window,
)
from tests.simulate import make_panel

FRAME = pd.DataFrame(
    {
        "child_id": list("aaabbbccc"),
        "wave": [1, 2, 4] * 3,
        "d": [0.0, 1, 1, 1, 1, 1, 0, np.nan, 0],
        "start": [2.0] * 3 + [1.0] * 3 + [np.nan] * 3,
    }
)


def test_starts_and_event_times_by_treatment():
    starts = starts_by_treatment(make_panel(FRAME), "d")
    assert starts.place[[0, 3, 6]].tolist() == [1, -np.inf, np.inf]
    assert np.isnan(starts.place[7])
    assert starts.time[:3].tolist() == [-1, 0, 1]
    assert np.isnan(starts.time[3:]).all()
    assert [int(aside.rows.sum()) for aside in starts.asides] == [3, 1]


def test_starts_by_cohort_know_who_began_at_the_first_wave():
    starts = starts_by_cohort(make_panel(FRAME), "start")
    assert starts.place[[0, 3, 6]].tolist() == [1, 0, np.inf]
    assert starts.time[3:6].tolist() == [0, 1, 2]


def test_windows_bin_or_leave():
    time = np.array([-3.0, -1, 0, 5, np.nan])
    binned, outside = within_window(time, (-2, 1), "binned")
    assert binned[:4].tolist() == [-2, -1, 0, 1]
    assert outside.tolist() == [True, False, False, True, False]
    trimmed, _ = within_window(time, (-2, 1), "trimmed")
    assert trimmed[:4].tolist() == [-3, -1, 0, 5]
    assert not within_window(time, None, "binned")[1].any()
    assert term_of(-2) == "event[-2]"


def test_a_start_that_moves_is_refused():
    with pytest.raises(ModelError, match="changes within people"):
        starts_by_cohort(make_panel(FRAME.assign(start=[1.0, 2, 3] * 3)), "start")
