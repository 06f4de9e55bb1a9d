from __future__ import annotations

import pytest

from studytool.models.result import Estimate, NotAvailable
from studytool.sensitivity.result import Balance, line_of


def test_an_estimate_becomes_a_line():
    made = line_of("a", "A", Estimate(1.0, 0.5, 9.0, 0.08, -0.1, 2.1), people=12, behind=3)
    assert (made.estimate, made.std_error, made.low, made.high, made.p) == (1, 0.5, -0.1, 2.1, 0.08)
    assert (made.people, made.behind, made.role) == (12, 3, "line")


def test_none_becomes_a_line_with_its_reason():
    made = line_of("a", "A", NotAvailable("collinear"), people=12)
    assert made.estimate is None
    assert made.reason == "collinear"


def test_differences_are_in_spreads_and_nothing_differs_where_nothing_varies():
    row = Balance("age", target=10.0, before=12.0, after=10.5, spread=2.0)
    assert row.difference_before == pytest.approx(1.0)
    assert row.difference_after == pytest.approx(0.25)
    assert Balance("age", 1.0, 1.0, 1.0, 0.0).difference_before == 0
