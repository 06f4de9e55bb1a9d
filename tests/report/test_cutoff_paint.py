from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from studytool.report.cutoff_paint import paint_cutoff
from studytool.report.table import Cell


def row(part, side, score, value, *, hidden=False):
    gone = Cell(reason="hidden")
    return {
        "running": Cell("Total difficulties at wave 1", "text"),
        "part": Cell(part, "text"),
        "side": Cell(side, "text"),
        "score": gone if hidden else Cell(score),
        "value": gone if hidden else Cell(value),
        "low": gone if hidden else Cell(value - 1),
        "high": gone if hidden else Cell(value + 1),
    }


def data(*, jump=True, far=False):
    return (
        row("mean", "others", 10.0, 8.0),
        row("mean", "others", 14.0, 9.0),
        row("mean", "treated", 18.0, 7.0, hidden=True),
        row("mean", "treated", 24.0, 9.5),
        row("line", "others", 10.0, 8.1),
        row("line", "others", 17.0, 9.9),
        row("line", "treated", 17.0, 6.8),
        row("line", "treated", 24.0, 9.4, hidden=far),
        {**row("jump", "jump", 17.0, -3.1, hidden=not jump), "score": Cell(17.0)},
    )


def painted(rows):
    canvas = Figure(figsize=(6.3, 3.0), dpi=100, layout="constrained")
    FigureCanvasAgg(canvas)
    paint_cutoff(rows, canvas)
    (axes,) = canvas.axes
    return canvas, axes


def test_sides_differ_in_marker_and_colour_and_the_cutoff_is_dashed():
    _, axes = painted(data())
    points = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert len({line.get_marker() for line in points}) == 2
    assert len({line.get_color() for line in points}) == 2
    (dashed,) = [line for line in axes.lines if line.is_dashed()]
    assert set(dashed.get_xdata()) == {17.0}
    assert axes.get_xlabel() == "Total difficulties at wave 1"


def test_what_is_hidden_is_not_painted():
    _, axes = painted(data(jump=False, far=True))
    points = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert sorted(x for line in points for x in line.get_xdata()) == [10.0, 14.0, 24.0]
    whole = [line for line in axes.lines if line.get_linestyle() == "-"]
    assert [list(line.get_xdata()) for line in whole] == [[10.0, 17.0]]
    assert not any("jump" in text.get_text() for text in axes.texts)


def test_who_stands_where_and_the_jump_are_written():
    _, axes = painted(data())
    texts = {text.get_text(): text for text in axes.texts}
    assert texts["treated"].get_ha() == "left"
    assert texts["others"].get_ha() == "right"
    assert "jump −3.10 (−4.10 to −2.10)" in texts


@pytest.mark.parametrize("size", [(6.3, 3.0), (3.2, 2.4), (9.0, 5.0)])
def test_no_text_leaves_the_picture_or_lies_on_another(size):
    canvas, axes = painted(data())
    canvas.set_size_inches(size)
    canvas.canvas.draw()
    frame = canvas.bbox
    boxes = [text.get_window_extent() for text in axes.texts]
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)
    assert not any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])
    low, high = axes.get_ylim()
    assert low <= 6.8
    assert high >= 9.9
