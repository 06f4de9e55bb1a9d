from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from tests.sensitivity.subjects import judged
from tests.simulate import World, simulate

OPTIONS = {"treatment": "offered", "where": "wave == 3 or wave == 1", "cluster": ["person"]}


def leavers(n, seed):
    """Effect 1 for two schools of five, who leave once in ten; 0 for the others, twice in three."""
    panel = simulate(World(children=n), seed)
    random = np.random.default_rng(seed)
    frame = panel.frame.assign(half=(panel.frame["school_id"] < "S2") * 1.0)
    frame["y"] = frame["y"] + frame["half"] * frame["visited"]
    gone = dict(zip(frame["child_id"].unique(), random.random(n), strict=True))
    share = np.where(frame["half"] == 1, 0.1, 2 / 3)
    left = (frame["child_id"].map(gone) < share) & (frame["wave"] > 1)
    return replace(
        panel,
        frame=frame[~left].reset_index(drop=True),
        reasons=panel.reasons[~left].reset_index(drop=True),
    )


def test_by_hand_from_cells():
    """One yes-or-no variable: stayers of a side weigh its number at the start over theirs."""
    panel = leavers(300, 1)
    found = judged(panel, "attrition_weights", "ancova", options={"variables": ["half"]},
                   treatment="offered", where="wave != 2", cluster=["person"])  # fmt: skip
    last = panel.frame[panel.frame["wave"] == 3].copy()
    first = panel.frame[panel.frame["wave"] == 1]
    weight = {s: (first["half"] == s).sum() / (last["half"] == s).sum() for s in (0.0, 1.0)}
    last["w"] = last["half"].map(weight)
    last["before"] = last["child_id"].map(first.set_index("child_id")["y"])
    x = np.column_stack([np.ones(len(last)), last["offered"], last["before"]])
    root = np.sqrt(last["w"].to_numpy())
    slopes = np.linalg.lstsq(x * root[:, None], last["y"].to_numpy() * root, rcond=None)[0]
    assert found.lines[1].estimate == pytest.approx(slopes[1], abs=1e-8)
    assert found.balance[0].after == pytest.approx(found.balance[0].target, abs=1e-8)


def test_it_finds_the_mean_of_everyone_where_plain_stayers_miss_it():
    """Effect 1 for 2 of 5: 0.4 for everyone, and 0.36 / (0.36 + 0.2) among stayers."""
    options = {"treatment": "offered", "cluster": ["person"]}
    found = [
        judged(leavers(600, seed), "attrition_weights", "ancova", options={"variables": ["half"]},
               **options)
        for seed in range(12)
    ]  # fmt: skip
    plain = np.mean([one.lines[0].estimate for one in found])
    weighted = np.mean([one.lines[1].estimate for one in found])
    assert weighted == pytest.approx(0.4, abs=0.06)
    assert plain == pytest.approx(0.36 / 0.56, abs=0.06)


def test_where_nobody_left_and_where_nobody_is_followed_it_is_refused():
    panel = simulate(World(children=40), 1)
    with pytest.raises(ModelError, match="Everyone at the baseline"):
        judged(panel, "attrition_weights", "ancova", options={"variables": ["age"]},
               treatment="offered")  # fmt: skip
    nameless = replace(panel, design=panel.design.model_copy(update={"person": None}))
    with pytest.raises(ModelError, match="does not say who is who"):
        judged(nameless, "attrition_weights", "pooled", options={"variables": ["age"]},
               treatment="offered")  # fmt: skip


def test_variables_that_tell_stayers_are_refused_by_name():
    panel = leavers(100, 1)
    later = set(panel.frame.loc[panel.frame["wave"] > 1, "child_id"])
    stays = panel.frame["child_id"].isin(later).astype(float)
    panel = replace(panel, frame=panel.frame.assign(stays=stays))
    with pytest.raises(ModelError, match=r"Who stayed can be told .*stays"):
        judged(panel, "attrition_weights", "ancova", options={"variables": ["stays"]},
               treatment="offered")  # fmt: skip
