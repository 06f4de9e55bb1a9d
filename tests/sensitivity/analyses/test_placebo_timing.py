from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.estimators.event_study import EventStudy
from tests.sensitivity.paths import panel_of
from tests.sensitivity.subjects import asked, judged

WITHIN = {"treatment": "visited", "cluster": ["person"]}
GROUP = {"treatment": "group", "post": [4, 5], "cluster": ["person"]}


@pytest.mark.parametrize(("kind", "model"), [("fixed_effects", WITHIN), ("did", GROUP)])
def test_a_drift_before_treatment_is_found_and_an_effect_alone_is_not(kind, model):
    drift = judged(panel_of(children=300, start=4, waves=5, drift=0.4), "placebo_timing", kind,
                   **model)  # fmt: skip
    assert "different paths already" in drift.statement
    still = judged(panel_of(children=300, start=4, waves=5, effect=1.0), "placebo_timing", kind,
                   **model)  # fmt: skip
    assert "finds no effect" in still.statement
    assert still.lines[0].low > 0


def test_under_no_drift_the_placebo_holds_nought_about_95_times_in_100():
    held = 0
    for seed in range(100):
        panel = panel_of(children=60, start=4, waves=5, effect=1.0, seed=seed)
        line = judged(panel, "placebo_timing", "did", **GROUP).lines[1]
        held += line.low <= 0 <= line.high
    assert 88 <= held <= 99


def test_the_name_says_how_much_earlier():
    panel = panel_of(children=60, start=4, waves=5)
    one = judged(panel, "placebo_timing", "did", **GROUP)
    two = judged(panel, "placebo_timing", "did", options={"earlier": 2}, **GROUP)
    assert one.lines[1].label.endswith("1 wave earlier")
    assert two.lines[1].label.endswith("2 waves earlier")
    assert np.isfinite(two.lines[1].estimate)


def test_one_wave_before_treatment_is_refused_and_event_studies_are_by_name():
    with pytest.raises(ModelError, match="1 wave before treatment"):
        judged(panel_of(children=30, start=2, waves=3), "placebo_timing", "fixed_effects", **WITHIN)
    events = EventStudy(name="m", outcome="y", treatment="visited")
    assert '"event_study"' in asked("placebo_timing").refuses(events)
