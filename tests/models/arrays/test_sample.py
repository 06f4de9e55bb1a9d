from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.sample import Aside, Need, draw_sample, in_every_wave, kept_by_where
from studytool.models.estimators.pooled import Pooled
from tests.simulate import make_panel

NAN = float("nan")


def model(**changes):
    return Pooled.model_validate({"name": "m", "outcome": "y", "treatment": "d", **changes})


def panel_of(**columns):
    """Three children: a and b at waves 1 and 2, c at wave 1 only."""
    frame = pd.DataFrame(
        {
            "child_id": ["a", "a", "b", "b", "c"],
            "wave": [1, 2, 1, 2, 1],
            "site": ["J", "J", "J", "J", "M"],
            "y": [1.0, 2.0, 3.0, 4.0, 5.0],
            "d": [0.0, 1.0, 0.0, 0.0, 0.0],
            **columns,
        }
    )
    return make_panel(frame)


def reasons_of(sample):
    return [(step.reason, step.rows, step.people, step.index) for step in sample.flow.steps]


def test_where_leaves_and_is_counted():
    sample = draw_sample(panel_of(), model(where="site == 'J'"), [Need("y", "outcome missing")])
    assert reasons_of(sample) == [("where", 1, 1, (4,))]
    assert sample.index.tolist() == [0, 1, 2, 3]
    assert (sample.flow.used_rows, sample.flow.used_people) == (4, 2)


def test_tracked_means_every_wave_of_the_kept_rows():
    everyone = draw_sample(panel_of(), model(sample="tracked"), [])
    assert reasons_of(everyone) == [("not present in every wave", 1, 1, (4,))]
    elsewhere = draw_sample(panel_of(), model(sample="tracked", where="site == 'M'"), [])
    assert elsewhere.index.tolist() == [4]


def test_rows_leave_reason_by_reason_and_cells_without_one_are_named_plainly():
    panel = panel_of(y=[1.0, NAN, NAN, 4.0, NAN])
    reasons = pd.DataFrame({"y": pd.Series([None, "refused", "not asked", None, None])})
    panel = make_panel(panel.frame, reasons=reasons.astype("str"))
    need = Need("y", "outcome missing", by_reason=True)
    found = reasons_of(draw_sample(panel, model(), [need]))
    assert found == [
        ("outcome missing", 1, 1, (4,)),
        ("outcome missing: not asked", 1, 0, (2,)),
        ("outcome missing: refused", 1, 0, (1,)),
    ]


def test_a_row_leaves_for_its_first_need_only():
    panel = panel_of(y=[NAN, 2, 3, 4, 5.0], x=[NAN, NAN, 3, 4, 5.0])
    needs = [Need("y", "outcome missing"), Need("x", "control missing: x")]
    found = reasons_of(draw_sample(panel, model(), needs))
    assert found == [("outcome missing", 1, 0, (0,)), ("control missing: x", 1, 1, (1,))]


def test_unbalanced_people_can_be_dropped_last():
    panel = panel_of(y=[1.0, NAN, 3, 4, 5.0])
    need = Need("y", "outcome missing")
    sample = draw_sample(panel, model(unbalanced="drop"), [need])
    assert reasons_of(sample)[-1] == ("not in every wave of the sample", 2, 2, (0, 4))
    assert sample.index.tolist() == [2, 3]


def test_rows_set_aside_are_not_losses():
    aside = Aside("wave 1 is the baseline", panel_of().frame["wave"].to_numpy() == 1)
    sample = draw_sample(panel_of(), model(), [], asides=[aside])
    assert reasons_of(sample) == [("wave 1 is the baseline", 3, 1, (0, 2, 4))]
    assert sample.findings == ()


def test_weights_must_be_there_and_positive():
    need = Need("w", "weight missing or not above zero", positive=True)
    sample = draw_sample(panel_of(w=[1, 0, NAN, 2, 1.0]), model(), [need])
    assert reasons_of(sample) == [("weight missing or not above zero", 2, 0, (1, 2))]
    with pytest.raises(ModelError, match=r"negative in 1 row\."):
        draw_sample(panel_of(w=[1, 0, NAN, -2, 1.0]), model(), [need])


def test_infinite_values_are_refused_only_where_they_would_be_used():
    panel = panel_of(x=[1, 2, 3, 4, np.inf])
    need = Need("x", "control missing: x")
    assert draw_sample(panel, model(where="site == 'J'"), [need]).index.size == 4
    with pytest.raises(ModelError, match=r"infinite in 1 row\."):
        draw_sample(panel, model(), [need])


def test_a_column_without_any_value_is_refused_with_the_reasons():
    panel = panel_of(y=[NAN] * 5)
    reasons = pd.DataFrame({"y": ["refused"] * 5})
    with pytest.raises(ModelError, match="no value in any row") as refused:
        draw_sample(make_panel(panel.frame, reasons=reasons), model(), [Need("y", "missing")])
    assert "refused" in refused.value.why


def test_needs_that_empty_the_sample_together_are_refused():
    panel = panel_of(y=[NAN, NAN, NAN, 4, 5.0], x=[1, 2, 3, NAN, NAN])
    with pytest.raises(ModelError) as refused:
        draw_sample(panel, model(), [Need("y", "outcome missing"), Need("x", "x missing")])
    assert refused.value.remedy


def test_a_condition_true_nowhere_is_refused():
    with pytest.raises(ModelError, match="No row is left"):
        kept_by_where(panel_of(), model(where="y > 100"))


def test_many_rows_lost_for_one_reason_are_a_finding():
    frame = pd.DataFrame({"y": [NAN] * 6 + [1.0] * 94, "x": [1.0] * 95 + [NAN] * 5})
    panel = make_panel(frame, person=None)
    sample = draw_sample(panel, model(), [Need("y", "outcome missing"), Need("x", "x missing")])
    assert [finding.code for finding in sample.findings] == ["sample_losses"]
    assert "6 of 100 rows (6%)" in sample.findings[0].message


def test_rows_come_in_the_same_order_however_the_panel_is_sorted():
    panel = panel_of()
    need = Need("y", "outcome missing")
    plain = draw_sample(panel, model(), [need])
    order = [3, 1, 4, 0, 2]
    shuffled = make_panel(panel.frame.iloc[order])
    again = draw_sample(shuffled, model(), [need])
    assert panel.frame["y"].to_numpy()[plain.index].tolist() == [1, 2, 3, 4, 5]
    assert shuffled.frame["y"].to_numpy()[again.index].tolist() == [1, 2, 3, 4, 5]


def test_rows_without_people_are_ordered_by_their_values():
    frame = pd.DataFrame({"y": [2.0, 1.0, 2.0], "d": [1.0, 0.0, 0.0]})
    needs = [Need("y", "outcome missing"), Need("d", "treatment missing")]
    sample = draw_sample(make_panel(frame, person=None), model(), needs)
    assert sample.index.tolist() == [1, 2, 0]


def test_presence_in_every_wave_counts_kept_rows_once():
    people, waves = np.array([0, 0, 1, 1, 2]), np.array([1.0, 2, 1, 2, 1])
    kept = np.array([True, True, True, False, True])
    assert in_every_wave(people, waves, kept).tolist() == [True, True, False, False, False]


def test_huge_values_are_refused_before_they_are_squared():
    with pytest.raises(ModelError, match=r"is over 1e\+150 in 1 row\."):
        draw_sample(panel_of(x=[1, 2, 3, 4, 1e308]), model(), [Need("x", "control missing: x")])
