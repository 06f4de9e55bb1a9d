from __future__ import annotations

import math
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DocumentError
from studytool.core.expression import evaluate, keep, parse

STRENGTH = {
    "or": 1,
    "and": 2,
    "==": 4,
    "!=": 4,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "**": 8,
}


def value(text, **columns):
    series = {name: pd.Series(cells) for name, cells in columns.items()}
    n_rows = len(next(iter(series.values()))) if series else 1
    return evaluate(parse(text), series, n_rows=n_rows)


def by_hand(node, cells):
    """The meaning of a tree for one row, None where missing, by the schoolbook."""
    if isinstance(node, float):
        return node
    if isinstance(node, str):
        return cells[node]
    mark, *parts = node
    worth = [by_hand(part, cells) for part in parts]
    if mark in {"and", "or", "not"}:
        return logic_by_hand(mark, worth)
    if None in worth:
        return None
    try:
        return {
            "neg": lambda a: -a,
            "==": lambda a, b: float(a == b),
            "!=": lambda a, b: float(a != b),
            "<": lambda a, b: float(a < b),
            ">": lambda a, b: float(a > b),
            "<=": lambda a, b: float(a <= b),
            ">=": lambda a, b: float(a >= b),
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "/": lambda a, b: a / b,
            "**": math.pow,
        }[mark](*worth)
    except (ZeroDivisionError, OverflowError, ValueError):
        return None


def logic_by_hand(mark, worth):
    truths = [None if one is None else one != 0 for one in worth]
    if mark == "not":
        return None if truths[0] is None else float(not truths[0])
    decides = mark == "or"
    if decides in truths:
        return float(decides)
    return None if None in truths else float(not decides)


def written(node, weakest=0):
    """The tree as text, with no more brackets than the order of operations needs."""
    if isinstance(node, float):
        return repr(node)
    if isinstance(node, str):
        return node
    mark, *parts = node
    if mark == "not":
        text, strength = f"not {written(parts[0], 3)}", 3
    elif mark == "neg":
        text, strength = f"-{written(parts[0], 7)}", 7
    else:
        strength = STRENGTH[mark]
        # comparisons may not stand in a row; ** binds to the right, the others to the left
        left = strength + 1 if mark == "**" or strength == 4 else strength
        right = 7 if mark == "**" else strength + 1
        text = f"{written(parts[0], left)} {mark} {written(parts[1], right)}"
    return f"({text})" if strength < weakest else text


def trees():
    leaf = st.sampled_from(["x", "y", "z"]) | st.sampled_from([0.0, 1.0, 2.5, 40.0])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["not", "neg"]), inner),
            st.tuples(st.sampled_from(list(STRENGTH)), inner, inner),
        ),
        max_leaves=12,
    )


cell = st.none() | st.sampled_from([0.0, 1.0, -1.0, 2.0, 0.5, 100.0])


@given(trees(), st.lists(st.fixed_dictionaries({"x": cell, "y": cell, "z": cell}), min_size=1))
def test_every_tree_means_what_it_means_by_hand(tree, rows):
    frame = pd.DataFrame(rows, dtype="float64")
    ours = evaluate(parse(written(tree)), dict(frame.items()), n_rows=len(frame))
    expected = [by_hand(tree, row) for row in rows]
    np.testing.assert_allclose(ours, np.array(expected, dtype="float64"), rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2 ** 2", -4),
        ("2 ** -1", 0.5),
        ("2 ** 3 ** 2", 512),
        ("7 - 2 - 1", 4),
        ("not 1 == 2", 1),
        ("1 + 2 * 3", 7),
        (".5e1", 5),
    ],
)
def test_the_order_of_operations_is_that_of_arithmetic(text, expected):
    assert value(text).tolist() == [expected]


def test_what_has_no_answer_is_missing_and_never_infinite():
    answers = value("x / y", x=[1.0, 0.0, 4.0], y=[0.0, 0.0, 2.0])
    assert answers.isna().tolist() == [True, True, False]
    assert value("log(x)", x=[-1.0, 0.0]).isna().all()
    assert value("exp(1000) + 10 ** 400").isna().all()


