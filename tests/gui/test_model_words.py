from __future__ import annotations

import pytest

from studytool.catalogue import families
from studytool.core.findings import Finding
from studytool.gui.choices import Choice, Choices
from studytool.gui.model_words import (
    condition_lines,
    edit_words,
    errors_help,
    errors_words,
    place_of,
    rule_words,
    summary,
    verdict,
)
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.spec import Assignment

MODEL = FixedEffects(
    name="effect", outcome="score", treatment="visited", cluster=("household",), covariance="cr2"
)
CHOICES = Choices(variables=(Choice("score", "Difficulties (caregiver)"), Choice("size", "Size")))


@pytest.mark.parametrize("member", families()["models"].values(), ids=lambda one: one.__name__)
def test_every_method_says_what_it_compares(member):
    assert summary(member).endswith(".")
    for _, text in condition_lines(member, None, None):
        assert text.startswith(("Needs", "Assumes"))


def test_findings_stand_beside_the_part_they_concern(sample_run):
    _, result = sample_run.material.models["visits"]
    places = {found.code: place_of(found) for found in result.findings}
    assert places["regression_to_the_mean"] == "assignment"
    assert places["attrition"] == "method"
    assert place_of(Finding("warning", "few_clusters", "Five schools.")) == "errors"


def test_a_method_is_judged_by_its_findings_and_its_facts(sample_run):
    panel = sample_run.link.panel
    _, visits = sample_run.material.models["visits"]
    assert verdict(visits) == "serious finding"
    assert verdict(None) == ""
    lines = condition_lines(FixedEffects, visits, panel)
    assert lines[0] == (True, "Needs two waves or more: 3 waves, 38 children change")
    assert lines[1] == (False, "Assumes equal paths without treatment: not testable here")


def test_standard_errors_are_told_with_their_clusters(sample_run):
    panel = sample_run.link.panel
    assert errors_words("cr2", ("household",), panel) == "CR2, clustered by family"
    assert errors_words(None, ("person",), panel) == "CR1, clustered by child"
    assert errors_words(None, (), None) == "Classical, equal errors"
    entry = Assignment(exposure="visited", rule="score", allocation_unit="household")
    assert (
        errors_help(MODEL, [entry], panel)
        == "It was given to families, so families are the clusters."
    )
    alone = MODEL.model_copy(update={"cluster": ("person",)})
    assert "cluster by family as well" in errors_help(alone, [entry], panel)


def test_how_people_were_chosen_is_told_with_the_cut_off():
    entry = Assignment(
        exposure="visited", rule="score", variables=("score",), cutoff={"score": 17}, wave=1
    )
    assert rule_words(entry, CHOICES) == "By an earlier score: Difficulties from 17, at wave 1"


def test_an_edit_is_told_by_field_and_label():
    adjusted = MODEL.model_copy(update={"controls": ("size",)})
    assert edit_words(MODEL, adjusted, CHOICES) == "model “effect”: adjust for Size"
    tracked = MODEL.model_copy(update={"sample": "tracked"})
    assert edit_words(MODEL, tracked, CHOICES) == "model “effect”: for whom Tracked in all waves"
