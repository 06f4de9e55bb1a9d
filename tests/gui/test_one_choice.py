from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.one_choice import ERRORS, alternatives, choices_of, with_choice


@pytest.fixture(scope="module")
def study():
    return open_study("fatalities")


def place(study, name):
    return [model.name for model in study.models].index(name)


def test_a_clustered_model_offers_its_convention_and_a_plain_one_does_not(study):
    clustered = choices_of(study.models[place(study, "two_way")])
    assert next(iter(clustered)) == ERRORS
    assert clustered["small_sample"] == "Small-sample convention"
    assert "cluster_g" not in clustered
    assert "small_sample" not in choices_of(study.models[place(study, "pooled")])


def test_the_value_a_model_has_is_among_the_alternatives(study):
    model = study.models[place(study, "two_way")]
    for choice in choices_of(model):
        found = alternatives(model, choice, ["school"])
        assert [one.chosen for one in found].count(True) == 1
        assert len({one.words for one in found}) == len(found)
    assert any(
        one.fields["cluster"] == ("school",) for one in alternatives(model, ERRORS, ["school"])
    )


def test_a_changed_choice_changes_one_model_and_can_be_taken_back(study):
    at = place(study, "two_way")
    made = with_choice(study, at, {"small_sample": "all_effects"})
    assert made.models[at].small_sample == "all_effects"
    assert [m for i, m in enumerate(made.models) if i != at] == [
        m for i, m in enumerate(study.models) if i != at
    ]
    assert with_choice(made, at, {"small_sample": "nonnested"}) == study


def test_what_a_model_cannot_have_is_refused_at_the_model(study):
    with pytest.raises(DocumentError) as caught:
        with_choice(study, 0, {"intercept": False, "effects": ("person",)})
    assert caught.value.where.startswith("models[0]")


def test_staggered_models_offer_whom_they_compare_with():
    model = open_study("mpdta_cs").models[0]
    assert {"comparison", "base"} <= {*choices_of(model)}
    values = [one.fields["comparison"] for one in alternatives(model, "comparison", [])]
    assert values == ["never", "not_yet"]


def test_staggered_models_name_their_standard_error_and_offer_it_without_a_factor():
    model = open_study("mpdta_cs").models[0]
    found = alternatives(model, ERRORS, [])
    assert {one.words: one.chosen for one in found} == {
        "CR0, clustered by person": False,
        "CR1, clustered by person": True,
    }
