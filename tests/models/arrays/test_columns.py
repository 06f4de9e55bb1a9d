from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import (
    codes_of,
    find_column,
    find_columns,
    is_yes_no,
    means_by_code,
    numbers,
    people_of,
    waves_of,
)
from tests.simulate import make_panel


@pytest.fixture
def panel():
    return make_panel(
        pd.DataFrame(
            {
                "child_id": ["b", "a", "b"],
                "wave": [1, 1, 2],
                "hh_id": ["h1", "h2", "h1"],
                "sex": ["f", "m", "f"],
                "when": pd.to_datetime(["2020-01-01"] * 3),
                "flag": [True, False, True],
            }
        )
    )


def test_key_words_levels_and_columns_are_found(panel):
    assert find_column("person", panel) == "child_id"
    assert find_column("wave", panel) == "wave"
    assert find_column("household", panel) == "hh_id"
    assert find_column("sex", panel) == "sex"
    assert find_columns("household*wave", panel) == ("hh_id", "wave")


def test_an_unknown_level_is_refused_with_the_nearest(panel):
    with pytest.raises(ModelError) as refused:
        find_column("houshold", panel)
    assert 'Did you mean "household"?' in refused.value.remedy


def test_people_are_refused_where_nobody_is_named():
    panel = make_panel(pd.DataFrame({"y": [1.0]}), person=None)
    with pytest.raises(ModelError, match="who is who"):
        find_column("person", panel)


def test_codes_follow_sorted_values_and_their_combinations():
    school = pd.Series(["b", "a", "b", "a"])
    wave = pd.Series([1.0, 1.0, 2.0, 1.0])
    assert codes_of([school]).tolist() == [1, 0, 1, 0]
    assert codes_of([school, wave]).tolist() == [1, 0, 2, 0]


def test_people_are_coded_and_rows_are_people_without_a_person_column(panel):
    assert people_of(panel).tolist() == [1, 0, 1]
    assert people_of(make_panel(panel.frame, person=None)).tolist() == [0, 1, 2]


def test_data_without_a_wave_column_have_one_wave():
    assert waves_of(make_panel(pd.DataFrame({"y": [1.0, 2.0]}), person=None)).tolist() == [0, 0]


def test_truth_values_are_numbers_and_texts_and_dates_are_not(panel):
    assert numbers(panel.frame, "flag").tolist() == [1.0, 0.0, 1.0]
    with pytest.raises(ModelError, match="text") as refused:
        numbers(panel.frame, "sex")
    assert "C(sex)" in refused.value.remedy
    with pytest.raises(ModelError, match="dates"):
        numbers(panel.frame, "when")
    with pytest.raises(ModelError, match='no column "sx"') as unknown:
        numbers(panel.frame, "sx")
    assert "sex" in unknown.value.remedy


def test_missing_truth_values_stay_missing():
    frame = pd.DataFrame({"x": pd.array([True, None], dtype="boolean")})
    assert np.isnan(numbers(frame, "x")[1])


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["TRUE", "False", None], "the words TRUE and FALSE"),
        (["1", "-inf", "2"], "words for infinity (inf)"),
        (["yes", "no"], "text"),
    ],
)
def test_what_stands_in_place_of_numbers_is_said(cells, words):
    frame = pd.DataFrame({"tr": pd.Series(cells, dtype="str")})
    with pytest.raises(ModelError) as caught:
        numbers(frame, "tr")
    assert f"holds {words}," in caught.value.what
    assert caught.value.remedy


def test_means_by_hand_weighted_or_not():
    codes = np.array([0, 0, 1, 1, 1])
    columns = np.array([[1.0, 2], [3, 2], [4, 5], [5, 5], [9, 5]])
    assert means_by_code(columns, codes).tolist() == [[2, 2], [6, 5]]
    weights = np.array([3.0, 1, 1, 1, 2])
    assert means_by_code(columns, codes, weights)[:, 0].tolist() == [1.5, 6.75]


def test_yes_and_no_are_0_and_1_only():
    assert is_yes_no(np.array([[0.0, 1.0], [1.0, 1.0]]))
    assert not is_yes_no(np.array([0.0, 1.0, np.nan]))
    assert not is_yes_no(np.array([1.0, 2.0]))
