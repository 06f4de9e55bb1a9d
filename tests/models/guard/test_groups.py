from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.models.guard.groups import find_groups
from tests.simulate import make_panel

PANEL = make_panel(
    pd.DataFrame(
        {
            "child_id": list("abcd"),
            "wave": [1] * 4,
            "arm": [1.0, 2.0, 2.0, np.nan],
            "word": ["none", "visits", "none", None],
            "sort": ["a", "b", "c", "a"],
            "dose": [0.0, 1.0, 2.0, 3.0],
            "all": [1.0] * 4,
        }
    )
)
ALL = np.ones(4, dtype=bool)


@pytest.mark.parametrize(
    ("column", "term", "treated", "known"),
    [
        ("arm", "arm", [0, 1, 1, 0], [1, 1, 1, 0]),
        ("word", "C(word)", [0, 1, 0, 0], [1, 1, 1, 0]),
        ("sort", "C(sort)", [0, 1, 1, 0], [1] * 4),
        ("dose", "dose", [0] * 4, [0] * 4),
        ("dose", "C(dose)", [0, 1, 1, 1], [1] * 4),
        ("all", "all", [1] * 4, [1] * 4),
        ("", "", [0] * 4, [0] * 4),
    ],
)
def test_the_lowest_value_is_the_untreated(column, term, treated, known):
    groups = find_groups(PANEL, column, term, ALL)
    assert groups.treated.tolist() == [bool(one) for one in treated]
    assert groups.known.tolist() == [bool(one) for one in known]
    assert groups.are_two == (column not in {"sort", "dose"})


def test_values_are_those_of_the_sample():
    used = np.array([True, True, False, False])
    groups = find_groups(PANEL, "dose", "dose", used)
    assert groups.are_two
    assert groups.treated.tolist() == [False, True, True, True]
