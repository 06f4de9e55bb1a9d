from __future__ import annotations

from dataclasses import replace

import pandas as pd

from studytool.survey.checks import changed_instruments, constant_variables, movers, panel_findings
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign


def in_waves(made, waves, **columns):
    frame = made.frame.assign(wave=waves, **columns)
    return replace(made, frame=frame, codebook={name: Variable(name=name) for name in frame})


def test_an_instrument_that_changed_is_told_by_wave(panel):
    made = in_waves(panel(x=[1.0, 2.0]), [1, 3])
    changed = Variable(name="x", label="Worry", version={"1": "2019", "3": "2022"})
    made = replace(made, codebook={**made.codebook, "x": changed})
    finding = changed_instruments(made)[0]
    assert finding.level == "warning"
    assert "Worry changed between waves: 2019 in wave 1, 2022 in wave 3" in finding.message
    same = replace(made, codebook={**made.codebook, "x": Variable(name="x", version="2019")})
    assert changed_instruments(same) == ()


def test_an_instrument_counts_only_where_it_was_used(panel):
    made = in_waves(panel(x=[1.0, None]), [1, 3])
    changed = Variable(name="x", version={"1": "2019", "3": "2022"})
    assert changed_instruments(replace(made, codebook={"x": changed})) == ()


def test_a_number_that_never_varies_in_one_wave_is_noted(panel):
    made = in_waves(panel(x=[1.0] * 10 + [0.0, 1.0], k=[1.0] * 12), [1] * 10 + [2] * 2)
    assert [finding.where for finding in constant_variables(made)] == ["x"]
    few = in_waves(panel(x=[1.0] * 9 + [0.0, 1.0]), [1] * 9 + [2] * 2)
    assert constant_variables(few) == ()


def test_children_who_change_schools_are_counted(panel):
    made = panel(school=["s", "t", "s", None])
    people = pd.Series(["A", "A", "B", "B"], dtype="str")
    made = replace(
        made,
        frame=made.frame.assign(id=people),
        design=PanelDesign(person="id", levels={"school": "school"}),
    )
    assert movers(made)[0].message == "1 of 2 people changed their school between waves."
    assert panel_findings(made)[-1].code == "level_changed"
    assert movers(replace(made, design=PanelDesign(levels={"school": "school"}))) == ()
