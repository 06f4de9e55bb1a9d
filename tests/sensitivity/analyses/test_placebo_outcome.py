from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from tests.sensitivity.subjects import judged, subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=200, effect=0.8), 2)


def test_each_line_is_the_same_model_of_that_outcome():
    found = judged(PANEL, "placebo_outcome", "did", options={"outcomes": ["days", "ill"]},
                   treatment="offered", post=[2, 3], cluster=["person"])  # fmt: skip
    for line, outcome in zip(found.lines[1:], ("days", "ill"), strict=True):
        alone = subject_of(PANEL, "did", outcome=outcome, treatment="offered", post=[2, 3],
                           cluster=["person"]).result  # fmt: skip
        theirs = alone.estimates["offered:post"]
        assert (line.estimate, line.p) == (theirs.estimate, theirs.p)
    assert found.measures["smallest_p"] == min(line.p for line in found.lines[1:])


def test_an_effect_where_there_can_be_none_is_named():
    from dataclasses import replace

    moved = PANEL.frame.assign(height=PANEL.frame["age"] * 0.01 + PANEL.frame["y"])
    still = moved.assign(weight=PANEL.frame["above"].sample(frac=1, random_state=1).to_numpy())
    panel = replace(PANEL, frame=still)
    both = judged(panel, "placebo_outcome", "ancova", options={"outcomes": ["height", "weight"]},
                  treatment="offered")  # fmt: skip
    assert both.statement.startswith("The model finds an effect on height, where")
    none = judged(panel, "placebo_outcome", "ancova", options={"outcomes": ["weight"]},
                  treatment="offered")  # fmt: skip
    assert none.statement.startswith("None of 1 placebo outcome")


def test_the_baseline_follows_the_outcome():
    found = judged(PANEL, "placebo_outcome", "ancova", options={"outcomes": ["days"]},
                   treatment="offered", baseline=["y", "age"])  # fmt: skip
    alone = subject_of(PANEL, "ancova", outcome="days", treatment="offered",
                       baseline=["days", "age"]).result  # fmt: skip
    assert found.lines[1].estimate == alone.estimates["offered"].estimate


def test_the_outcome_itself_and_what_is_not_there_are_refused():
    with pytest.raises(ModelError, match="outcome of the model itself"):
        judged(PANEL, "placebo_outcome", "ancova", options={"outcomes": ["y"]},
               treatment="offered")  # fmt: skip
    with pytest.raises(ModelError, match='no level or column "height"'):
        judged(PANEL, "placebo_outcome", "ancova", options={"outcomes": ["height"]},
               treatment="offered")  # fmt: skip


def test_a_placebo_that_never_changes_says_why_it_has_no_line():
    from dataclasses import replace

    panel = replace(PANEL, frame=PANEL.frame.assign(fixed=1.0))
    found = judged(panel, "placebo_outcome", "ancova", options={"outcomes": ["fixed"]},
                   treatment="offered")  # fmt: skip
    assert found.lines[1].reason
    assert found.statement == "No model of a placebo outcome could be fitted."
