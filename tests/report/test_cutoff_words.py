from __future__ import annotations

from studytool.report.cutoff_words import END, cutoff_words
from studytool.report.table import Cell


def point(part, side, label, score, value, *, reason=""):
    return {
        "part": Cell(part, "text"),
        "side": Cell(side, "text"),
        "label": Cell(label, "text"),
        "score": Cell(score, decimals=0),
        "value": Cell(value, decimals=1, reason=reason),
        "low": Cell(None if value is None else value - 1, decimals=1),
        "high": Cell(None if value is None else value + 1, decimals=1),
        "n": Cell(20.0, "count", 0),
    }


DATA = (
    point("mean", "others", "part 1", 3.0, 1.0),
    point("mean", "treated", "part 1", None, None, reason="hidden"),
    point("line", "others", f"line below, {END}", 5.0, 1.5),
    point("line", "treated", f"line above, {END}", None, None, reason="hidden"),
    point("jump", "jump", "jump", 5.0, 0.5),
)


def test_one_point_all_hidden_and_the_jump():
    caption, told = cutoff_words("", "Worry", "Score", 5.0)(DATA)
    assert caption == "Worry on both sides of the cut-off, Score 5"
    assert told == (
        "Points are means of people of like scores (Score), with a straight line on each side of "
        "the cut-off at 5. The others: 1 point, from 1.0 at 3 (n 20). Their line is at 1.5 at the "
        "cut-off. The treated: 1 point (1 hidden). Their line is at hidden at the cut-off. "
        "Jump at the cut-off: 0.5, interval −0.5 to 1.5."
    )


def test_a_title_that_was_asked_for_is_kept():
    assert cutoff_words("Mine", "Worry", "Score", 5.0)(DATA)[0] == "Mine"
