from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.survey.design import PanelDesign
from studytool.survey.duplicates import differing_findings, merged, others_of_key
from studytool.survey.opening import open_files
from studytool.survey.sorts import sorts_of
from studytool.survey.stack import stack_tables
from studytool.survey.wave import WaveFile


@pytest.fixture
def stack(table):
    design = PanelDesign(person="id")
    raw = table("a", id=["1", "2", "1", None], x=["5", "6", "", "7"], y=["1", "1", "2", "1"])
    opened = open_files(design, [(WaveFile(number=1, source="a"), raw)], [])
    return stack_tables(opened, sorts_of(opened, design, None), design)[0]


def test_the_others_of_a_child_are_found_and_nobody_is_nobodys(stack):
    first = np.array([True, False, False, False])
    assert others_of_key(stack, "id", first).tolist() == [True, False, True, False]
    assert not others_of_key(stack, "id", np.array([False, False, False, True])).any()


def test_rows_become_one_and_the_place_of_the_first(stack):
    rows = np.array([True, False, True, False])
    made, staying = merged(stack, rows, "id", np.ones(4, dtype=bool))
    assert staying.tolist() == [True, True, False, True]
    assert made.row.tolist() == [2, 3, 5]
    assert made.frame["x"].tolist() == [5.0, 6.0, 7.0]
    assert pd.isna(made.frame["y"][0])
    assert made.reasons["y"][0] == "differing answers"
    assert differing_findings([made])[0].cells == ("a, row 2, column y",)
    assert stack.frame["y"].tolist() == [1.0, 1.0, 2.0, 1.0]


def test_nothing_to_merge_changes_nothing(stack):
    none = np.zeros(4, dtype=bool)
    made, staying = merged(stack, none, "id", ~none)
    assert made is stack
    assert staying.all()
    assert differing_findings([made]) == ()
