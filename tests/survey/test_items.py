from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import DataError, DocumentError
from studytool.survey.codebook import Variable
from studytool.survey.items import items_of, refuse_other_than_0_and_1, scored_variable
from studytool.survey.measures.sum_scale import SumScale


def test_items_are_counted_and_reversed(panel):
    made = panel(a=[0.0, 3.0], b=[1.0, None])
    items = items_of(made, ["a", "b"], reverse=["a"], minimum=None, limits=(0, 3))
    np.testing.assert_array_equal(items.answers, [[3.0, 1.0], [0.0, np.nan]])
    assert items.answered.tolist() == [2, 1]
    assert items.enough.tolist() == [True, False]
    assert items.reasons().tolist()[1] == "too few items"
    assert items.reasons().isna().tolist() == [True, False]


def test_the_codebook_knows_the_range_of_an_item(panel):
    made = panel([Variable(name="a", range=(1, 5))], a=[2.0])
    items = items_of(made, ["a"], reverse=["a"], minimum=None, limits=None)
    assert items.answers.tolist() == [[4.0]]
    with pytest.raises(DocumentError, match="range is not known"):
        items_of(panel(a=[2.0]), ["a"], reverse=["a"], minimum=None, limits=None)


def test_an_impossible_answer_names_its_column_and_no_value(panel):
    made = panel(a=[4.0, -77.0])
    with pytest.raises(DataError, match='"a" lies outside 0 to 3 in 2 rows') as caught:
        items_of(made, ["a"], reverse=[], minimum=None, limits=(0, 3))
    assert "77" not in str(caught.value)


def test_texts_and_unknown_columns_cannot_be_scored(panel):
    with pytest.raises(DocumentError, match="holds no numbers"):
        items_of(panel(a=["x"]), ["a"], reverse=[], minimum=None, limits=None)
    with pytest.raises(DocumentError, match='no column "b"'):
        items_of(panel(a=[1.0]), ["b"], reverse=[], minimum=None, limits=None)


def test_yes_and_no_are_1_and_0(panel):
    refuse_other_than_0_and_1(panel(a=[0.0, 1.0, None]), ["a"])
    with pytest.raises(DataError, match='"a" is neither 0 nor 1 in 1 row'):
        refuse_other_than_0_and_1(panel(a=[0.5, 1.0]), ["a"])


def test_a_score_takes_over_what_its_items_agree_on(panel):
    entries = [
        Variable(name="a", informant="teacher", domain="education"),
        Variable(name="b", informant="teacher", domain="health"),
    ]
    made = panel(entries, a=[1.0], b=[1.0])
    measure = SumScale(name="s", items=("a", "b"), version="2020")
    entry = scored_variable(measure, made, ("a", "b"))
    assert (entry.informant, entry.domain, entry.version) == ("teacher", "", "2020")
