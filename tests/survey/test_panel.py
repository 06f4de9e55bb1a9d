from __future__ import annotations

import pandas as pd

from studytool.core.findings import Finding
from studytool.survey.codebook import Variable
from studytool.survey.panel import with_column


def test_a_column_is_added_and_the_panel_given_stays(panel):
    before = panel(a=[1.0, 2.0])
    values = pd.Series([None, 4.0], index=[7, 3])
    why = pd.Series(["refused", None], index=[7, 3], dtype="str")
    note = Finding("note", "n", "noted")
    after = with_column(before, Variable(name="b"), values, reasons=why, findings=[note])
    assert after.frame["b"].tolist()[1] == 4.0
    assert after.reasons["b"].tolist()[0] == "refused"
    assert after.findings == (note,)
    assert "b" in after.codebook
    assert "b" not in before.frame
    assert "b" not in before.codebook


def test_a_panel_takes_any_number_of_columns(panel):
    made = panel(a=[1.0])
    for place in range(120):
        made = with_column(made, Variable(name=f"x{place}"), pd.Series([float(place)]))
    assert made.frame.shape == (1, 123)


def test_reasons_are_kept_only_where_there_are_any(panel):
    nothing = pd.Series([None], dtype="str")
    made = with_column(panel(a=[1.0]), Variable(name="b"), pd.Series([1.0]), reasons=nothing)
    assert list(made.reasons) == []
