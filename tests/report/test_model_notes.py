from __future__ import annotations

import math
from dataclasses import replace

from studytool.core.counted import guarded
from studytool.core.findings import Finding
from studytool.models.result import Estimate
from studytool.report.model_notes import model_counts, model_findings, model_notes, outcome_lines


def test_two_models_with_one_convention_share_a_line(make):
    shown = list(make.both_models().values())
    notes = model_notes(make.panel(), shown)
    assert notes[0].endswith("clusters: household (df 41.6 and 44.1).")
    assert notes[1] == "Sample: Children present in every wave, 341 and 221 of 447 rows used."


def test_a_convention_of_one_model_names_it(make):
    (spec, fixed_effects), (other, ancova) = make.both_models().values()
    shown = [(spec, replace(fixed_effects, convention="CR1, t(G-1)")), (other, ancova)]
    first, second, *_ = model_notes(make.panel(), shown)
    assert first.startswith("Child and wave effects: intervals (95\u00a0%) and p: CR1, t(G-1)")
    assert second.startswith("ANCOVA on wave 1: intervals")


def test_the_smallest_effect_is_told_where_it_is_known(make):
    shown = list(make.both_models().values())
    told = [note for note in model_notes(make.panel(), shown) if note.startswith("Smallest")]
    assert told == [
        "Smallest effect to be found with 80\u00a0% power: ANCOVA on wave 1, 1.90 points (0.35 SD)."
    ]


def test_infinite_degrees_of_freedom_are_not_printed(make):
    estimate = Estimate(1.0, 1.0, math.inf, 0.3, -1.0, 3.0)
    result = make.fitted(estimates={"visited": estimate})
    notes = model_notes(make.panel(), [(make.model_spec(), result)])
    assert "df" not in notes[0]


def test_braces_in_a_condition_are_printed_as_they_are(make):
    spec = make.model_spec(where="site == '{x}'")
    assert "where site is {x}," in model_notes(make.panel(), [(spec, make.fitted())])[1]


def test_models_of_two_outcomes_say_which(make):
    (spec, one), (other, two) = make.both_models().values()
    shown = [(spec, one), (other, replace(two, outcome="hh_size"))]
    notes = model_notes(make.panel(), shown)
    about = "outcome Total difficulties (caregiver) (points, 0 to 40; higher is worse)."
    assert notes[:2] == (
        f"Child and wave effects: {about}",
        "ANCOVA on wave 1: outcome Household size.",
    )
    assert not any("outcome" in note for note in model_notes(make.panel(), shown, outcomes=False))


def test_every_finding_is_told_once_and_the_model_named(make):
    found = model_findings(list(make.both_models().values()))
    assert [finding.code for finding in found] == ["regression_to_the_mean", "few_clusters"]
    assert found[0].message.startswith("Visits went")
    assert found[1].message == "Child and wave effects: 39 families changed"


def test_one_model_needs_no_name(make):
    finding = Finding("note", "x", "Something")
    shown = [(make.model_spec(), make.fitted(findings=(finding,)))]
    assert model_findings(shown) == (finding,)


def test_title_and_unit_come_from_the_codebook(make):
    assert outcome_lines(make.panel(), [make.fitted(), make.ancova()]) == (
        "Visited since last interview and total difficulties (caregiver)",
        "Points, 0 to 40; higher is worse",
    )


def test_rows_used_of_all_tell_how_few_were_left_out(make):
    spec, result = make.both_models()["visits"]
    flow = replace(result.flow, rows=447, used_rows=444)
    shown = [(spec, replace(result, flow=flow))]
    panel = make.panel()
    text = " ".join(model_notes(panel, shown))
    assert "444 of 447 rows used" in text
    guard = model_counts(panel, shown)
    assert "all but fewer than 5 of 447 rows used" in guarded(text, guard, 5)
    assert guarded(text, guard, 3) == text
    assert model_counts(make.panel(design="groups", person="state"), shown) == ()
