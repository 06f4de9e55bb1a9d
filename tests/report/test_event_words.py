from __future__ import annotations

import pytest

from studytool.report.event_words import event_words, moment
from studytool.report.table import Cell


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (0, "first treated wave"),
        (1, "1 wave after"),
        (2, "2 waves or more after"),
        (-1, "1 wave before"),
        (-3, "3 waves or more before"),
    ],
)
def test_event_times_in_words(time, words):
    assert moment(time, binned=(-3, 2), times=(-3, -2, -1, 0, 1, 2)) == words


def test_what_is_hidden_is_not_told():
    point = {
        "label": Cell(value="1 wave after", unit="text"),
        "role": Cell(value="after", unit="text"),
        "estimate": Cell(reason="hidden"),
    }
    caption, alt_text = event_words("", "Difficulties")((point,))
    assert caption.startswith("Difficulties: the treated against the others")
    assert alt_text.endswith("1 wave after: hidden.")
    assert event_words("My title", "Difficulties")((point,))[0] == "My title"
