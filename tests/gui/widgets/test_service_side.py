from __future__ import annotations

import pytest

from studytool.exposure.contacts import WaveCoverage
from studytool.exposure.rule import MatchReport
from studytool.gui.widgets.service_side import ServiceSide
from tests.gui.by_label import click, texts

REPORT = MatchReport(rows=8, matched=4, unmatched=1, outside=2, undated=1, excluded=0, people=3)
LEFT = ((4, "unmatched"), (5, "undated"), (7, "outside"), (9, "outside"))


@pytest.fixture
def side(qtbot):
    made = ServiceSide()
    qtbot.addWidget(made)
    made.resize(348, 700)
    made.show()
    return made


def test_before_a_run_it_says_what_it_waits_for(side):
    assert "once the register has been read" in texts(side)


def test_parts_of_nothing_are_left_out_and_shares_are_of_all_rows(side, qtbot):
    side.show_report(REPORT, "a.csv", LEFT, "child")
    qtbot.waitUntil(lambda: "Rows in a.csv" in texts(side))
    told = texts(side).split("\n")
    assert "Child not in the panel" in told
    assert "Left out by the condition" not in told
    assert {"50.0", "25.0", "12.5", "100.0"} <= set(told)


def test_rows_are_listed_until_another_register_is_shown(side, qtbot):
    side.show_report(REPORT, "a.csv", LEFT, "child")
    click(side, "See the 4 not counted")
    qtbot.waitUntil(lambda: "9" in texts(side).split("\n"))
    side.show_report(REPORT, "b.csv", LEFT[:2], "child")
    assert "Rows not counted" not in texts(side)


def test_a_wave_without_a_window_has_no_numbers(side, qtbot):
    waves = (WaveCoverage("2020", 10, 0, 0, 0), WaveCoverage("2021", 8, 8, 2, 5))
    side.show_coverage(waves, people="Children", reached=2, zero_first=True)
    qtbot.waitUntil(lambda: "25.0" in texts(side).split("\n"))
    told = texts(side)
    assert "2 children reached at least once. 2020 has no window: counted as none." in told
    assert "2.5" in told.split("\n")
