from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.core.progress import Silent
from studytool.models.estimators.event_study import EventStudy
from tests.simulate import World, make_panel, simulate


def result(**options):
    panel = simulate(World(children=60, waves=5, effect=0.5, attrition=0.1), 1)
    start = panel.frame["offered"] * np.where(panel.frame["child_id"].str[-1] > "4", 3, 4)
    panel = make_panel(panel.frame.assign(start=start))
    model = EventStudy.model_validate(
        {"name": "m", "outcome": "y", "cohort": "start", "cluster": ["person"], **options}
    )
    return panel, model.fit(panel, seed=1, progress=Silent())


def test_people_at_each_point_are_counted():
    panel, found = result()
    frame = panel.frame[panel.frame["start"] > 0]
    by_hand = (frame["wave"] - frame["start"]).value_counts()
    assert found.path.times == (-3, -2, -1, 0, 1, 2)
    assert found.path.people == tuple(int(by_hand[time]) for time in found.path.times)
    assert found.path.leads == (-3, -2)


def test_statistics_tell_of_the_treated_not_of_the_first_term():
    panel, found = result()
    ever = panel.frame[panel.frame["start"] > 0]
    later = ever[ever["wave"] >= ever["start"]]
    told = found.statistics
    assert told["n_treated_people"] == ever["child_id"].nunique()
    assert told["n_treated_rows"] == len(later)
    assert told["n_changers"] == later["child_id"].nunique()
    untreated = pd.concat([panel.frame, later]).drop_duplicates(keep=False)
    assert np.isclose(told["outcome_mean_untreated"], untreated["y"].mean())
    first = found.estimates["event[0]"]
    assert 2.7 < told["minimum_detectable_effect"] / first.std_error < 2.95


def test_several_starts_and_bins_are_findings_with_counts():
    _, found = result(window=(-2, 1))
    told = {finding.code: finding for finding in found.findings}
    assert "at wave 3" in told["forbidden_comparisons"].message
    assert len(told["forbidden_comparisons"].counts) == 2
    assert "event[-2] and event[1]" in told["event_bins"].message
