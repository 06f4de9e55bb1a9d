"""The published percentages come out of the raw files once the decisions are applied."""

from __future__ import annotations

import math

import numpy as np
import pytest

PUBLISHED = {
    "violence_exposure": (58, 60, 60, 46),
    "caregiver_worry": (63, 50, 50, 40),
    "abuse_victim": (8, 8, 8, 12),
}


def _percent(flags, valid):
    return 100 * (flags & valid).sum() / valid.sum()


@pytest.mark.parametrize("name", PUBLISHED)
def test_safety_items_meet_the_published_percentages(panel, moutse, name):
    tracked = panel[panel["tracked"]]
    tables = [tracked[tracked["wave"] == wave] for wave in (1, 2, 3)] + [moutse]
    found = [round(_percent(t[name] == 1, t[name].notna())) for t in tables]
    assert tuple(found) == PUBLISHED[name]


def test_high_safety_risk_meets_the_published_percentages(panel, moutse):
    tracked = panel[panel["tracked"]]
    tables = [tracked[tracked["wave"] == wave] for wave in (1, 2, 3)] + [moutse]
    found = [round(_percent(t["dangers"] >= 3, t["dangers"].notna())) for t in tables]
    assert found == [38, 60, 62, 48]


def test_no_risk_band_hangs_on_how_a_missing_item_is_scaled_up(panel):
    answered = panel[["violence_exposure", "caregiver_worry", "abuse_victim"]].notna().sum(axis=1)
    answered += panel[["unsafe_route", "unsafe_area", "left_alone"]].notna().sum(axis=1)
    scored = panel["dangers"].notna()
    scaled = panel["dangers"] * 6 / answered
    assert ((scaled >= 3) == (panel["dangers"] >= 3))[scored].all()
    assert ((scaled >= 2) == (panel["dangers"] >= 2))[scored].all()


def test_the_change_in_high_risk_lies_within_what_the_margins_allow(panel):
    tracked = panel[panel["tracked"]].pivot_table(
        index="child_id", columns="wave", values="dangers"
    )
    both = tracked[[1, 2]].dropna() >= 3
    up, down = (both[2] & ~both[1]).sum(), (both[1] & ~both[2]).sum()
    total = up + down
    p = 2 * sum(math.comb(total, k) for k in range(min(up, down) + 1)) / 2**total
    assert 1.5e-8 <= p <= 0.018


def test_caregiver_depression_meets_the_published_percentages(panel):
    tracked = panel[panel["tracked"]]
    for wave, count, n in ((1, 60, 114), (3, 28, 119)):
        score = tracked.loc[tracked["wave"] == wave, "depression"].dropna()
        assert len(score) == n
        assert (score >= 10).sum() == count
        assert (abs(score[score % 1 != 0] - 10) >= 0.5).all()


def test_hungry_children_are_as_many_as_published(panel):
    tracked = panel[panel["tracked"]]
    assert tracked.groupby("wave")["went_hungry"].sum().tolist() == [16, 0, 6]


def test_45_families_came_and_harsh_discipline_fell_from_10_to_1(panel, log):
    sessions = log("sihlengimizi_sessions")
    came = sessions.loc[sessions["attended"] == 1, "hh_id"].unique()
    assert len(came) == 45
    homes = panel[panel["hh_id"].isin(came)].drop_duplicates(["hh_id", "wave"])
    counts = homes.pivot_table(index="hh_id", columns="wave", values="harsh_discipline")
    assert counts[[1, 3]].notna().all(axis=None)
    assert counts[[1, 3]].sum().tolist() == [10, 1]


def test_counting_children_gives_the_same_10_and_1(panel, log):
    sessions = log("sihlengimizi_sessions")
    came = sessions.loc[sessions["attended"] == 1, "hh_id"]
    children = panel[panel["hh_id"].isin(came) & panel["tracked"]]
    assert children.groupby("wave")["harsh_discipline"].sum()[[1, 3]].tolist() == [10, 1]


def test_the_register_keeps_offered_accepted_and_attended_apart(log, panel):
    register, sessions = log("sihlengimizi_register"), log("sihlengimizi_sessions")
    accepted = set(register.loc[register["accepted"] == 1, "hh_id"])
    assert len(register) > len(accepted) > 45
    assert set(sessions["hh_id"]) == accepted
    dangers = panel[panel["wave"] == 1].groupby("hh_id")["dangers"].max()
    assert (dangers[register["hh_id"]] >= 2).all()


def test_caregiver_and_teacher_agree_a_little(panel):
    pairs = panel.loc[panel["tracked"], ["abuse_victim", "abuse_teacher"]].dropna()
    observed = (pairs["abuse_victim"] == pairs["abuse_teacher"]).mean()
    share = pairs.mean()
    chance = share.prod() + (1 - share).prod()
    assert 0.2 <= (observed - chance) / (1 - chance) <= 0.3


def test_difficulties_have_the_usual_mean_spread_and_stability(panel):
    first = panel.loc[panel["wave"] == 1, "difficulties"]
    assert 12 <= first.mean() <= 14
    assert 5 <= first.std() <= 6
    wide = panel.pivot_table(index="child_id", columns="wave", values="difficulties")
    assert 0.42 <= wide[1].corr(wide[2]) <= 0.58


def test_those_who_left_were_at_higher_risk(panel):
    first = panel[panel["wave"] == 1]
    by = first.groupby("tracked")[["difficulties", "dangers"]].mean()
    assert (by.loc[False] > by.loc[True]).all()


def test_heights_are_those_of_children(panel):
    growth = panel.pivot_table(index="child_id", columns="wave", values="height_cm")
    assert 4 < (growth[2] - growth[1]).mean() < 8
    assert np.isclose(growth[1].mean(), 118, atol=5)
