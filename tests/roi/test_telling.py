from __future__ import annotations

from dataclasses import replace

from studytool.core.findings import Finding
from studytool.report.tables.regression import RegressionTable
from studytool.roi.cost import ledger_of
from studytool.roi.returns import Roi, returns_of
from studytool.roi.telling import finding_lines, in_short, method_lines, named_findings
from tests.brief_sample import hand_costs, hand_material

SERIOUS = Finding("error", "regression_to_the_mean", "High scores fall by 0.81 SD. Read on.")


def told(lines):
    return ["".join(run.text for run in line) for line in lines]


def test_what_two_results_share_is_said_once_with_the_longer_words():
    named = Finding("error", SERIOUS.code, f"ANCOVA: {SERIOUS.message}")
    lines = told(finding_lines((SERIOUS, named, SERIOUS), least="note", returns=None))
    assert lines == ["Serious. ANCOVA: High scores fall by 0.81 SD. Read on."]


def test_an_answer_follows_its_finding():
    material = hand_material(findings=(SERIOUS,))
    answer = {"finding": SERIOUS.code, "reason": "The cut-off was not kept"}
    roi = Roi(effect="visits.offered", defended=(answer,))
    returns = returns_of(roi, ledger_of(hand_costs(), {}), (), material)
    lines = told(finding_lines(returns.findings, least="error", returns=returns))
    assert lines == [
        "Serious. High scores fall by 0.81 SD. Read on.",
        "Why it is used all the same. The cut-off was not kept.",
    ]


def test_what_holds_for_several_models_is_told_in_full_for_the_first():
    models = ("Fixed effects", "DiD, with controls", "ANCOVA")
    named = [
        Finding("error", "rtm", f"{name}: it fell by {place}.") for place, name in enumerate(models)
    ]
    other = Finding("error", "rtm", "Of all of them.")
    lines = told(finding_lines((*named, other), least="note", labels=models, returns=None))
    also = " The same holds for DiD, with controls and ANCOVA, with other figures."
    assert lines == [
        f"Serious. Fixed effects: it fell by 0.{also}",
        "Serious. Of all of them.",
    ]


def test_what_a_table_says_of_several_models_is_not_said_again():
    together = "ANCOVA and DiD: 41 are lost. Within: 44 are lost. It may be right."
    findings = [
        Finding("warning", "attrition", together),
        Finding("warning", "attrition", "44 are lost. It may be right."),
        Finding("warning", "attrition", "Schools: 50 are lost. It may be right."),
        Finding("warning", "attrition", "Within: 44 are lost. Some say so. It may be right."),
    ]
    models = ("ANCOVA", "DiD", "Within", "Schools")
    lines = told(finding_lines(findings, least="note", labels=models, returns=None))
    assert lines == [f"Caution. {together} The same holds for Schools, with other figures."]


def test_notes_without_findings_are_left_as_they_are():
    material = hand_material()
    table = RegressionTable(name="t1", models=("visits",)).lay_out(material)
    assert in_short(table, heading="Read with care", least="note") is table


def test_a_model_is_named_where_there_are_several():
    spec, result = hand_material(findings=(SERIOUS,)).models["visits"]
    assert named_findings(spec, result, several=False) == (SERIOUS,)
    assert named_findings(spec, result, several=True)[0].message.startswith("ANCOVA (visits): High")


def test_a_small_sample_is_not_told():
    material = hand_material(n_people=3)
    text = " ".join(told(method_lines(material, ["visits"], returns=None, minimum=5)))
    assert "fewer than 5 children" in text
    assert "3 children" not in text


def test_without_draws_there_is_no_seed_to_tell():
    material = hand_material()
    spec, result = material.models["visits"]
    plain = replace(material, models={"visits": (spec, replace(result, tests={}))})
    assert "seed" not in " ".join(told(method_lines(plain, ["visits"], returns=None, minimum=5)))
