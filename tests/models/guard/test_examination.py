from __future__ import annotations

import pandas as pd

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from studytool.models.estimators.pooled import Pooled
from studytool.models.guard import examine
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate

RULE = Assignment(exposure="offered", also=("visited",), rule="score", variables=("y",), wave=1)


def run(panel, *models):
    return {m.name: (m, m.fit(panel, seed=1, progress=Silent())) for m in models}


def test_the_serious_come_first_and_every_finding_speaks():
    panel = simulate(World(children=162, assignment="score", attrition=0.1, take_up=0.8), 1)
    study = run(
        panel,
        FixedEffects(name="fe", outcome="y", treatment="visited", cluster=("school",)),
        Ancova(name="offer", outcome="y", treatment="offered"),
    )
    findings = examine(*study["fe"], panel, [RULE], study)
    weights = [("error", "warning", "note").index(finding.level) for finding in findings]
    assert weights == sorted(weights)
    codes = [finding.code for finding in findings]
    assert codes[:2] == ["regression_to_the_mean", "few_clusters"]
    assert {"attrition", "parallel_trends_untestable", "never_changers"} <= set(codes)
    assert all(finding.message.endswith(".") for finding in findings)
    assert all(finding.remedy for finding in findings if finding.level != "note")


def test_the_headline_design_carries_no_error():
    panel = simulate(World(children=162, assignment="score"), 1)
    study = run(panel, Ancova(name="offer", outcome="y", treatment="offered"))
    findings = examine(*study["offer"], panel, [RULE], study)
    assert "error" not in {finding.level for finding in findings}


def test_no_identifier_is_in_a_message():
    panel = simulate(World(children=60, assignment="score", attrition=0.2), 1)
    study = run(panel, FixedEffects(name="fe", outcome="y", treatment="visited"))
    text = " ".join(f.message + f.remedy for f in examine(*study["fe"], panel, [RULE], study))
    assert not any(name in text for name in panel.frame["child_id"].unique())


def test_the_panel_is_left_as_it_was():
    panel = simulate(World(children=60, assignment="score"), 1)
    before = panel.frame.copy(deep=True)
    study = run(panel, FixedEffects(name="fe", outcome="y", treatment="visited"))
    examine(*study["fe"], panel, [RULE], study)
    pd.testing.assert_frame_equal(panel.frame, before)


def test_data_without_people_or_waves_are_examined_too():
    frame = simulate(World(children=80, waves=1), 1).frame.drop(columns=["wave", "child_id"])
    panel = make_panel(frame, person=None)
    study = run(panel, Pooled(name="m", outcome="y", treatment="offered"))
    codes = [finding.code for finding in examine(*study["m"], panel, [], study)]
    assert codes[0] == "assignment_not_recorded"


def test_a_paired_comparison_is_examined_too():
    panel = simulate(World(children=60, attrition=0.2), 1)
    study = run(panel, Paired(name="m", outcome="yes", waves=(1, 3)))
    codes = [finding.code for finding in examine(*study["m"], panel, [RULE], study)]
    assert "attrition" in codes
