from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.earlier import refit_earlier
from tests.sensitivity.paths import panel_of
from tests.sensitivity.subjects import subject_of


def test_a_start_within_people_moves_and_rows_after_it_leave():
    panel = panel_of(children=60, start=4, waves=5)
    subject = subject_of(panel, "fixed_effects", treatment="visited", cluster=["person"])
    found = refit_earlier(subject, 1)
    frame = panel.frame
    before = frame[(frame["wave"] < 4)].reset_index(drop=True)
    before = before.assign(visited=((before["wave"] == 3) & (before["group"] == 1)).astype(float))
    by_hand = subject_of(
        replace(panel, frame=before, reasons=pd.DataFrame(index=before.index)),
        "fixed_effects", treatment="visited", cluster=["person"],
    ).result  # fmt: skip
    # those never treated keep their later rows, which tell of waves alone
    kept = found.estimates["visited"]
    assert kept.estimate == pytest.approx(by_hand.estimates["visited"].estimate, abs=1e-9)
    assert found.n_rows == 60 * 3 + 30 * 2


def test_a_group_with_later_waves_has_its_last_waves_before_as_after():
    panel = panel_of(children=60, start=4, waves=5)
    subject = subject_of(panel, "did", treatment="group", post=[4, 5], cluster=["person"])
    found = refit_earlier(subject, 2).estimates["group:post"].estimate
    y = panel.frame.pivot_table(index="child_id", columns="wave", values="y")
    change = y[[2, 3]].mean(axis=1) - y[1]
    group = panel.frame.groupby("child_id")["group"].first() == 1
    assert found == pytest.approx(change[group].mean() - change[~group].mean(), abs=1e-10)


def test_too_few_waves_before_are_refused():
    panel = panel_of(children=20, start=2, waves=3)
    for kind, options in (
        ("fixed_effects", {"treatment": "visited"}),
        ("did", {"treatment": "group", "post": [2, 3]}),
    ):
        with pytest.raises(ModelError, match="1 wave before treatment"):
            refit_earlier(subject_of(panel, kind, **options), 1)


def test_several_treatments_are_refused():
    panel = panel_of(children=20, start=3, waves=4)
    random = np.random.default_rng(0)
    panel = replace(panel, frame=panel.frame.assign(other=random.normal(size=80)))
    subject = subject_of(panel, "fixed_effects", treatment=["visited", "other"])
    with pytest.raises(ModelError, match="several treatments"):
        refit_earlier(subject, 1)
