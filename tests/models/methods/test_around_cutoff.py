"""By hand: scores 1, 2, 3 below a cut-off of 4 with outcomes 1, 2, 3, and equal weights.

The line through them is at 4 at the cut-off. Of yes and no, 1, 0, 0 at one score: a mean of 1/3
that one person is behind.
"""

from __future__ import annotations

import numpy as np
import pytest

from studytool.models.methods.around_cutoff import describe_side, like_scores


def side(score, outcome, people=None, weights=None, cutoff=4.0):
    score, outcome = np.array(score, dtype=float), np.array(outcome, dtype=float)
    names = np.arange(score.size) if people is None else np.array(people)
    share = np.ones(score.size) if weights is None else np.array(weights, dtype=float)
    return describe_side(score, outcome, names, share, cutoff=cutoff, treated=True)


def test_the_line_ends_at_the_cutoff_and_at_the_farthest_bin():
    found = side([1, 2, 3], [1, 2, 3])
    (far, low), (at, met) = found.line
    assert (far, at) == (2.0, 4.0)  # three people are one bin, whose mean score is 2
    assert (low, met) == pytest.approx((2.0, 4.0))
    above = side([1, 2, 3], [1, 2, 3], cutoff=0.0).line
    assert above[0] == pytest.approx((0.0, 0.0))


def test_weights_count_in_the_line_and_not_in_the_means():
    found = side([1, 2, 3], [9, 2, 3], weights=[0, 1, 1])
    assert found.line[1][1] == pytest.approx(4.0)
    assert found.bins[0].mean == pytest.approx(14 / 3)


def test_people_behind_a_share_are_those_on_its_smaller_side():
    (only,) = side([1, 1, 1], [1, 0, 0]).bins
    assert (only.people, only.fewer, only.mean) == (3, 1, pytest.approx(1 / 3))
    (none,) = side([1, 1, 1], [0, 0, 0]).bins
    assert none.fewer == 3
    (mean,) = side([1, 1, 1], [1, 0, 2]).bins
    assert mean.fewer == 3
    (twice,) = side([1, 1, 2], [5, 6, 7], people=[0, 0, 1]).bins
    assert twice.people == 2


def test_bins_hold_about_as_many_and_never_part_a_score():
    score = np.repeat([1.0, 2, 3, 4, 5], [40, 5, 5, 40, 10])
    bins = list(like_scores(score, np.arange(100)))
    assert sum(rows.sum() for rows in bins) == 100
    assert [sorted(set(score[rows])) for rows in bins] == [[1.0], [2.0, 3.0], [4.0], [5.0]]
    spread = np.random.default_rng(1).normal(size=500)
    sizes = [int(rows.sum()) for rows in like_scores(spread, np.arange(500))]
    assert sizes == [50] * 10
    assert len(list(like_scores(spread[:25], np.arange(25)))) == 2
    assert len(list(like_scores(spread[:5], np.arange(5)))) == 1
