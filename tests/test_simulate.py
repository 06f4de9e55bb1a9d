from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.simulate import World, simulate


def wide(panel, column):
    return panel.frame.pivot_table(index="child_id", columns="wave", values=column)


def test_waves_have_unit_variance_and_the_correlation_asked_for():
    table = wide(simulate(World(children=20_000, rho=0.6, household=0.3, siblings=2), 1), "y")
    assert np.allclose(table.std(), 1.0, atol=0.02)
    assert np.allclose(np.corrcoef(table.T)[np.triu_indices(3, 1)], 0.6, atol=0.02)


def test_siblings_share_the_household_part_of_the_level():
    table = wide(simulate(World(children=20_000, rho=0.6, household=0.3, siblings=2), 1), "y")
    first = table[1].to_numpy().reshape(-1, 2)
    assert np.corrcoef(first.T)[0, 1] == pytest.approx(0.3, abs=0.02)


def test_score_assignment_takes_exactly_the_highest_first_outcomes():
    panel = simulate(World(children=500, assignment="score"), 3)
    first = panel.frame[panel.frame["wave"] == 1]
    offered = first["offered"] == 1
    assert first.loc[offered, "y"].min() > first.loc[~offered, "y"].max()
    assert offered.mean() == pytest.approx(0.38, abs=0.01)


def test_the_effect_is_what_receivers_gain_and_nobody_else():
    without, with_effect = (simulate(World(children=300, effect=e), 7).frame for e in (0.0, 0.4))
    gained = with_effect["y"] - without["y"]
    assert np.allclose(gained, 0.4 * with_effect["visited"])
    assert (with_effect.loc[with_effect["wave"] == 1, "visited"] == 0).all()


def test_who_leaves_does_not_come_back_and_was_worse_off():
    panel = simulate(World(children=5_000, attrition=0.12), 5)
    seen = panel.frame.groupby("child_id")["wave"].agg(["count", "max"])
    assert (seen["count"] == seen["max"]).all()
    first = panel.frame[panel.frame["wave"] == 1].set_index("child_id")["y"]
    assert first[seen["max"] < 3].mean() > first[seen["max"] == 3].mean() + 0.2


def test_whole_schools_are_offered_and_share_a_shock_at_each_wave():
    panel = simulate(
        World(children=20_000, schools=1000, unit="school", share=0.4, shock=0.3, rho=0.5), 2
    )
    schools = panel.frame.groupby("school_id")
    assert (schools["offered"].nunique() == 1).all()
    assert schools["offered"].first().mean() == pytest.approx(0.4, abs=0.01)
    means = panel.frame.groupby(["school_id", "wave"])["y"].mean()
    assert means.var() == pytest.approx(0.3 + 1 / 20, abs=0.03)


def test_a_sample_by_level_is_put_right_by_its_weights():
    frame = simulate(World(children=40_000, varies=0.8, sampled=1.0, trend=0.0), 2).frame
    last = frame[(frame["wave"] == 3) & (frame["offered"] == 1)]
    assert last["y"].mean() > 0.2
    assert np.average(last["y"], weights=last["w"]) == pytest.approx(0.0, abs=0.05)


def test_gaps_fall_on_any_row_and_only_the_unoffered_leave_where_that_is_asked():
    assert len(simulate(World(children=5_000, gaps=0.2), 2).frame) == pytest.approx(
        12_000, rel=0.02
    )
    world = World(children=5_000, attrition=0.25, steep=0.9, leavers="unoffered")
    frame = simulate(world, 2).frame
    rows = frame.groupby("child_id")["wave"].size()
    offered = frame.groupby("child_id")["offered"].first()
    assert (rows[offered == 1] == 3).all()
    assert rows[offered == 0].mean() < 2.6


def test_the_score_may_be_a_count_or_an_answer_at_the_first_wave():
    world = World(children=4_000, assignment="score", decided_by="days", share=0.5)
    first = simulate(world, 3).frame.query("wave == 1")
    offered = first["offered"] == 1
    assert first.loc[offered, "days"].min() >= first.loc[~offered, "days"].max()
    first = simulate(replace(world, decided_by="ill"), 3).frame.query("wave == 1")
    shares = first.groupby("ill")["offered"].mean()
    assert shares[1.0] == pytest.approx(0.75, abs=0.03)
    assert shares[0.0] == pytest.approx(0.25, abs=0.03)


def test_the_served_begin_in_turn_and_their_effect_grows_around_its_mean():
    world = World(waves=5, starts=3, grows=0.5, effect=1.0, children=120)
    with_effect, without = simulate(world, 7).frame, simulate(replace(world, effect=0.0), 7).frame
    gain = with_effect["y"] - without["y"]
    served = with_effect["visited"] == 1
    assert (gain[~served] == 0).all()
    assert gain[served].mean() == pytest.approx(1.0, abs=0.02)
    begun = with_effect[served].groupby("child_id")["wave"].min()
    assert sorted(begun.value_counts().index) == [2, 3, 4]
    assert begun.value_counts().max() - begun.value_counts().min() <= 1
    since = with_effect["wave"] - with_effect["child_id"].map(begun)
    steps = gain[served].groupby(since[served]).mean().diff().dropna()
    assert steps.to_numpy() == pytest.approx(0.5)