def test_names_come_in_order_of_first_use():
    expression = parse("mean(score, by=school * wave) > limit and is_missing(score)")
    assert expression.names() == ("score", "school", "wave", "limit")


def test_text_names_are_those_that_stand_against_texts():
    expression = parse("site == 'Johannesburg' and n > 3 and isin(held, 'yes', other)")
    assert expression.text_names() == ("site", "held", "other")


def test_a_text_compared_with_a_number_names_the_column():
    with pytest.raises(DocumentError, match=r'"site" .of texts. is compared with a number'):
        value("site == 1", site=["a", "b"])


@pytest.mark.parametrize("text", ["site + 1", "log(site)", "site and 1", "-site", "round(site)"])
def test_texts_are_no_numbers(text):
    with pytest.raises(DocumentError, match=r'"site" .of texts. cannot be'):
        value(text, site=["a", "b"])


def test_an_unknown_column_is_refused_with_the_nearest():
    with pytest.raises(DocumentError) as caught:
        value("incme > 1", income=[1.0])
    assert caught.value.what == 'There is no column called "incme".'
    assert caught.value.remedy == 'Did you mean "income"?'


def test_a_date_is_compared_with_a_written_date():
    dates = pd.to_datetime(pd.Series(["2021-03-01", None, "2021-04-01"]))
    kept = keep("date > '2021-03-15'", {"date": dates}, n_rows=3)
    assert kept.tolist() == [False, False, True]
    with pytest.raises(DocumentError, match="no date"):
        keep("date > 'March'", {"date": dates}, n_rows=3)


def test_days_between_two_dates():
    columns = {
        "a": pd.to_datetime(pd.Series(["2021-03-01", None])),
        "b": pd.to_datetime(pd.Series(["2021-02-01", "2021-02-01"])),
    }
    days = evaluate(parse("a - b"), columns, n_rows=2)
    assert days.tolist()[0] == 28
    assert days.isna().tolist() == [False, True]
    with pytest.raises(DocumentError, match="gives a date"):
        evaluate(parse("a"), columns, n_rows=2)


def test_keep_leaves_out_what_is_missing_and_keeps_all_without_a_condition():
    columns = {"x": pd.Series([1.0, np.nan, 0.0])}
    assert keep("x == 1", columns, n_rows=3).tolist() == [True, False, False]
    assert keep("not x == 1", columns, n_rows=3).tolist() == [False, False, True]
    assert keep(" ", columns, n_rows=3).tolist() == [True, True, True]


def test_text_results_are_text():
    ours = value("where(x > 1, 'many', 'few')", x=[2.0, 1.0, np.nan])
    assert ours.dtype == "str"
    assert ours.isna().tolist() == [False, False, True]
    assert ours.tolist()[:2] == ["many", "few"]


def test_the_columns_are_not_written_into_and_keep_their_index():
    column = pd.Series([1.0, np.inf], index=[7, 9])
    ours = evaluate(parse("x * 2"), {"x": column}, n_rows=2)
    assert ours.index.tolist() == [7, 9]
    assert column.tolist() == [1.0, np.inf]
    assert evaluate(parse("x"), {"x": pd.Series([3.0])}, n_rows=1).tolist() == [3.0]


@pytest.mark.parametrize(
    "bomb",
    [
        "2" + "**2" * 1000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 1_500 + "1" + ")" * 1_500,
        "-" * 3_000 + "1",
        "not " * 900 + "1",
        "1" + "+1" * 1_900,
        "abs(" * 900 + "1",
    ],
)
def test_a_bomb_is_refused_at_once(bomb):
    started = time.process_time()
    with pytest.raises(DocumentError):
        parse(bomb)
    assert time.process_time() - started < 0.5


def test_an_exponent_tower_that_is_short_enough_is_computed_at_once():
    assert value("9" + "**9" * 90).isna().all()


def test_reading_an_expression_loads_no_engine():
    program = (
        "import sys; from studytool.core.expression import parse; parse('log(x) > 1');"
        "sys.exit('numpy' in sys.modules or 'pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
