from __future__ import annotations

from matplotlib.figure import Figure as Canvas

from studytool.report.bracket_paint import paint_brackets
from studytool.report.table import Cell


def row(label, low, high, estimate=None, role="line"):
    def number(value):
        return Cell(reason="hidden") if value is None else Cell(value=value)

    return {
        "label": Cell(value=label, unit="text"),
        "role": Cell(value=role, unit="text"),
        "estimate": number(estimate),
        "low": number(low),
        "high": number(high),
    }


def painted(*rows):
    canvas = Canvas(figsize=(6, 4))
    paint_brackets(rows, canvas)
    return canvas.axes[0]


def test_each_interval_is_a_bracket_with_caps_and_its_numbers_beside_it():
    axes = painted(row("As estimated", 1.0, 3.0, 2.0, "original"), row("M = 1.00", -0.5, 3.5))
    # one level line and one pair of caps for each
    assert len(axes.collections) == 4
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["As estimated", "2.00 (1.00 to 3.00)", "M = 1.00", "−0.50 to 3.50"]


def test_what_is_hidden_keeps_its_name_and_says_so():
    axes = painted(row("Without 2", None, None))
    assert [text.get_text() for text in axes.texts] == ["Without 2", "hidden"]
    assert not axes.collections


def test_nought_is_in_sight_and_many_lines_are_named_in_part():
    axes = painted(*(row(f"Line {n}", 5.0, 6.0, 5.5) for n in range(60)))
    low, high = axes.get_xlim()
    assert low <= 0
    assert high >= 6
    assert len(axes.texts) == 2 * 20
