from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.staggered.paths import FIRST, TREATED, find_paths
from studytool.models.staggered_spec import StaggeredSpec
from tests.staggered_world import staggered_panel


class Asked(StaggeredSpec):
    def fit(self, panel, *, seed, progress):
        raise NotImplementedError


def paths(panel, **options):
    return find_paths(Asked(name="m", outcome="y", **options), panel)


def test_starts_by_treatment_and_by_cohort_are_the_same():
    panel = staggered_panel(seed=1)
    by_treatment, by_cohort = paths(panel, treatment="treated"), paths(panel, cohort="first")
    np.testing.assert_array_equal(by_treatment.start, by_cohort.start)
    np.testing.assert_array_equal(by_treatment.at, by_cohort.at)
    assert by_treatment.cohorts == (2, 3)
    assert [by_treatment.wave(place) for place in by_treatment.cohorts] == [2004, 2006]
    assert by_cohort.panel.frame[TREATED].to_list() == panel.frame["treated"].to_list()
    assert TREATED not in panel.frame


def test_every_row_that_leaves_is_told_of():
    panel = staggered_panel(seed=1)
    early = panel.frame["child_id"].isin(panel.frame["child_id"].unique()[:3])
    frame = panel.frame.assign(first=panel.frame["first"].where(~early, 2001))
    found = paths(replace(panel, frame=frame), cohort="first")
    (step,) = found.sample.flow.steps
    assert step.reason == FIRST
    assert (step.rows, step.people) == (int(early.sum()), 3)


def test_two_rows_of_a_person_at_a_wave_are_refused():
    panel = staggered_panel(seed=1)
    again = np.r_[0, np.arange(len(panel.frame))]
    doubled = replace(
        panel,
        frame=panel.frame.iloc[again].reset_index(drop=True),
        reasons=panel.reasons.iloc[again].reset_index(drop=True),
    )
    with pytest.raises(ModelError, match="1 rows repeat a person and wave") as refused:
        paths(doubled, cohort="first")
    assert refused.value.remedy


def test_treatment_that_switches_off_is_refused_unless_the_start_is_given():
    panel = staggered_panel(seed=1)
    off = panel.frame["treated"].where(panel.frame["wave"] < 2006, 0.0)
    panel = replace(panel, frame=panel.frame.assign(treated=off))
    with pytest.raises(ModelError, match="ends again") as refused:
        paths(panel, treatment="treated")
    assert "cohort" in refused.value.remedy
    assert paths(panel, cohort="first").cohorts == (2, 3)


def test_a_start_after_a_gap_is_told_of():
    panel = staggered_panel(seed=1)
    who = panel.frame.loc[panel.frame["first"] == 2004, "child_id"].iloc[0]
    gone = (panel.frame["child_id"] == who) & (panel.frame["wave"] == 2003)
    rows = np.flatnonzero(~gone)
    gapped = replace(
        panel,
        frame=panel.frame.iloc[rows].reset_index(drop=True),
        reasons=panel.reasons.iloc[rows].reset_index(drop=True),
    )
    (finding,) = paths(gapped, treatment="treated").findings
    assert finding.code == "start_in_a_gap"
    assert finding.message.startswith("1 people")
    assert not paths(gapped, cohort="first").findings


def test_nobody_treated_and_one_start_for_all_are_refused():
    panel = staggered_panel(seed=1)
    for first, words in ((0.0, "Nobody in the sample begins"), (2004.0, "same wave")):
        frame = panel.frame.assign(first=first)
        with pytest.raises(ModelError) as refused:
            paths(replace(panel, frame=frame), cohort="first")
        assert refused.value.remedy
        assert words in str(refused.value) or "same value" in str(refused.value)


def test_controls_that_repeat_are_named():
    panel = staggered_panel(seed=1)
    frame = panel.frame.assign(twice=1 + 2 * panel.frame["x"], copy=3 - panel.frame["treated"])
    panel = replace(panel, frame=frame)
    found = paths(panel, cohort="first", controls=["x", "twice"])
    assert found.dropped == {"twice": "collinear with x, const"} or "x" in found.dropped["twice"]
    assert found.control_names == ("const", "x")
    with pytest.raises(ModelError, match="repeats what other terms say: copy"):
        paths(panel, treatment="treated", controls=["copy"])


def test_people_who_are_not_followed_need_a_cohort():
    panel = staggered_panel(seed=1)
    sections = replace(panel, design=panel.design.model_copy(update={"design": "cross_sections"}))
    with pytest.raises(ModelError, match="who is who"):
        paths(sections, treatment="treated")
    found = paths(sections, cohort="first")
    assert not found.follows
    assert np.unique(found.people).size == len(panel.frame)
