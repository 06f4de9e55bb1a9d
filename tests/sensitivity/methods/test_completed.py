from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.completed import complete, refit_extremes
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=30, attrition=0.2, effect=0.5), 3)


def test_everyone_of_the_baseline_has_a_row_at_every_later_wave():
    found = complete(subject_of(PANEL, "ancova", treatment="offered"))
    frame = found.panel.frame
    assert len(frame) == 90
    assert not frame.duplicated(["child_id", "wave"]).any()
    assert found.empty.sum() == 90 - len(PANEL.frame)
    assert frame.loc[found.empty, "y"].isna().all()
    assert (frame.loc[found.empty, "wave"] > 1).all()
    assert frame["wave"].dtype == PANEL.frame["wave"].dtype
    kept = frame.groupby("child_id")["offered"].nunique()
    assert (kept == 1).all()


def test_a_treatment_that_changes_is_not_known_for_those_who_left():
    with pytest.raises(ModelError, match="not known for those who left"):
        complete(subject_of(PANEL, "fixed_effects", treatment="visited"))


def test_the_extremes_are_those_of_any_way_to_fill_in():
    subject = subject_of(
        PANEL, "did", treatment="offered", post=[2, 3], controls=["age"], cluster=["person"]
    )
    found = complete(subject)
    lower, upper, count = refit_extremes(subject, found, "offered:post", (-4.0, 4.0))
    assert count == found.empty.sum()
    from dataclasses import replace

    from studytool.sensitivity.subject import refit

    random = np.random.default_rng(0)
    ends = lower.estimates["offered:post"].estimate, upper.estimates["offered:post"].estimate
    for _ in range(100):
        values = np.where(
            found.empty, random.choice([-4.0, 4.0], found.empty.size), found.panel.frame["y"]
        )
        panel = replace(found.panel, frame=found.panel.frame.assign(y=values))
        estimate = refit(subject, panel).estimates["offered:post"].estimate
        assert ends[0] - 1e-10 <= estimate <= ends[1] + 1e-10
