from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.survey.derive import Derived, add_columns, refuse_waiting
from studytool.survey.measures.cutoff_band import CutoffBand
from studytool.survey.measures.sum_scale import SumScale


def test_variables_are_computed_in_order_of_need(panel):
    made = panel(a=[1.0, 2.0], b=[1.0, 3.0])
    derived = [
        Derived(name="far", expression="band + 1", label="Far", unit="points"),
        Derived(name="log_a", expression="log(a)"),
    ]
    measures = [
        CutoffBand(name="band", of="score", cut={"high": 4}),
        SumScale(name="score", items=("a", "b")),
    ]
    complete, waiting = add_columns(made, derived, measures)
    assert waiting == ()
    assert complete.frame["score"].tolist() == [2.0, 5.0]
    assert complete.frame["far"].tolist() == [1.0, 2.0]
    assert complete.codebook["far"].unit == "points"
    assert list(made.frame) == ["id", "wave", "a", "b"]


def test_what_waits_is_computed_when_its_inputs_come(panel):
    made = panel(a=[1.0])
    derived = [Derived(name="c", expression="b * 2"), Derived(name="b2", expression="a + 1")]
    first, waiting = add_columns(made, derived, [])
    assert waiting == ("c",)
    linked, _ = add_columns(first, [Derived(name="b", expression="a + 4")], [])
    second, still = add_columns(linked, derived, [], only=waiting)
    assert second.frame["c"].tolist() == [10.0]
    assert still == ()
    refuse_waiting(still, second, derived, [])


def test_an_unknown_input_is_told_with_the_nearest(panel):
    made = panel(income=[1.0])
    derived = [Derived(name="x", expression="y + 1"), Derived(name="y", expression="log(incom)")]
    complete, waiting = add_columns(made, derived, [])
    assert waiting == ("x", "y")
    with pytest.raises(DocumentError, match='"incom", which does not exist') as caught:
        refuse_waiting(waiting, complete, derived, [])
    assert caught.value.where == "derived[1]"
    assert caught.value.remedy == 'Did you mean "income"?'


def test_variables_that_need_one_another_are_refused(panel):
    derived = [Derived(name="x", expression="y + 1"), Derived(name="y", expression="x + 1")]
    complete, waiting = add_columns(panel(a=[1.0]), derived, [])
    with pytest.raises(DocumentError, match="needs itself") as caught:
        refuse_waiting(waiting, complete, derived, [])
    assert '"x", "y"' in caught.value.why


@pytest.mark.parametrize("names", [["a"], ["n", "n"]])
def test_a_name_that_exists_is_refused(panel, names):
    derived = [Derived(name=name, expression="a + 1") for name in names]
    with pytest.raises(DocumentError, match="exists already") as caught:
        add_columns(panel(a=[1.0]), derived, [])
    assert caught.value.where == f"derived[{len(names) - 1}].name"


def test_a_fault_in_an_expression_is_placed(panel):
    with pytest.raises(DocumentError) as caught:
        add_columns(panel(a=[1.0]), [Derived(name="x", expression="a +")], [])
    assert caught.value.where.startswith("derived[0]")


def test_gaps_carry_the_reason_of_the_first_input_that_is_missing(panel):
    made = panel(
        reasons={"a": [None, "refused", "refused"], "b": ["not asked", None, "not asked"]},
        a=[1.0, None, None],
        b=[None, 1.0, None],
    )
    complete, _ = add_columns(made, [Derived(name="c", expression="a + b")], [])
    assert complete.reasons["c"].tolist() == ["not asked", "refused", "refused"]


def test_no_answer_is_missing_without_a_reason(panel):
    complete, _ = add_columns(panel(a=[-1.0, 1.0]), [Derived(name="c", expression="log(a)")], [])
    assert complete.frame["c"].isna().tolist() == [True, False]
    assert "c" not in complete.reasons


def test_no_answer_where_everything_is_there_is_a_finding(panel):
    made = panel(income=[2000.0, 9000.0, 3000.0, None])
    derived = [
        Derived(name="plus", expression="income + 1"),
        Derived(name="rest", expression="log(income - 3000)"),
    ]
    complete, _ = add_columns(made, derived, [])
    (finding,) = complete.findings
    assert (finding.level, finding.code) == ("warning", "computed_missing")
    assert finding.where == "derived[1]"
    assert '"rest" is missing in 2 rows' in finding.message
    assert "fewer than 5 people" in finding.told(5).message
