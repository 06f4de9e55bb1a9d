from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.survey.wave import WaveFile


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "says the number of its wave"),
        ({"layout": "long", "number": 1}, "leave number out"),
        ({"number": 1, "table": "household"}, "by which it joins"),
        ({"number": 1, "personn": "id"}, "personn"),
    ],
)
def test_a_file_says_which_rows_it_holds(entry, message):
    with pytest.raises(ValidationError, match=message):
        WaveFile(source="a.csv", **entry)


def test_a_school_file_may_hold_in_every_wave():
    assert WaveFile(source="s.csv", table="school", join="school_id").number is None
