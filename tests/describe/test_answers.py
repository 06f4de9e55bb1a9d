from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.describe.answers import cases, measured, value_label, yes_of
from studytool.survey.codebook import Variable

NAN = np.nan


@pytest.mark.parametrize("level", ["high", "2", 2, 2.0])
def test_a_band_is_named_or_coded(panel, level):
    found, called = cases(panel, "risk", level)
    np.testing.assert_array_equal(found, [1, 0, 0, 0, 1, 1, 1, 1, NAN, 0, 0])
    assert called == "high"


def test_one_is_counted_where_a_variable_is_zero_or_one(panel):
    found, called = cases(panel, "exposed", None)
    np.testing.assert_array_equal(found, [1, 0, 0, 1, 1, 0, 0, NAN, 1, 1, 1])
    assert called == ""


def test_a_text_is_named_by_itself_or_its_label(make_panel):
    frame = pd.DataFrame({"child_id": ["a", "b", "c"], "wave": 1, "sex": ["F", "M", None]})
    panel = make_panel(frame, codebook=[Variable(name="sex", labels={"F": "Girl", "M": "Boy"})])
    for level in ("F", "Girl"):
        found, called = cases(panel, "sex", level)
        np.testing.assert_array_equal(found, [1, 0, NAN])
        assert called == "Girl"
    with pytest.raises(DocumentError, match='no value called "Grl"'):
        cases(panel, "sex", "Grl")


def test_a_value_that_nobody_has_is_still_a_value(make_panel):
    frame = pd.DataFrame({"child_id": ["a", "b"], "wave": 1, "risk": [0.0, 1.0]})
    variable = Variable(name="risk", labels={"0": "low", "1": "moderate", "2": "high"})
    found, _ = cases(make_panel(frame, codebook=[variable]), "risk", "high")
    np.testing.assert_array_equal(found, [0, 0])


def test_a_band_nobody_named_is_refused_with_its_names(panel):
    with pytest.raises(DocumentError) as caught:
        cases(panel, "risk", None)
    assert '"low", "moderate", "high"' in caught.value.remedy


@pytest.mark.parametrize(("name", "level"), [("risk", "hgih"), ("risk", 7), ("score", "high")])
def test_an_unknown_value_is_refused(panel, name, level):
    with pytest.raises(DocumentError, match="has no value called"):
        cases(panel, name, level)


def test_texts_have_no_mean(panel):
    with pytest.raises(DocumentError, match="holds no numbers"):
        measured(panel, "site")


def test_a_value_without_a_label_is_called_by_itself():
    assert value_label(Variable(name="x"), 2.0) == "2"
    assert value_label(Variable(name="x"), 2.5) == "2.5"
    assert value_label(Variable(name="x", labels={"2": "two"}), 2.0) == "two"


@pytest.mark.parametrize(
    ("answers", "everyone", "yes"),
    [
        ([0, 1, 1], [0, 1, 1, np.nan], 2),
        ([1, 2, 2], [1, 2, 2], 2),
        ([1, 1], [1, 2], 0),
        ([3, 4], [3, 4, 5], None),
        ([0, 1], [0, 1, 5], 1),
        ([1, 1], [1, 1], 2),
    ],
)
def test_the_mean_of_two_answers_is_a_count(answers, everyone, yes):
    assert yes_of(np.array(answers, float), np.array(everyone, float)) == yes
