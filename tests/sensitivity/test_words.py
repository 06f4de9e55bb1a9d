from __future__ import annotations

import math

import pytest

from studytool.sensitivity.result import Line
from studytool.sensitivity.words import number, percent, plain, span, verdict


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.234, "1.23"), (-1.2, "−1.20"), (0.0, "0.00"), (0.0123, "0.012"), (-1e-12, "0.00000000"),
     (-0.1, "−0.10"), (math.inf, "without end")],
)  # fmt: skip
def test_numbers(value, said):
    assert number(value) == said


def test_other_words():
    assert span(-1, 2) == "−1.00 to 2.00"
    assert plain(2.0) == "2"
    assert percent(0.1388) == "13.9 %"


def line(low, high):
    estimate = None if low is None or high is None else (low + high) / 2
    return Line("x", "x", estimate=estimate, low=low, high=high)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((1, 2), (0.5, 3), "The conclusion holds"),
        ((1, 2), (-1, 3), "The conclusion does not hold"),
        ((1, 2), (-3, -1), "turns to the other side"),
        ((-1, 1), (-2, 2), "none can be now"),
        ((-1, 1), (1, 2), "now one can"),
        ((1, 2), (None, None), "cannot be told"),
    ],
)
def test_verdicts(before, after, said):
    assert said in verdict(line(*before), line(*after))
