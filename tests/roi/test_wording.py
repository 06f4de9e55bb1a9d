from __future__ import annotations

from studytool.core.units import Money
from studytool.roi.cost import ledger_of
from studytool.roi.returns import Roi
from studytool.roi.wording import rand, returns_notes
from tests.brief_sample import hand_costs, hand_result


def test_amounts_are_written_as_in_print():
    assert rand(Money(193_252.49, "ZAR", 2021)) == "R193,252"
    assert rand(Money(-0.4, "ZAR", 2021)) == "R0"
    assert rand(Money(-12, "USD", 2021)) == "−US$12"


def notes(**asked):
    roi = Roi(effect="visits.offered", **asked)
    return returns_notes(roi, ledger_of(hand_costs(), {}), hand_result(), "children offered visits")


def test_notes_name_perspective_prices_comparator_horizon_and_method():
    said = " ".join(notes(perspective="government", comparator="no visits", horizon=1))
    for words in (
        "Perspective: government, against no visits; prices of 2021 (ZAR), not discounted.",
        "last 1 year.",
        "Reached: children offered visits.",
        "Intervals (95 %): CR2",
        "inverted (Fieller)",
    ):
        assert words in said
    assert "last 2.5 years" in notes(horizon=2.5)[0]
    assert "last" not in notes()[0]
