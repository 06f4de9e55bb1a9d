from __future__ import annotations

import io
from itertools import pairwise

from matplotlib.backends.backend_agg import FigureCanvasAgg

from studytool.report.charts.trend import TrendChart
from studytool.report.disclosure import suppress_figure

LONG = "A rather long name of a group of children who were visited by social workers"


def figure(make, groups):
    rows = [
        make.point("risk", wave, count, n, by="g", group=group)
        for group, n, counts in groups
        for wave, count in zip((1, 2, 3), counts, strict=True)
    ]
    analysis = make.ShownAnalysis(name="a")
    material = make.material(analyses={"a": (analysis, make.describe(*rows))})
    return TrendChart(name="f", analysis="a").draw(material)


def six(make):
    return figure(
        make,
        [
            (LONG, 60, (30, 29, 28)),
            ("B", 61, (12, 20, 28)),
            ("Group C", 62, (40, 30, 28)),
            (LONG[2:], 63, (20, 22, 29)),
            ("E", 64, (50, 20, 30)),
            ("F", 65, (33, 34, 31)),
        ],
    )


def boxes(canvas):
    canvas.draw_without_rendering()
    (axes,) = canvas.axes
    renderer = FigureCanvasAgg(canvas).get_renderer()
    return [text.get_window_extent(renderer) for text in axes.texts]


def test_labels_of_six_lines_neither_overlap_nor_leave_the_figure(make):
    for width, height in ((7.0, 2.6), (6.3, 2.4), (7.0, 4.0)):
        canvas = six(make).draw(width=width, height=height)
        found = boxes(canvas)
        assert len(found) == 6
        ordered = sorted(found, key=lambda box: box.y0)
        pairs = pairwise(ordered)
        assert all(below.y1 <= above.y0 + 1 for below, above in pairs)
        assert all(box.x1 <= canvas.bbox.x1 + 1 for box in found)
        assert all(box.y0 >= -1 and box.y1 <= canvas.bbox.y1 + 1 for box in found)


def test_there_are_at_most_five_ticks_and_no_frame(make):
    (axes,) = six(make).draw(width=7, height=2.6).axes
    assert len(axes.get_yticks()) <= 5
    assert [side for side, spine in axes.spines.items() if spine.get_visible()] == ["bottom"]


def test_markers_tell_lines_apart_without_colour(make):
    (axes,) = six(make).draw(width=7, height=2.6).axes
    markers = {line.get_marker() for line in axes.lines if line.get_marker() != "None"}
    assert len(markers) == 6


def test_a_hidden_point_is_not_drawn_and_its_line_is_broken(make):
    shown, _ = suppress_figure(
        figure(make, [("A", 45, (10, 1, 12)), ("B", 45, (20, 21, 22))]), 5, []
    )
    (axes,) = shown.draw(width=7, height=2.6).axes
    drawn = [
        (round(x), round(float(y), 6))
        for line in axes.lines
        if line.get_marker() != "None"
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]
    assert sorted(drawn) == [
        (1, round(10 / 45, 6)),
        (1, round(20 / 45, 6)),
        (2, round(21 / 45, 6)),
        (3, round(12 / 45, 6)),
        (3, round(22 / 45, 6)),
    ]


def test_a_chart_whose_points_are_all_hidden_is_still_a_chart(make):
    shown, _ = suppress_figure(figure(make, [("A", 4, (1, 1, 2))]), 5, [])
    (axes,) = shown.draw(width=7, height=2.6).axes
    assert len(axes.texts) == 0


def test_percent_ticks_stay_between_none_and_all(make):
    rows = [make.point("risk", wave, 2, 45, width=0.1) for wave in (1, 2)]
    analysis = make.ShownAnalysis(name="a")
    material = make.material(analyses={"a": (analysis, make.describe(*rows))})
    (axes,) = TrendChart(name="f", analysis="a").draw(material).draw(width=7, height=2.6).axes
    assert axes.get_ylim()[0] == 0


def test_the_same_chart_is_the_same_bytes(make):
    def drawn():
        file = io.BytesIO()
        six(make).draw(width=4, height=2).savefig(file, format="png")
        return file.getvalue()

    assert drawn() == drawn()
