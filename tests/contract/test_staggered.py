"""What every estimator by cohort and wave does with paths it was not made for.

A clear refusal with a remedy, or an answer with a finding that says what happened: never a number
that is silently of something else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import studytool.models.estimators
from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.core.spec import kinds
from studytool.models.result import Estimate, NotAvailable
from studytool.models.spec import ModelSpec
from tests.simulate import make_panel
from tests.staggered_world import staggered_panel

if TYPE_CHECKING:
    from studytool.survey.panel import Panel

ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)
KINDS = ("callaway_santanna", "sun_abraham", "etwfe", "stacked")


def fit(kind: str, panel: Panel, **options: Any):
    asked = {"name": "m", "outcome": "y", "cohort": "first", **options}
    if "treatment" in options:
        del asked["cohort"]
    return ESTIMATORS[kind].model_validate(asked).fit(panel, seed=1, progress=Silent())


def changed(panel: Panel, **columns: Any) -> Panel:
    return replace(panel, frame=panel.frame.assign(**columns))


def kept(panel: Panel, rows: pd.Series) -> Panel:
    return make_panel(panel.frame[rows])


def codes(result) -> set[str]:
    return {finding.code for finding in result.findings}


@pytest.mark.parametrize("kind", KINDS)
def test_one_cohort_is_a_difference_in_differences(kind):
    panel = staggered_panel(seed=1, cohorts=(0, 2004))
    panel = kept(panel, panel.frame["wave"].isin([2003, 2004]))
    means = panel.frame.pivot_table(index="first", columns="wave", values="y")
    change = means[2004] - means[2003]
    found = fit(kind, panel).estimates["simple"]
    assert found.estimate == pytest.approx(change[2004.0] - change[0.0], rel=1e-9)


@pytest.mark.parametrize("kind", ["callaway_santanna", "stacked"])
def test_nobody_never_treated_is_refused_by_those_who_compare_with_them(kind):
    with pytest.raises(ModelError) as refused:
        fit(kind, staggered_panel(seed=1, cohorts=(2004, 2006, 2007)))
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("callaway_santanna", {"comparison": "not_yet"}, "cells_missing"),
        ("sun_abraham", {}, "last_cohort_compared"),
        ("etwfe", {}, ""),
        ("stacked", {"comparison": "not_yet", "window": (-1, 0)}, "cohorts_outside"),
    ],
)
def test_everyone_treated_by_the_last_wave_leaves_what_can_be_compared(kind, options, told):
    result = fit(kind, staggered_panel(seed=1, cohorts=(2004, 2006, 2007)), **options)
    assert codes(result) >= ({told} if told else set())
    assert result.cohorts.never == 0
    after = [place for place in result.cohorts.terms if place[1] >= place[0]]
    assert after
    assert all(wave < 2007 for _, wave in after)
    if kind == "etwfe":
        assert "nobody is left to compare with" in result.flow.steps[0].reason


@pytest.mark.parametrize("kind", KINDS)
def test_a_cohort_of_one_child_has_no_estimate_of_its_own(kind):
    panel = staggered_panel(seed=1)
    others = panel.frame.loc[panel.frame["first"] == 2006, "child_id"].unique()[1:]
    result = fit(kind, kept(panel, ~panel.frame["child_id"].isin(others)), window=(-1, 1))
    assert isinstance(result.estimates["att[2006,2006]"], NotAvailable)
    assert isinstance(result.estimates["att[2004,2004]"], Estimate)
    assert "small_cohorts" in codes(result)


@pytest.mark.parametrize("kind", KINDS)
def test_treatment_that_switches_off_is_refused(kind):
    panel = staggered_panel(seed=1)
    off = panel.frame["treated"].where(panel.frame["wave"] < 2007, 0.0)
    with pytest.raises(ModelError, match="ends again") as refused:
        fit(kind, changed(panel, treated=off), treatment="treated")
    assert "cohort" in refused.value.remedy


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wave", [1999.0, 2001.0])
def test_first_treated_before_or_at_the_first_wave_is_counted(kind, wave):
    panel = staggered_panel(seed=1)
    late = panel.frame["first"] == 2006
    moved = changed(panel, first=panel.frame["first"].where(~late, wave))
    result, without = fit(kind, moved), fit(kind, kept(panel, ~late))
    assert (result.flow.steps[0].rows, result.flow.steps[0].people) == (100, 20)
    assert result.estimates["simple"].estimate == pytest.approx(
        without.estimates["simple"].estimate, rel=1e-9
    )


@pytest.mark.parametrize("kind", KINDS)
def test_gaps_keep_the_truth_and_the_flow(kind):
    panel = staggered_panel(seed=2, children=900, attrition=0.2, noise=0.5)
    result = fit(kind, panel, window=(-1, 1))
    for place, term in result.cohorts.terms.items():
        truth = {(2004, 2004): 1.0, (2004, 2006): 2.0, (2006, 2006): 0.4, (2006, 2007): 0.8}
        if place in truth:
            found = result.estimates[term]
            assert abs(found.estimate - truth[place]) < 4 * found.std_error, term
    flow = result.flow
    assert flow.rows - sum(step.rows for step in flow.steps) == result.n_rows


@pytest.mark.parametrize("kind", KINDS)
def test_three_waves_with_one_before_say_that_nothing_can_be_tested(kind):
    panel = staggered_panel(seed=1, cohorts=(0, 2003))
    result = fit(kind, kept(panel, panel.frame["wave"] < 2006))
    assert result.tests["pre_trends"].p is None
    assert result.tests["pre_trends"].reason
    assert not result.path.leads


@pytest.mark.parametrize("kind", KINDS)
def test_duplicated_rows_are_refused(kind):
    panel = staggered_panel(seed=1)
    twice = make_panel(pd.concat([panel.frame, panel.frame.iloc[:3]]))
    with pytest.raises(ModelError, match="3 rows repeat") as refused:
        fit(kind, twice)
    assert refused.value.remedy


@pytest.mark.parametrize("kind", KINDS)
def test_a_wave_left_out_by_where_is_no_base(kind):
    """Without wave 2003 those of 2004 have no wave right before their start."""
    panel = staggered_panel(seed=1)
    result = fit(kind, panel, where="wave != 2003", window=(-1, 0))
    after = {place: t for place, t in result.cohorts.terms.items() if place[1] >= place[0]}
    assert any(start == 2006 for start, _ in after)
    early = [term for (start, _), term in after.items() if start == 2004]
    # the extended regression measures from all waves before; the others leave the cohort out
    assert bool(early) == (kind == "etwfe")
    if not early:
        told = codes(result) & {"cells_missing", "cohorts_outside"}
        assert told or any("the wave that others" in s.reason for s in result.flow.steps)


@pytest.mark.parametrize("kind", KINDS)
def test_one_cluster_for_copies_of_rows_in_cross_sections(kind):
    frame = staggered_panel(seed=1, children=90).frame
    frame = frame.assign(row=np.arange(len(frame)))
    one = make_panel(frame, design="cross_sections", levels={"row": "row"})
    two = make_panel(pd.concat([frame, frame]), design="cross_sections", levels={"row": "row"})
    options = {"cluster": ["row"], "covariance": "cr0", "window": (-1, 1)}
    alone, doubled = (fit(kind, panel, **options).estimates["simple"] for panel in (one, two))
    assert doubled.estimate == pytest.approx(alone.estimate, rel=1e-9)
    assert doubled.std_error == pytest.approx(alone.std_error, rel=1e-9)
