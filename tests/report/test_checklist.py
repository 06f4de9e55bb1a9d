from __future__ import annotations

import pytest

from studytool.report.checklist import as_lines, checked, counted, decimals
from studytool.report.quantity import Reproduced


def number(published, ours, tolerance, *, quantity="m.x.estimate", source="A book", reason=""):
    holds = ours is not None and abs(ours - published) <= tolerance
    return Reproduced(quantity, published, ours, tolerance, holds, source, reason)


@pytest.mark.parametrize(
    ("value", "places"), [(0.64, 2), (633.0, 0), (1.468831, 6), (6e-05, 5), (-11863.9, 1), (0, 0)]
)
def test_decimals_are_those_a_number_is_written_with(value, places):
    assert decimals(value) == places


def test_ours_has_a_decimal_more_than_print():
    shown = checked(number(-0.64, -0.6399799857, 0.005))
    assert (shown.published, shown.ours, shown.difference) == ("−0.64", "−0.640", "0.000")
    assert shown.verdict == "holds"


def test_ours_has_two_more_where_the_tolerance_is_fine():
    shown = checked(number(17.36, 17.35593220338983, 0.000001))
    assert shown.ours == "17.3559"
    assert shown.difference == "−0.0041"
    assert shown.verdict == "differs"


def test_a_number_that_does_not_exist_has_its_reason():
    shown = checked(number(1.5, None, 0.1, reason="no row is left over"))
    assert (shown.ours, shown.difference, shown.verdict) == ("–", "–", "no number")
    assert shown.reason == "no row is left over"


def test_the_lines_are_aligned_and_counted():
    text = as_lines(
        [
            number(-0.64, -0.6399799857, 0.005, quantity="two_way.beertax.estimate"),
            number(1794.0, 1794.3423818, 11.0, quantity="a.b.estimate"),
            number(0.5, 0.9, 0.1, quantity="a.b.std_error", source="A paper"),
            number(2.0, None, 0.1, quantity="a.c.p", source="A paper", reason="no test"),
        ]
    )
    assert text.splitlines() == [
        "number                    published     ours  difference  verdict",
        "A book:",
        "two_way.beertax.estimate      −0.64   −0.640       0.000  holds",
        "a.b.estimate                  1,794  1,794.3         0.3  holds",
        "A paper:",
        "a.b.std_error                   0.5     0.90        0.40  differs",
        "a.c.p                             2        –           –  no number: no test",
        "2 of 4 published numbers hold.",
    ]


def test_all_and_one_are_counted_in_words():
    assert counted([number(1.0, 1.0, 0.1)]) == "The published number holds."
    assert counted([number(1.0, 1.0, 0.1)] * 3) == "All 3 published numbers hold."
    assert counted([number(1.0, 2.0, 0.1)]) == "0 of 1 published numbers hold."
