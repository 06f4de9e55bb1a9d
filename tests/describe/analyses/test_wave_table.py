from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DocumentError
from studytool.describe.analyses.wave_table import WaveTable


def describe(panel, **fields):
    return WaveTable(name="t", **fields).describe(panel)


def test_variables_come_in_order_with_their_levels(panel):
    found = describe(panel, variables=["risk", "exposed"], level={"risk": "high"}, sample="tracked")
    told = [(row["label"], row["wave"], row["count"], row["n"]) for row in found.rows]
    assert told == [
        ("Risk: high", 1, 2, 3),
        ("Risk: high", 2, 2, 3),
        ("Risk: high", 3, 1, 2),
        ("exposed", 1, 2, 3),
        ("exposed", 2, 1, 2),
        ("exposed", 3, 1, 3),
    ]


def test_notes_and_findings_tell_what_the_numbers_rest_on(panel):
    found = describe(panel, variables=["exposed"], sample="tracked", where="wave > 0")
    assert "3 of 5" in found.notes[0]
    assert "Rows: wave is over 0." in found.notes
    assert any("refused" in note for note in found.notes)
    assert [one.code for one in found.findings] == ["denominators"]
    assert describe(panel, variables=["exposed"]).findings == ()


def test_a_wider_level_gives_a_wider_interval(panel):
    narrow, wide = (
        describe(panel, variables=["exposed"], interval=level).rows[0] for level in (0.8, 0.99)
    )
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_a_level_of_no_variable_is_refused(panel):
    with pytest.raises(DocumentError, match='level names "rsk"') as caught:
        describe(panel, variables=["risk"], level={"rsk": "high"})
    assert caught.value.remedy == 'Did you mean "risk"?'


@pytest.mark.parametrize(
    "fields", [{"variables": ["nothing"]}, {"variables": ["exposed"], "by": "nothing"}]
)
def test_an_unknown_variable_or_group_is_refused(panel, fields):
    with pytest.raises(DocumentError, match='no variable "nothing"'):
        describe(panel, **fields)


@pytest.mark.parametrize(
    "fields", [{"variables": []}, {"interval": 1}, {"statistic": "median"}, {"decimals": -1}]
)
def test_what_makes_no_sense_is_refused_before_any_data_are_read(fields):
    with pytest.raises(ValidationError):
        WaveTable(name="t", **({"variables": ["exposed"]} | fields))


def test_a_condition_that_keeps_nobody_gives_no_rows(panel):
    found = describe(panel, variables=["exposed"], where="wave > 9")
    assert found.rows == ()
    assert "0 people in 0 waves" in found.notes[0]


@pytest.mark.parametrize(
    "fields",
    [{"by": "child_id"}, {"by": "household"}, {"by": "hh_id"}, {"level": {"child_id": "ann"}}],
)
def test_ids_are_never_printed_one_by_one(panel, fields):
    variables = ["exposed", *fields.get("level", {})]
    with pytest.raises(DocumentError, match="is an ID"):
        describe(panel, variables=variables, **fields)
