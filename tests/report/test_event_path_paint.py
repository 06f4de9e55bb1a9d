from __future__ import annotations

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from studytool.report.event_path_paint import paint_event_path
from studytool.report.event_words import moment
from studytool.report.figure import Figure
from studytool.report.table import Cell


def figure(first=-4, last=3, hidden=()):
    data = tuple(
        {
            "time": Cell(value=float(time)),
            "label": Cell(value=moment(time), unit="text"),
            "role": Cell(
                value="reference" if time == -1 else "before" if time < 0 else "after", unit="text"
            ),
            "estimate": Cell(reason="hidden") if time in hidden else Cell(value=0.3 * (time + 1)),
            "low": Cell() if time in (-1, *hidden) else Cell(value=0.3 * (time + 1) - 1),
            "high": Cell() if time in (-1, *hidden) else Cell(value=0.3 * (time + 1) + 1),
        }
        for time in range(first, last + 1)
    )
    return Figure(
        name="f",
        kind="event_path",
        caption="",
        alt_text="",
        columns=tuple(data[0]),
        data=data,
        paint=paint_event_path,
        tell=lambda _: ("", ""),
    )


def points(axes):
    return [line for line in axes.lines if line.get_linestyle() == "None"]


def test_before_after_and_reference_differ_in_marker_and_zero_is_dashed():
    (axes,) = figure().draw(width=6.3, height=3).axes
    markers = [line.get_marker() for line in points(axes)]
    assert markers[:3] == [markers[0]] * 3
    assert len(set(markers)) == 3
    assert next(x for x in points(axes) if x.get_marker() == "D").get_xdata()[0] == -1
    dashed = [line for line in axes.lines if line.is_dashed()]
    assert [set(line.get_ydata()) for line in dashed] == [{0}]


def test_a_point_that_is_hidden_is_not_drawn_and_breaks_the_line():
    (axes,) = figure(hidden=(1,)).draw(width=6.3, height=3).axes
    assert [line.get_xdata()[0] for line in points(axes)] == [-4, -3, -2, -1, 0, 2, 3]
    lines = [
        line for line in axes.lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 1
    ]
    assert max(list(line.get_xdata())[-1] for line in lines[:1]) == 0


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (-4, 3), (-9, 9)])
def test_labels_neither_overlap_nor_leave_the_figure(first, last):
    canvas = figure(first, last).draw(width=6.3, height=3)
    canvas.draw_without_rendering()
    renderer = FigureCanvasAgg(canvas).get_renderer()
    (axes,) = canvas.axes
    boxes = [label.get_window_extent(renderer) for label in axes.get_xticklabels()]
    assert all(left.x1 <= right.x0 + 1 for left, right in itertools.pairwise(boxes))
    assert all(box.x0 >= -1 and box.y0 >= -1 for box in boxes)
    assert len(axes.get_yticks()) <= 5


def test_everything_hidden_is_an_empty_chart():
    (axes,) = figure(hidden=(-4, -3, -2, 0, 1, 2, 3)).draw(width=6.3, height=3).axes
    assert len(points(axes)) == 1
