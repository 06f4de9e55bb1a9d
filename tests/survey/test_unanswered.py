from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.expression import evaluate, parse
from studytool.survey.unanswered import find_unanswered

FRAME = pd.DataFrame(
    {
        "child": ["a", "a", "b", "b"],
        "wave": [1.0, 2.0, 1.0, 2.0],
        "income": [0.0, 10.0, 20.0, np.nan],
        "people": [2.0, 0.0, 4.0, 4.0],
        "day": pd.to_datetime(["2020-01-01", None, "2020-01-03", "2020-01-04"]),
    }
)


def unanswered(text):
    def compute(expression):
        columns = {name: FRAME[name] for name in expression.names()}
        return evaluate(
            expression,
            columns,
            n_rows=4,
            person=FRAME["child"],
            wave=FRAME["wave"],
            waves=(1.0, 2.0),
        )

    return np.flatnonzero(find_unanswered(parse(text).tree, compute)).tolist()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("income + 1", []),
        ("log(income)", [0]),
        ("log(income - 15)", [0, 1]),
        ("income / people", [1]),
        ("sqrt(income - 15) / people", [0, 1]),
        ("where(income > 0, log(income), 0)", []),
        ("is_missing(income)", []),
        ("lag(income, 1)", []),
        ("diff(income)", []),
        ("log(lag(income, 1))", [1]),
        ("lag(log(income), 1)", [0]),
        ("mean(income, by=child)", []),
        ("day - first(day)", []),
    ],
)
def test_rows_without_an_answer_by_hand(text, rows):
    assert unanswered(text) == rows
