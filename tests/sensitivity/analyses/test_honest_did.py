from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.event_study import EventStudy
from studytool.models.result import NotAvailable
from studytool.sensitivity.subject import Subject
from tests.sensitivity import medicaid
from tests.sensitivity.paths import panel_of
from tests.sensitivity.subjects import asked, judged, subject_of

MODEL = EventStudy(name="m", outcome="y", treatment="visited")


def of_medicaid(**options):
    panel = panel_of(children=4, start=2, waves=3)
    subject = Subject(MODEL, medicaid.result(), panel, (), 7, Silent())
    return asked("honest_did", **options).judge(subject)


def ends(result):
    return {line.at: (line.low, line.high) for line in result.lines if line.role == "line"}


def test_the_intervals_in_print_are_met():
    found = of_medicaid()
    assert ends(found) == {m: pytest.approx(w, abs=1e-3) for m, w in medicaid.RELATIVE.items()}
    original = found.lines[0]
    assert (original.low, original.high) == pytest.approx(medicaid.ORIGINAL, abs=1e-3)
    smooth = of_medicaid(restriction="smoothness", m=list(medicaid.SMOOTH))
    assert ends(smooth) == {m: pytest.approx(w, abs=1e-3) for m, w in medicaid.SMOOTH.items()}


def test_the_breakdown_lies_where_the_printed_intervals_say():
    found = of_medicaid()
    assert 1.5 < found.measures["breakdown"] < 2
    assert (
        f"holds until trends part after treatment by {found.measures['breakdown']:.2f} times"
        in (found.statement)
    )
    smooth = of_medicaid(restriction="smoothness", m=[0.01])
    assert 0.02 < smooth.measures["breakdown"] < 0.03


def test_same_seed_same_bits():
    assert of_medicaid() == of_medicaid()


def test_on_data_an_effect_holds_and_a_drift_does_not():
    options = {"treatment": "visited", "cluster": ["person"]}
    real = judged(panel_of(children=200, start=5, waves=6, effect=2.0), "honest_did",
                  "event_study", **options)  # fmt: skip
    assert real.measures["breakdown"] > 1
    drift = judged(panel_of(children=200, start=5, waves=6, drift=0.5), "honest_did",
                   "event_study", **options)  # fmt: skip
    assert drift.measures["breakdown"] < 1
    smooth = judged(
        panel_of(children=200, start=5, waves=6, drift=0.5), "honest_did", "event_study",
        options={"restriction": "smoothness", "m": [0.0]}, **options,
    )  # fmt: skip
    assert ends(smooth)[0.0][0] < 0 < ends(smooth)[0.0][1]  # a straight line is taken off


def test_no_effect_has_nothing_to_lose_and_the_mean_of_all_waves_can_be_judged():
    options = {"treatment": "visited", "cluster": ["person"]}
    panel = panel_of(children=60, start=4, waves=6)
    none = judged(panel, "honest_did", "event_study", **options)
    assert none.measures["breakdown"] == 0
    assert "nothing can be lost" in none.statement
    mean = judged(panel, "honest_did", "event_study", options={"average": True}, **options)
    assert mean.term == "event[mean]"


def test_an_effect_beyond_all_bounds_has_no_breakdown():
    panel = panel_of(children=400, start=4, waves=4, effect=500.0)
    found = judged(panel, "honest_did", "event_study", treatment="visited", cluster=["person"])
    assert isinstance(found.measures["breakdown"], NotAvailable)
    assert "however far" in found.statement


def test_other_kinds_are_refused_by_name_without_data():
    did = Did(name="m", outcome="y", treatment="group", post=[2])
    assert '"did"' in asked("honest_did").refuses(did)
    assert asked("honest_did").refuses(MODEL) == ""


def test_staggered_models_are_judged_by_terms_that_are_differences_from_one_wave():
    panel = panel_of(children=80, start=4, waves=6, effect=1.0)
    plain = judged(panel, "honest_did", "event_study", treatment="visited", cluster=["person"])
    for kind, options in (
        ("callaway_santanna", {"base": "universal"}),
        ("sun_abraham", {}),
        ("stacked", {}),
    ):
        found = judged(panel, "honest_did", kind, treatment="visited", **options)
        # one starting wave and no controls: the same estimates, errors apart by their convention
        assert found.lines[0].estimate == pytest.approx(plain.lines[0].estimate)
        assert found.measures["breakdown"] == pytest.approx(plain.measures["breakdown"], abs=0.1)
    varying = subject_of(panel, "callaway_santanna", treatment="visited")
    assert 'base = "universal"' in asked("honest_did").refuses(varying.model)
    with pytest.raises(ModelError, match="no reference wave in common"):
        asked("honest_did").judge(varying)
    early = subject_of(
        panel, "callaway_santanna", treatment="visited", base="universal", anticipation=1
    )
    assert "anticipation" in asked("honest_did").refuses(early.model)


def test_one_wave_before_treatment_is_refused():
    subject = subject_of(
        panel_of(children=30, start=2, waves=4), "event_study", treatment="visited"
    )
    with pytest.raises(ModelError, match="no wave before the last one"):
        asked("honest_did").judge(subject)


def test_without_a_bend_to_measure_by_a_bend_has_to_be_named():
    subject = subject_of(
        panel_of(children=30, start=3, waves=4), "event_study", treatment="visited"
    )
    with pytest.raises(ModelError, match="no bend"):
        asked("honest_did", restriction="smoothness").judge(subject)
    assert asked("honest_did", restriction="smoothness", m=[0.1]).judge(subject).lines[1].low


def test_odd_options_are_refused():
    for options in ({"m": [-1]}, {"m": [1, 1]}, {"average": True, "at": 1}, {"at": -1}):
        with pytest.raises(ValidationError):
            asked("honest_did", **options)
    with pytest.raises(ModelError, match="9 waves after"):
        of_medicaid(at=9)


def test_a_bound_that_does_not_fit_has_a_reason_in_place_of_an_interval():
    assert all(line.reason == "" for line in of_medicaid().lines)
    path = medicaid.result().path
    assert path is not None
    alone = replace(path, references=(-1, -4))
    subject = Subject(
        MODEL, replace(medicaid.result(), path=alone), panel_of(children=4, start=2, waves=3), (),
        7, Silent(),
    )  # fmt: skip
    with pytest.raises(ModelError, match="two references"):
        asked("honest_did").judge(subject)
