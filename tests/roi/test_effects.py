from __future__ import annotations

from studytool.core.findings import Finding
from studytool.roi.effects import effects
from tests.brief_sample import hand_material


def test_only_treatments_of_zero_one_outcomes_are_offered(sample_run):
    (effect,) = effects(sample_run.material)
    assert effect.name == "offer_cases.offered"
    assert effect.treatment == "Family offered home visits"
    result = sample_run.results["offer_cases"]
    assert effect.change.value == result.estimates["offered"].estimate
    assert effect.n_people == result.n_people


def test_an_effect_with_a_serious_finding_is_offered_with_what_must_be_answered():
    serious = Finding("error", "after_score", "Chosen by the score.")
    (effect,) = effects(hand_material(findings=(serious,)))
    assert effect.serious == (serious,)
