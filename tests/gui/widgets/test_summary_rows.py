from __future__ import annotations

from studytool.gui.widgets.summary_rows import summary_rows
from studytool.survey.summary import WaveSummary


def test_numbers_have_a_mean_and_limits_and_an_empty_wave_a_dash():
    first = WaveSummary("2020", 3, 4, mean=-1.5, lowest=-2.0, highest=0.25)
    head, rows = summary_rows([first, WaveSummary("2021", 0, 2)])
    assert head == ["", "2020", "2021"]
    assert rows == [
        ["Rows", "4", "2"],
        ["With a value", "3", "0"],
        ["Mean", "−1.50", "–"],
        ["Lowest", "−2.00", "–"],
        ["Highest", "0.25", "–"],
    ]


def test_named_values_are_counted():
    waves = [WaveSummary("2020", 3, 3, mean=0.3, counts=(("No", 2), ("Yes", 1)))]
    assert summary_rows(waves)[1][2:] == [["No", "2"], ["Yes", "1"]]
