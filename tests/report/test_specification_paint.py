from __future__ import annotations

from matplotlib.figure import Figure as Canvas

from studytool.report.specification_paint import paint_specifications
from studytool.report.table import Cell


def row(estimate, controls, role="line"):
    gone = Cell(reason="hidden")
    number = gone if estimate is None else Cell(value=estimate)
    return {
        "line": Cell(value="spec[1]", unit="text"),
        "role": Cell(value=role, unit="text"),
        "estimate": number,
        "low": gone if estimate is None else Cell(value=estimate - 1),
        "high": gone if estimate is None else Cell(value=estimate + 1),
        "p": gone,
        "controls": Cell(value=controls, unit="text"),
    }


def painted(*rows):
    canvas = Canvas(figsize=(6, 4))
    paint_specifications(rows, canvas)
    return canvas.axes


def test_points_above_and_a_mark_for_each_choice_below():
    upper, lower = painted(row(1.0, "none"), row(2.0, "age"), row(3.0, "none"), row(None, "age"))
    points = [line for line in upper.lines if len(line.get_xdata()) == 1]
    assert [line.get_ydata()[0] for line in points] == [1.0, 2.0, 3.0]
    names = [label.get_text() for label in lower.get_yticklabels()]
    assert names == ["controls: age", "controls: none"]
    marks = [line.get_xdata() for line in lower.lines]
    assert [list(places) for places in marks] == [[1, 3], [0, 2]]


def test_nothing_to_draw_is_drawn_all_the_same():
    assert len(painted()) == 2
