from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.errors import ModelError
from tests.sensitivity.subjects import judged
from tests.simulate import World, simulate

PANEL = simulate(World(children=300, effect=0.5), 2)
OPTIONS = {"treatment": "offered", "where": "wave == 3", "cluster": ["person"]}


def with_old(panel):
    return replace(panel, frame=panel.frame.assign(old=(panel.frame["school_id"] < "S2") * 1.0))


def table():
    panel = with_old(PANEL)
    first = panel.frame[panel.frame["wave"] == 1].set_index("child_id")
    last = panel.frame[panel.frame["wave"] == 3].set_index("child_id")["y"]
    return first["offered"] == 1, first["old"], last


def test_for_the_treated_by_hand_from_the_cells_of_a_table():
    """One yes-or-no variable: others are weighted to have the share of the treated."""
    treated, old, y = table()
    by_hand = y[treated].mean() - sum(
        y[~treated & (old == side)].mean() * (old[treated] == side).mean() for side in (0, 1)
    )
    found = judged(with_old(PANEL), "ipw", "pooled", options={"variables": ["old"]}, **OPTIONS)
    assert found.lines[1].estimate == pytest.approx(by_hand, abs=1e-8)
    assert found.balance[0].difference_after == pytest.approx(0, abs=1e-8)


def test_for_everyone_by_hand_from_the_cells_of_a_table():
    treated, old, y = table()
    by_hand = sum(
        (y[treated & (old == side)].mean() - y[~treated & (old == side)].mean())
        * (old == side).mean()
        for side in (0, 1)
    )
    found = judged(
        with_old(PANEL), "ipw", "pooled", options={"variables": ["old"], "target": "everyone"},
        **OPTIONS,
    )  # fmt: skip
    assert found.lines[1].estimate == pytest.approx(by_hand, abs=1e-8)


def test_overlap_is_told_and_trimming_leaves_people_out():
    found = judged(PANEL, "ipw", "pooled", options={"variables": ["y", "age"]}, **OPTIONS)
    low, high = found.measures["least_chance"], found.measures["largest_chance"]
    assert 0 < low < high < 1
    cut = judged(
        PANEL, "ipw", "pooled", options={"variables": ["y", "age"], "trim": low + 0.02}, **OPTIONS
    )
    assert cut.lines[1].people < found.lines[1].people


def test_variables_that_tell_the_treated_are_refused_by_name():
    panel = simulate(World(children=100, assignment="score"), 1)
    with pytest.raises(ModelError, match="Who was treated can be told"):
        judged(panel, "ipw", "pooled", options={"variables": ["y"]}, **OPTIONS)
