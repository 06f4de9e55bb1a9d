from __future__ import annotations

import pytest

from studytool.report.table import Cell
from studytool.report.telling import told

SHARE = Cell(3 / 45, "percent", 0, low=0.0139, high=0.1787, count=3, base=45)
REST = Cell(43 / 45, "percent", 0, count=43, base=45)
MEAN = Cell(3.1415, "number", 2, base=4)


@pytest.mark.parametrize(
    "text",
    [
        "it was 7 % in 2022",
        "it was 6.7 per cent",
        "a share of 0.067",
        "a share of .07",
        "3 of 45 families",
        "only 3 caregivers",
        "n = 3",
        "it fell from 10 to 3",
        "1 to 18 %",
        "42 families did not",
    ],
)
def test_words_that_repeat_a_hidden_share_are_caught(text):
    assert told(text, [SHARE], 5)


@pytest.mark.parametrize(
    "text",
    ["2 families were not", "43 of 45", "96 %"],
)
def test_words_that_repeat_the_rest_of_a_share_are_caught(text):
    assert told(text, [REST], 5)


@pytest.mark.parametrize("text", ["a mean of 3.14", "a mean of 3.1", "4 children were asked"])
def test_words_that_repeat_a_mean_or_its_small_base_are_caught(text):
    assert told(text, [MEAN], 5)


@pytest.mark.parametrize(
    "text",
    [
        "Children present in waves 1 to 4",
        "Wave 3: changed instrument",
        "Table 3 shows more",
        "95 % intervals",
        "45 families were asked",
        "of 447 rows",
        "CR2, clusters: household (df 41.6)",
        "",
    ],
)
def test_words_about_other_things_stay(text):
    assert not told(text, [SHARE], 5)


def test_degrees_of_freedom_are_no_estimate():
    assert not told("CR1, t(G-1), clusters: family (df 3).", [MEAN], 5)
    assert told("It fell by about 3.", [MEAN], 5)


def test_nothing_hidden_nothing_told():
    assert not told("3 of 45 families", [], 5)
