from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.models.spec import Assignment
from studytool.sensitivity.methods.lee_bounds import lee_bounds
from tests.sensitivity.subjects import judged
from tests.simulate import World, simulate

LOTTERY = Assignment(exposure="offered", rule="random")
PANEL = simulate(World(children=200, effect=0.5, attrition=0.2, leavers="unoffered"), 2)


def lee(panel=PANEL, assignments=(LOTTERY,), kind="ancova", options=None, **given):
    model = {"treatment": "offered"} | given
    return judged(panel, "lee", kind, assignments=assignments, options=options, **model)


def test_the_bounds_are_those_of_the_last_wave():
    found = lee()
    frame = PANEL.frame
    first = frame[frame["wave"] == 1].set_index("child_id")
    last = frame[frame["wave"] == 3].set_index("child_id")["y"]
    outcome = last.reindex(first.index).to_numpy()
    by_hand = lee_bounds(outcome, (first["offered"] == 1).to_numpy())
    assert [line.estimate for line in found.lines[2:]] == [by_hand.lower, by_hand.upper]
    assert found.measures["trimmed"] == by_hand.share > 0
    assert "monotonicity" in found.method


def test_changes_and_another_wave_can_be_asked_for():
    second = lee(options={"wave": 2})
    assert "wave 2" in second.method
    change = lee(options={"change": True})
    assert change.lines[1].estimate != lee().lines[1].estimate
    with pytest.raises(ModelError, match="no wave 9"):
        lee(options={"wave": 9})


def test_where_a_score_decided_or_nothing_is_recorded_it_is_refused_with_the_reason():
    with pytest.raises(ModelError, match="treatment by chance") as refused:
        lee(assignments=(LOTTERY.model_copy(update={"rule": "score"}),))
    assert 'rule = "score"' in refused.value.why
    with pytest.raises(ModelError, match="treatment by chance") as refused:
        lee(assignments=())
    assert "does not record" in refused.value.why
    with pytest.raises(ModelError, match="treatment by chance"):
        lee(kind="fixed_effects", treatment="visited")


def test_a_treatment_that_changes_is_refused():
    drawn = LOTTERY.model_copy(update={"exposure": "visited"})
    with pytest.raises(ModelError, match="changes within people"):
        lee(kind="fixed_effects", treatment="visited", assignments=(drawn,))
