from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.subject import changed, lead_term, original_line, refit
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=60, effect=0.5), 2)
SUBJECT = subject_of(
    PANEL, "ancova", treatment="offered", controls=["age"],
    resampling={"kind": "permutation", "draws": 99},
)  # fmt: skip


def test_the_first_treatment_leads_unless_another_term_is_asked_for():
    assert lead_term(SUBJECT) == "offered"
    assert lead_term(SUBJECT, "age") == "age"
    with pytest.raises(ModelError, match='no estimate "agee"') as refused:
        lead_term(SUBJECT, "agee")
    assert "age" in refused.value.remedy


def test_the_original_is_the_first_line():
    line = original_line(SUBJECT, "offered")
    assert line.role == "original"
    assert line.estimate == SUBJECT.result.estimates["offered"].estimate
    assert line.people == SUBJECT.result.n_people


def test_fitting_again_gives_the_same_bits_and_draws_nothing():
    again = refit(SUBJECT)
    assert again.estimates == SUBJECT.result.estimates
    assert changed(SUBJECT.model).resampling is None


def test_options_are_checked_anew():
    with pytest.raises(ModelError, match="cannot be fitted in that way"):
        changed(SUBJECT.model, effects=("person",))
