from __future__ import annotations

from itertools import pairwise

import matplotlib as mpl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from studytool.report import style

FINITE = st.floats(-1e6, 1e6)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_six_series_differ_in_colour_and_in_marker_and_stand_out_on_white():
    looks = [style.series(place) for place in range(6)]
    assert len({look.colour for look in looks}) == 6
    assert len({look.marker for look in looks}) == 6
    assert all(1.05 / (luminance(look.colour) + 0.05) >= 3 for look in looks)


@given(FINITE, FINITE)
def test_ticks_are_few_even_and_around_the_data(one, other):
    low, high = sorted((one, other))
    assume(high - low > 1e-3 or high == low)
    places = style.ticks(low, high)
    steps = {round(b - a, 6) for a, b in pairwise(places)}
    assert 2 <= len(places) <= 5
    assert len(steps) == 1
    assert places[0] <= low + 1e-6 * max(1, abs(low))
    assert places[-1] >= high - 1e-6 * max(1, abs(high))


@pytest.mark.parametrize(
    ("low", "high", "places"),
    [
        (8.4, 17.8, [5, 10, 15, 20]),
        (0.03, 0.68, [0, 0.2, 0.4, 0.6, 0.8]),
        (-4.39, 0.71, [-6, -4, -2, 0, 2]),
        (3, 3, [1, 2, 3, 4, 5]),
        (0, 0, [-0.5, -0.25, 0, 0.25, 0.5]),
    ],
)
def test_ticks_are_round(low, high, places):
    assert style.ticks(low, high) == places


def test_decimals_tell_ticks_apart():
    assert style.tick_decimals([0, 0.25, 0.5]) == 2
    assert style.tick_decimals([0, 20, 40]) == 0


def test_many_waves_keep_five_ticks():
    assert style.thinned(3) == [0, 1, 2]
    assert style.thinned(7) == [0, 2, 4, 6]
    assert len(style.thinned(31)) <= 5


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.3)), min_size=1, max_size=8))
def test_labels_never_overlap(labels):
    wanted, heights = zip(*labels, strict=True)
    centres = style.spread(wanted, heights, 0.0, 1.0)
    ends = sorted((c - h / 2, c + h / 2) for c, h in zip(centres, heights, strict=True))
    assert all(before[1] <= after[0] + 1e-9 for before, after in pairwise(ends))
    if sum(heights) <= 1:
        assert ends[0][0] >= -1e-9
        assert ends[-1][1] <= 1 + 1e-9


def test_labels_with_room_stay_where_they_are():
    assert style.spread([0.2, 0.8], [0.1, 0.1], 0.0, 1.0) == pytest.approx([0.2, 0.8])


def test_labels_that_crowd_give_way_evenly():
    assert style.spread([0.5, 0.5], [0.2, 0.2], 0.0, 1.0) == pytest.approx([0.4, 0.6])


def test_the_program_s_settings_stay_as_they_were():
    before = dict(mpl.rcParams)
    axes = Figure().add_subplot()
    style.quiet(axes)
    axes.text(0, 0, "x", fontproperties=style.font(bold=True))
    assert dict(mpl.rcParams) == before
    assert [side for side, spine in axes.spines.items() if spine.get_visible()] == ["bottom"]
