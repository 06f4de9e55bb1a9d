from __future__ import annotations

import pytest

from studytool.core.errors import DataError
from studytool.survey.measures.sum_scale import SumScale

ITEMS = ("a", "b", "c", "d")


@pytest.fixture
def answers(panel):
    """Full; one gap; two gaps."""
    return panel(a=[0.0, 1.0, 3.0], b=[1.0, 2.0, None], c=[2.0, 3.0, None], d=[3.0, None, 0.0])


def test_sums_by_hand(answers):
    # 0+1+2+(3-3)=3; (1+2+3)*4/3=8; two of four is too few
    scale = SumScale(name="s", items=ITEMS, reverse=("d",), item_range=(0, 3), minimum_items=3)
    scored = scale.score(answers)
    assert scored.values.tolist()[:2] == [3.0, 8.0]
    assert scored.values.isna().tolist() == [False, False, True]
    assert scored.reasons.tolist()[2] == "too few items"
    assert scored.variable.range == (0, 12)
    assert scored.findings[0].code == "items_prorated"
    assert scored.findings[0].message.startswith("1 of 2 scores")


def test_without_prorating_a_gap_counts_as_nothing(answers):
    scored = SumScale(name="s", items=ITEMS, minimum_items=2, prorate=False).score(answers)
    assert scored.values.tolist() == [6.0, 6.0, 3.0]


def test_all_items_are_needed_unless_said_otherwise(answers):
    scored = SumScale(name="s", items=ITEMS).score(answers)
    assert scored.values.isna().tolist() == [False, True, True]
    assert scored.findings == ()


def test_an_item_outside_its_range_stops(answers):
    with pytest.raises(DataError, match='"a"'):
        SumScale(name="s", items=ITEMS, item_range=(0, 2)).score(answers)


def test_the_range_has_one_name_in_documents():
    scale = SumScale.model_validate({"name": "s", "items": ["a"], "range": [0, 2]})
    assert scale.item_range == (0, 2)
    assert scale.model_dump(by_alias=True, exclude_defaults=True)["range"] == (0, 2)
