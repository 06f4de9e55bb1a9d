from __future__ import annotations

from matplotlib.figure import Figure as Canvas

from studytool.report.decomposition_paint import paint_pairs
from studytool.report.table import Cell


def point(sort, weight, estimate):
    return {
        "sort": Cell(sort, "text"),
        "pair": Cell("a", "text"),
        "weight": Cell(weight, "percent"),
        "estimate": Cell(estimate),
    }


def test_each_kind_has_a_mark_of_its_own_and_hidden_points_none():
    canvas = Canvas()
    paint_pairs(
        (
            point("With people never treated", 0.6, 1.0),
            point("With people already treated", 0.3, -1.0),
            point("With people already treated", None, None),
            point("", 1.0, 0.4),
        ),
        canvas,
    )
    (axes,) = canvas.axes
    marks = {line.get_label(): line for line in axes.lines}
    assert marks["With people never treated"].get_xydata().tolist() == [[0.6, 1.0]]
    assert marks["With people already treated"].get_xydata().tolist() == [[0.3, -1.0]]
    shapes = {marks[name].get_marker() for name in list(marks) if name.startswith("With")}
    assert len(shapes) == 2
    assert marks["Two-way fixed effects"].get_ydata()[0] == 0.4
    assert axes.get_xticklabels()[-1].get_text().endswith(" %")


def test_nothing_to_show_is_an_empty_chart():
    canvas = Canvas()
    paint_pairs((point("", 1.0, None),), canvas)
    assert canvas.axes[0].get_legend() is None
