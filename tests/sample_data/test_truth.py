"""The truth is in the data: ANCOVA of the offer finds it, change scores do not."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sample_data.generator.truth import measured_scores
from sample_data.generator.world import build


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def _fixed_effects(score, visited):
    """Two-way within estimate on balanced rows, shape (n, 3) each."""
    whole = ~np.isnan(score).any(axis=1)
    y, d = score[whole], visited[whole].astype(float)
    y, d = (x - x.mean(axis=1, keepdims=True) for x in (y, d))
    y, d = (x - x.mean(axis=0) for x in (y, d))
    return (y * d).sum() / (d**2).sum()


def _ancova(score, offered):
    """Coefficient of the offer on the later scores, given the first one."""
    later = score[:, 1:].ravel()
    before = np.repeat(score[:, 0], 2)
    columns = [np.repeat(offered, 2), before, np.tile([0, 1], len(score)), np.ones(len(later))]
    x = np.stack(columns, axis=1).astype(float)
    whole = ~np.isnan(later) & ~np.isnan(before)
    return np.linalg.lstsq(x[whole], later[whole], rcond=None)[0][0]


def _wide(panel):
    tracked = panel[panel["tracked"]]
    return tracked.pivot_table(index="child_id", columns="wave", values="difficulties")


def test_the_offer_follows_the_score_as_measured(panel, log):
    first = panel[panel["wave"] == 1]
    due = set(first.loc[first["difficulties"] >= 17, "hh_id"])
    offers = log("home_visit_offers")
    assert set(offers["hh_id"]) == due
    assert 0.35 <= first["hh_id"].isin(due).mean() <= 0.41
    assert 0.17 <= 1 - offers["accepted"].mean() <= 0.23


def test_the_better_off_decline_more_often(panel, log):
    offers = log("home_visit_offers").set_index("hh_id")["accepted"]
    income = panel[panel["wave"] == 1].drop_duplicates("hh_id").set_index("hh_id")["income"]
    mean = income[offers.index].groupby(offers).mean()
    assert mean[0] > mean[1]


def test_fixed_effects_go_wrong_and_ancova_does_not_in_the_committed_files(panel, log, truth):
    score = _wide(panel)
    interviews = panel.pivot_table(index="child_id", columns="wave", values="interview_date")
    visits = log("home_visits")
    visits["day"] = pd.to_datetime(visits["visit_date"], errors="coerce")
    visited = np.zeros(score.shape, dtype=bool)
    for row, child in enumerate(score.index):
        days = visits.loc[visits["child_id"] == child, "day"]
        for w in (1, 2):
            start, end = interviews.loc[child, [w, w + 1]]
            visited[row, w] = ((days > start) & (days <= end)).any()
    home = panel.drop_duplicates("child_id").set_index("child_id")["hh_id"][score.index]
    offered = home.isin(log("home_visit_offers")["hh_id"]).to_numpy()
    told = truth["home_visits"]
    assert offered.sum() == told["offered_tracked_children"]
    assert _fixed_effects(score.to_numpy(), visited) < told["effect_on_visited_child_points"] - 2
    ours = _ancova(score.to_numpy(), offered)
    assert abs(ours - told["effect_of_offer_points_tracked"]["both"]) < 1


def test_over_many_draws_ancova_of_the_offer_is_nearly_right_and_fixed_effects_are_not():
    off, wrong = [], []
    for seed in range(60):
        world = build(seed)
        kept = world.tracked
        score, family = measured_scores(world)[kept], world.people.family[kept]
        offered = world.offer.offered[family]
        change = (world.total - world.untreated)[kept]
        off.append(_ancova(score, offered) - change[offered, 1:].mean())
        visited = world.offer.visited(world.people)[kept]
        wrong.append(_fixed_effects(score, visited) - change[visited].mean())
    error = np.std(off) / np.sqrt(len(off))
    assert abs(np.mean(off) - 0.2) < 3 * error
    assert np.mean(wrong) < -2


def test_most_of_the_fall_in_harsh_discipline_is_not_the_programme(truth):
    programme = truth["programme"]
    assert programme["harsh_families"] == [10, 4, 1]
    assert programme["harsh_families_without_programme"][2] == 3
