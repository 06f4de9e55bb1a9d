"""Worked by hand: waves 1 to 3, two children treated from wave 3 on, two never.

Means of the treated 4, 6, 3 and of the others 2, 3, 4, so that the treated stand 2, 3 and -1 above
them. Against wave 2, the one before the start: event[-2] = 2 - 3 = -1, event[0] = -1 - 3 = -4.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.event_study import EventStudy
from studytool.models.result import NotAvailable
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "event_study"
BY_HAND = pd.DataFrame(
    {
        "child_id": np.repeat(list("abcd"), 3),
        "wave": [1, 2, 3] * 4,
        "y": [3.0, 5, 3, 5, 7, 3, 1, 3, 5, 3, 3, 3],
        "d": [0.0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        "start": [3.0] * 6 + [0.0] * 3 + [np.nan] * 3,
    }
)


def fit(panel, **options):
    model = EventStudy.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def codes(result):
    return [finding.code for finding in result.findings]


def staggered():
    """Three starts and some never, five waves, with an effect that grows."""
    draw = np.random.default_rng(4)
    child, wave = (axis.ravel() for axis in np.mgrid[0:80, 1:6])
    start = np.array([0, 2, 3, 4])[child % 4]
    since = np.where(start > 0, wave - start, -9)
    frame = pd.DataFrame(
        {
            "child_id": [f"C{place:02d}" for place in child],
            "wave": wave,
            "start": start.astype(float),
            "d": ((start > 0) & (since >= 0)).astype(float),
            "since": since,
            "x": draw.normal(size=child.size),
            "y": draw.normal(size=80)[child]
            + 0.3 * np.maximum(since + 1, 0)
            + draw.normal(size=400),
        }
    )
    return frame[draw.random(400) < 0.9].reset_index(drop=True)


def test_four_children_by_hand():
    result = fit(make_panel(BY_HAND), treatment="d")
    assert list(result.estimates) == ["event[-2]", "event[-1]", "event[0]"]
    assert result.estimates["event[-2]"].estimate == pytest.approx(-1)
    assert result.estimates["event[0]"].estimate == pytest.approx(-4)
    assert result.estimates["event[-1]"] == NotAvailable("the reference, 0 by definition")
    assert result.shown == ("event[-2]", "event[0]")
    assert result.path.people == (2, 2, 2)
    assert result.statistics["n_treated_people"] == result.statistics["n_never_people"] == 2


def test_the_first_treated_wave_says_the_same():
    by_treatment = fit(make_panel(BY_HAND), treatment="d")
    by_cohort = fit(make_panel(BY_HAND), cohort="start")
    assert by_cohort.estimates == by_treatment.estimates
    assert by_cohort.tests == by_treatment.tests


def test_one_start_and_two_waves_are_difference_in_differences():
    panel = simulate(World(children=90, waves=2, effect=0.4), 3)
    found = fit(panel, treatment="visited", cluster=["person"]).estimates["event[0]"]
    did = Did(name="m", outcome="y", treatment="offered", cluster=("person",))
    other = did.fit(panel, seed=1, progress=Silent()).estimates["offered:post"]
    assert found.estimate == pytest.approx(other.estimate, rel=1e-10)
    assert found.std_error == pytest.approx(other.std_error, rel=1e-10)


def test_equals_pyfixest_staggered_and_unbalanced():
    frame = staggered()
    result = fit(make_panel(frame), cohort="start", controls=["x"], cluster=["person"])
    dummies = {
        f"e{time + 9}": (frame["since"] == time).astype(float) for time in (-3, -2, 0, 1, 2, 3)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols(
            f"y ~ {' + '.join(dummies)} + x + C(wave) | child_id",
            frame.assign(**dummies),
            vcov={"CRV1": "child_id"},
            fixef_rm="none",
        )
    for time in (-3, -2, 0, 1, 2, 3):
        found = result.estimates[f"event[{time}]"]
        assert found.estimate == pytest.approx(theirs.coef()[f"e{time + 9}"], rel=1e-9)
        assert found.std_error == pytest.approx(theirs.se()[f"e{time + 9}"], rel=1e-8)
    assert "forbidden_comparisons" in codes(result)
    assert result.statistics["n_starts"] == 3


def test_organ_donor_registration_as_printed():
    """Huntington-Klein, The Effect (2021), chapter 18: quarters 1, 2, 4, 5 and 6 against 3."""
    frame = pd.read_csv(REFERENCE / "organ_donations.csv")
    start = np.where(frame["State"] == "California", 4.0, 0.0)
    panel = make_panel(frame.assign(start=start), person="State", wave="Quarter_Num")
    result = fit(panel, outcome="Rate", cohort="start", cluster=["person"])
    printed = {
        -3: (-0.003, 0.005),
        -2: (0.006, 0.002),
        0: (-0.022, 0.005),
        1: (-0.020, 0.004),
        2: (-0.022, 0.010),
    }
    for time, numbers in printed.items():
        found = result.estimates[f"event[{time}]"]
        assert (found.estimate, found.std_error) == pytest.approx(numbers, abs=6e-4)


def test_pre_trends_are_tested_together_and_hold_their_size():
    world = World(children=100, waves=4, effect=0.5)
    refused = 0
    for seed in range(100):
        panel = simulate(world, seed)
        # the service begins at wave 2: taken to begin at wave 4, with nothing before
        start = panel.frame["offered"] * 4
        never = make_panel(
            panel.frame.assign(start=start, y=panel.frame["y"] - 0.5 * panel.frame["visited"])
        )
        test = fit(never, cohort="start", cluster=["person"]).tests["pre_trends"]
        assert test.restrictions == 2
        refused += test.p < 0.05
    assert refused <= 12


def test_a_path_that_bends_before_is_found():
    panel = simulate(World(children=200, waves=4), 1)
    start = panel.frame["offered"] * 4
    drift = 0.5 * panel.frame["offered"] * panel.frame["wave"]
    result = fit(
        make_panel(panel.frame.assign(start=start, y=panel.frame["y"] + drift)),
        cohort="start",
        cluster=["person"],
    )
    assert result.tests["pre_trends"].p < 1e-4
    assert result.estimates["event[-3]"].estimate == pytest.approx(-1, abs=0.4)


def test_binned_ends_hold_the_rows_further_out():
    frame = staggered()
    binned = fit(make_panel(frame), cohort="start", window=(-2, 1))
    ends = np.clip(frame["since"], -2, 1).where(frame["start"] > 0)
    by_hand = {f"e{k}": (ends == t).astype(float) for k, t in enumerate((-2, 0, 1))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols(
            "y ~ e0 + e1 + e2 + C(wave) | child_id",
            frame.assign(**by_hand),
            vcov="iid",
            fixef_rm="none",
        )
    found = [binned.estimates[f"event[{time}]"].estimate for time in (-2, 0, 1)]
    assert found == pytest.approx(theirs.coef()[["e0", "e1", "e2"]].tolist(), rel=1e-9)
    assert binned.path.binned == (-2, 1)
    assert "event_bins" in codes(binned)


def test_trimmed_rows_leave_and_are_counted():
    frame = staggered()
    trimmed = fit(make_panel(frame), cohort="start", window=(-2, 1), ends="trimmed")
    far = (frame["start"] > 0) & ~frame["since"].between(-2, 1)
    told = {step.reason: step.rows for step in trimmed.flow.steps}
    assert told["outside the window of event times"] == int(far.sum())
    assert trimmed.n_rows == len(frame) - int(far.sum())
    assert trimmed.path.binned == ()


def test_a_window_wider_than_the_data_says_so():
    result = fit(make_panel(BY_HAND), treatment="d", window=(-4, 2))
    assert result.estimates["event[-4]"].reason == "no row of the sample is at this event time"
    assert (
        result.estimates["event[0]"]
        == fit(make_panel(BY_HAND), treatment="d").estimates["event[0]"]
    )
    assert "event_window" in codes(result)
    assert result.path.people == (0, 0, 2, 2, 2, 0, 0)


def test_one_wave_before_leaves_nothing_to_test():
    result = fit(simulate(World(effect=0.4), 1), treatment="visited")
    assert result.tests["pre_trends"].p is None
    assert result.tests["pre_trends"].reason
    assert "parallel_trends_untestable" in codes(result)


def test_people_treated_when_first_seen_are_set_aside():
    frame = BY_HAND.assign(d=[1.0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    result = fit(make_panel(frame), treatment="d", covariance="hc1")
    told = {step.reason: step.rows for step in result.flow.steps}
    assert told == {"already treated at the first wave: when it began is not in the data": 3}
    early = BY_HAND.assign(start=[0.5] * 3 + [3.0] * 3 + [0.0] * 6)
    assert fit(make_panel(early), cohort="start", covariance="hc1").estimates == result.estimates


def test_a_start_after_the_last_wave_is_never_and_one_between_waves_the_later():
    frame = BY_HAND.assign(start=[2.5] * 6 + [9.0] * 3 + [0.0] * 3)
    assert fit(make_panel(frame), cohort="start").estimates == (
        fit(make_panel(BY_HAND), cohort="start").estimates
    )


def test_event_time_counts_waves_not_years():
    frame = BY_HAND.assign(wave=BY_HAND["wave"].map({1: 2010, 2: 2015, 3: 2022}))
    assert fit(make_panel(frame), treatment="d").estimates == (
        fit(make_panel(BY_HAND), treatment="d").estimates
    )


def test_without_anyone_never_treated_a_second_reference_is_needed():
    frame = staggered()
    treated = frame[frame["start"] > 0]
    with pytest.raises(ModelError, match="no one to compare with") as refused:
        fit(make_panel(treated), cohort="start")
    assert "reference = [-1, -3]" in refused.value.remedy
    result = fit(make_panel(treated), cohort="start", reference=[-1, -3])
    assert isinstance(result.estimates["event[-3]"], NotAvailable)
    assert result.path.references == (-1, -3)


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"d": [0.0, 1, 0] * 4}, {"treatment": "d"}, "ends again"),
        ({"d": [0.0, 0, 2] * 4}, {"treatment": "d"}, "other values than 0 and 1"),
        ({"d": 0.0}, {"treatment": "d"}, "Nobody in the sample begins"),
        ({"d": 1.0}, {"treatment": "d"}, "No row is left"),
        ({"start": [1.0, 2, 3] * 4}, {"cohort": "start"}, "changes within people"),
        ({}, {"cohort": "start", "reference": -4}, "No row is at the reference"),
        ({"event[0]": 1.0}, {"treatment": "d"}, "as a term of the event study"),
        ({}, {"treatment": "d", "where": "wave == 3"}, "No row is at the reference"),
    ],
)
def test_what_has_no_before_and_after_is_refused(changes, options, message):
    with pytest.raises(ModelError, match=message) as refused:
        fit(make_panel(BY_HAND.assign(**changes)), **options)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"treatment": "d", "cohort": "start"},
        {"treatment": ["d", "start"]},
        {"treatment": "d", "window": [3, -3]},
        {"treatment": "d", "window": [0, 3]},
        {"treatment": "d", "reference": [-1, -1]},
    ],
)
def test_what_cannot_be_meant_is_refused_when_the_document_is_read(options):
    with pytest.raises(ValidationError, match=r"event study|window"):
        EventStudy.model_validate({"name": "m", "outcome": "y", **options})


def test_a_missing_treatment_leaves_with_its_reason():
    frame = BY_HAND.copy()
    frame.loc[7, "d"] = np.nan
    told = {step.reason: step.index for step in fit(make_panel(frame), treatment="d").flow.steps}
    assert told == {"treatment missing (d)": (7,)}


def test_the_cohort_column_is_needed():
    model = EventStudy(name="m", outcome="y", cohort="start")
    assert model.needs() == ("y", "start")
    assert model.treatments == ("start",)


def test_columns_named_as_internal_ones_are_columns():
    frame = staggered()
    plain = fit(make_panel(frame), cohort="start", controls=["x"])
    for name in ("const", "_merge", "y0"):
        renamed = fit(
            make_panel(frame.rename(columns={"x": name})), cohort="start", controls=[name]
        )
        assert renamed.estimates["event[0]"] == plain.estimates["event[0]"]
