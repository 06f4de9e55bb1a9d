from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.models.staggered.test_paths import Asked


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "once"),
        ({"treatment": "a", "cohort": "b"}, "once"),
        ({"treatment": ["a", "b"]}, "once"),
        ({"cohort": "b", "window": [2, -2]}, "window"),
        ({"cohort": "b", "window": [-4, -2]}, "window"),
        ({"cohort": "b", "draws": 5}, "99 draws"),
        ({"cohort": "b", "anticipation": -1}, "greater than"),
    ],
)
def test_options_that_contradict_are_refused(options, words):
    with pytest.raises(ValidationError, match=words):
        Asked(name="m", outcome="y", **options)


def test_draws_make_bands_and_bands_have_draws():
    def drawn(**options):
        return Asked(name="m", outcome="y", cohort="first", **options).band_draws

    assert [drawn(), drawn(bands=True), drawn(draws=199)] == [0, 999, 199]


def test_the_cohort_stands_in_the_place_of_the_treatment():
    asked = Asked(name="m", outcome="y", cohort="first")
    assert asked.treatments == ("first",)
    assert "first" in asked.needs()
