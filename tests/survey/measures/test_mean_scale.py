from __future__ import annotations

from studytool.survey.measures.mean_scale import MeanScale


def test_means_of_what_was_answered(panel):
    made = panel(a=[1.0, 2.0, None], b=[3.0, None, None])
    scored = MeanScale(
        name="m", items=("a", "b"), reverse=("b",), item_range=(1, 5), minimum_items=1
    ).score(made)
    assert scored.values.tolist()[:2] == [2.0, 2.0]
    assert scored.values.isna()[2]
    assert scored.reasons.tolist()[2] == "too few items"
    assert scored.variable.range == (1, 5)
    assert scored.findings[0].message.startswith("1 of 2 means")


def test_full_answers_need_no_note(panel):
    assert MeanScale(name="m", items=("a",)).score(panel(a=[1.0])).findings == ()
