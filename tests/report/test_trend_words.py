from __future__ import annotations

import pytest

from studytool.report.table import Cell
from studytool.report.trend_words import trend_words


def dot(series, wave, value, reason=""):
    return {
        "series": Cell(series, "text"),
        "wave": Cell(float(wave)),
        "wave_label": Cell(str(2019 + wave), "text"),
        "value": Cell(value, "percent", 0, reason=reason),
    }


def line(series, *values):
    return [dot(series, wave, value) for wave, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (line("Risk", 0.38, 0.60, 0.62), "Risk rose"),
        (line("Risk", 0.62, 0.38), "Risk fell"),
        (line("Risk", 0.501, 0.499), "Risk stayed level"),
        ([*line("visited", 0.9, 0.3), *line("others", 0.2, 0.1)], "Visited and others fell"),
        ([*line("visited", 0.9, 0.3), *line("others", 0.2, 0.4)], "Visited fell; others rose"),
        (line("Risk", 0.4), "What was told"),
        ([*line("a", 0.4, 0.5), dot("a", 3, None, "fewer than 5")], "What was told"),
        ([p for name in "abcd" for p in line(name, 0.1, 0.5)], "What was told: all rose"),
        ([], "What was told"),
    ],
)
def test_the_title_says_what_is_seen(data, title):
    assert trend_words("", "What was told")(tuple(data))[0] == title


def test_a_title_that_was_asked_for_is_kept():
    assert trend_words("Mine", "What was told")(tuple(line("Risk", 0.1, 0.2)))[0] == "Mine"


def test_the_text_tells_first_and_last_values_in_order_of_the_waves():
    data = tuple(reversed([*line("Risk", 0.38, 0.60, 0.62), *line("Worry", 0.63, 0.5, 0.5)]))
    assert trend_words("", "x")(data)[1] == (
        "Line chart with 2 lines over 3 waves, 2020 to 2022."
        " Worry: 63 % in 2020 to 50 % in 2022. Risk: 38 % in 2020 to 62 % in 2022."
    )


def test_a_hidden_point_is_told_as_hidden():
    data = (*line("Harsh", 0.22), dot("Harsh", 3, None, "fewer than 5"))
    assert trend_words("", "x")(data)[1].endswith(
        "Harsh: 22 % in 2020, 2022 not shown (fewer than 5)."
    )


def test_a_line_without_any_value_is_told_as_well():
    data = (dot("Harsh", 1, None, "fewer than 5"),)
    assert trend_words("", "x")(data)[1].endswith("Harsh: 2020 not shown (fewer than 5).")
