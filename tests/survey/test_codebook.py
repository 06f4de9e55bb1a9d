from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.survey.codebook import Variable, wave_name


def test_waves_are_written_as_documents_write_them():
    assert [wave_name(wave) for wave in (2, 2.0, 2.5, None)] == ["2", "2", "2.5", ""]


def test_columns_by_wave_and_the_own_name_elsewhere():
    variable = Variable(name="x", columns={"1": "a"})
    assert (variable.column(1), variable.column(1.0), variable.column(2)) == ("a", "a", "x")
    assert Variable(name="x", columns="b").column(3) == "b"


def test_what_is_said_by_wave_comes_before_the_rest():
    variable = Variable(
        name="x",
        recode={"1": 0, "2": {"1": 1, "3": 4}},
        missing={"-99": "refused", "3": {"-99": "not asked", "-1": "away"}},
    )
    assert variable.recodes(1) == {"1": 0}
    assert variable.recodes(2) == {"1": 1, "3": 4}
    assert variable.missing_codes(1) == {"-99": "refused"}
    assert variable.missing_codes(3.0) == {"-99": "not asked", "-1": "away"}


def test_an_instrument_stays_until_the_next_is_named():
    variable = Variable(name="x", version={"1": "2019", "3": "2022"})
    assert [variable.instrument(wave) for wave in (0, 1, 2, 3, 4)] == [
        "",
        "2019",
        "2019",
        "2022",
        "2022",
    ]
    with pytest.raises(ValidationError, match="by the number of the wave"):
        Variable(name="x", version={"first": "2019"})


def test_a_reader_sees_the_label_or_else_the_name():
    assert Variable(name="x", label="Age").shown == "Age"
    assert Variable(name="x").shown == "x"
