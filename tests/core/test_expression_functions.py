from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DocumentError
from studytool.core.expression import evaluate, parse

NAN = np.nan
FRAME = pd.DataFrame(
    {
        "person": ["a", "a", "a", "b", "b", "c"],
        "wave": [1, 2, 3, 1, 3, 2],
        "x": [1.0, 2.0, 4.0, 10.0, 30.0, 7.0],
        "school": ["s", "s", "t", "t", None, "s"],
    }
)


def value(text, frame=FRAME, **options):
    columns = dict(frame.items())
    people = {"person": frame["person"], "wave": frame["wave"]} | options
    return evaluate(parse(text), columns, n_rows=len(frame), **people)


def test_lag_counts_waves_of_the_study_not_rows_of_the_person():
    np.testing.assert_array_equal(value("lag(x, 1)"), [NAN, 1, 2, NAN, NAN, NAN])
    np.testing.assert_array_equal(value("lag(x, 2)"), [NAN, NAN, 1, NAN, 10, NAN])
    np.testing.assert_array_equal(value("lag(x)"), value("lag(x, 1)"))


def test_a_wave_of_the_study_that_nobody_here_has_still_counts():
    frame = FRAME[FRAME["wave"] != 2]
    np.testing.assert_array_equal(value("lag(x, 1)", frame, waves=(1, 2, 3)), [NAN] * 4)
    np.testing.assert_array_equal(value("lag(x, 1)", frame), [NAN, 1, NAN, 10])


def test_diff_is_the_change_since_the_wave_before():
    np.testing.assert_array_equal(value("diff(x)"), [NAN, 1, 2, NAN, NAN, NAN])


def test_first_is_the_value_at_the_persons_first_wave_even_where_missing():
    np.testing.assert_array_equal(value("first(x)"), [1, 1, 1, 10, 10, 7])
    frame = FRAME.assign(x=[NAN, 2.0, 4.0, 10.0, 30.0, 7.0])
    np.testing.assert_array_equal(value("first(x)", frame), [NAN, NAN, NAN, 10, 10, 7])
    assert value("first(school)").tolist() == ["s", "s", "s", "t", "t", "s"]


def test_the_mean_of_a_group_leaves_out_who_has_no_group():
    expected = [10 / 3, 10 / 3, 7, 7, NAN, 10 / 3]
    np.testing.assert_allclose(value("mean(x, by=school)"), expected)
    np.testing.assert_allclose(value("mean(x)"), [9] * 6)
    expected = [1, 4.5, 4, 10, NAN, 4.5]
    np.testing.assert_allclose(value("mean(x, by=school*wave)"), expected)


def test_a_group_without_an_answer_has_no_mean():
    frame = FRAME.assign(x=[NAN, NAN, 4.0, 10.0, 30.0, NAN])
    np.testing.assert_array_equal(value("mean(x, by=school)", frame), [NAN, NAN, 7, 7, NAN, NAN])


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order):
    shuffled = FRAME.iloc[list(order)]
    for text in ("lag(x, 2)", "first(x)", "diff(x)", "mean(x, by=school)"):
        ours = value(text, shuffled).sort_index()
        np.testing.assert_array_equal(ours, value(text))


def test_functions_of_one_row():
    np.testing.assert_array_equal(value("round(x / 3, 1)"), np.round(FRAME["x"] / 3, 1))
    np.testing.assert_array_equal(value("min(x, wave, 2)"), [1, 2, 2, 1, 2, 2])
    np.testing.assert_array_equal(value("max(x, wave, 2)"), [2, 2, 4, 10, 30, 7])
    np.testing.assert_array_equal(value("is_missing(school)"), [0, 0, 0, 0, 1, 0])
    np.testing.assert_array_equal(value("isin(school, 't', 'u')"), [0, 0, 1, 1, NAN, 0])
    np.testing.assert_array_equal(value("where(x > 5, 0 - x, x)"), [1, 2, 4, -10, -30, -7])
    np.testing.assert_allclose(value("sqrt(exp(log(abs(x))))"), np.sqrt(FRAME["x"]))


def test_where_does_not_mix_texts_with_numbers():
    with pytest.raises(DocumentError, match="text on one side"):
        value("where(x > 1, 'a', 2)")


@pytest.mark.parametrize("text", ["lag(x, 1)", "diff(x)", "first(x)"])
def test_without_people_there_is_no_earlier_wave(text):
    with pytest.raises(DocumentError, match="needs people followed over waves"):
        value(text, person=None)


@pytest.mark.parametrize("text", ["lag(x, 1)", "first(x)", "mean(x, by=school)", "round(x, 1)"])
def test_no_rows_give_no_rows(text):
    assert value(text, FRAME.iloc[:0]).tolist() == []


def test_a_row_without_a_person_has_no_earlier_wave():
    frame = FRAME.assign(person=[None, None, "a", "b", "b", "c"])
    np.testing.assert_array_equal(value("first(x)", frame), [NAN, NAN, 4, 10, 10, 7])
    np.testing.assert_array_equal(value("lag(x, 1)", frame), [NAN] * 6)
