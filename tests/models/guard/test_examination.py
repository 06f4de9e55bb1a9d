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


def two_treatments():
    """Lottery tickets named first, visits by score second, both from wave 2 on."""
    panel = simulate(World(children=300, schools=20, assignment="score"), 1)
    frame = panel.frame
    lucky = frame["child_id"].str[-1].isin(list("13579")) & (frame["wave"] > 1)
    few = frame["school_id"].isin(["S1", "S2"]) & (frame["wave"] > 2)
    return make_panel(frame.assign(ticket=lucky.astype(float), club=few.astype(float)))


def test_each_treatment_is_judged_by_its_own_assignment():
    panel = two_treatments()
    chance = Assignment(exposure="ticket", rule="random")
    model = FixedEffects(
        name="fe", outcome="y", treatment=("ticket", "visited"), cluster=("person",)
    )
    study = run(panel, model)
    found = {f.code: f for f in examine(*study["fe"], panel, [chance, RULE], study)}
    message = found["regression_to_the_mean"].message
    assert message.startswith("visited followed an earlier score")
    assert "38% treated" in message
    own = study["fe"][1].estimates["visited"].estimate
    assert f"fixed effects (fe) {own:+.2f}" in message
    assert "assignment_not_recorded" not in found


def test_every_treatment_is_looked_at_and_named():
    panel = two_treatments()
    model = FixedEffects(name="fe", outcome="y", treatment=("visited", "club"), cluster=("school",))
    findings = examine(*run(panel, model)["fe"], panel, [RULE], {})
    found = {code: [f for f in findings if f.code == code] for code in {f.code for f in findings}}
    (few,) = found["few_treated_clusters"]
    assert "Only 2 of the clusters (school) hold treated people (club)" in few.message
    changing = [finding.message for finding in found["never_changers"]]
    assert changing[0].startswith("114 of 300 people")
    assert "treatment (visited)" in changing[0]
    assert changing[1].startswith("30 of 300 people")
    assert "treatment (club)" in changing[1]
    (start,) = found["parallel_trends_untestable"]
    assert "before treatment (visited)" in start.message
    (unknown,) = found["assignment_not_recorded"]
    assert "how people came to be treated (club)" in unknown.message
    assert 'exposure = "club"' in unknown.remedy
    assert len(found["few_clusters"]) == 1


def test_an_amount_makes_no_findings_about_groups():
    panel = simulate(World(children=300, schools=20), 1)
    dose = panel.frame["age"] + panel.frame["visited"]
    panel = make_panel(panel.frame.assign(dose=dose))
    model = FixedEffects(name="fe", outcome="y", treatment="dose", cluster=("school",))
    codes = {finding.code for finding in examine(*run(panel, model)["fe"], panel, [], {})}
    false = {"few_treated_clusters", "parallel_trends_untestable", "forbidden_comparisons"}
    assert not codes & {*false, "never_changers"}


def test_groups_called_one_and_two_are_examined_as_nought_and_one():
    panel = simulate(World(children=300, assignment="score", attrition=0.1), 1)
    recoded = make_panel(panel.frame.assign(visited=panel.frame["visited"] + 1))
    model = FixedEffects(name="fe", outcome="y", treatment="visited", cluster=("person",))
    plain, other = (examine(*run(p, model)["fe"], p, [RULE], {}) for p in (panel, recoded))
    assert plain == other
