from __future__ import annotations

import pytest

from studytool.survey.contents import contents_of
from tests.survey.wave_files import waves_with


@pytest.fixture
def waves():
    return waves_with()


def test_contents_are_counted_and_add_up(waves):
    found = contents_of(waves, "violence", 2.0)
    assert found.counts == {"1": 1, "2": 2, "8": 1}
    assert found.rows == 4
    assert found.missing == {"8": "not asked"}
    assert found.becomes["8"] == "not asked"
    assert found.labels["2"] == "No"
    assert contents_of(waves, "cg_worry", 3.0) is None


def test_a_comma_is_told_only_where_a_number_has_one(waves):
    assert contents_of(waves, "income", 3.0).decimal_comma
    assert not contents_of(waves, "violence", 3.0).decimal_comma
    assert not contents_of(waves, "income", 1.0).decimal_comma
