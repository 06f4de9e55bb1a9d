from __future__ import annotations

from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from studytool.report.charts.coefficients import CoefficientChart

LONG = "A rather long name of a model with child, wave and school by wave effects"


def chart(make, count, terms=()):
    models = {
        f"m{place}": (make.model_spec(f"m{place}", title=LONG[: 20 + 9 * place]), make.ancova())
        for place in range(count)
    }
    return CoefficientChart(name="f", models=tuple(models), terms=terms).draw(
        make.material(models=models)
    )


@pytest.mark.parametrize(("count", "height"), [(2, 2.4), (4, 3.2), (6, 4.5)])
def test_names_neither_overlap_nor_leave_the_figure(make, count, height):
    canvas = chart(make, count).draw(width=6.3, height=height)
    canvas.draw_without_rendering()
    (axes,) = canvas.axes
    renderer = FigureCanvasAgg(canvas).get_renderer()
    found = [text.get_window_extent(renderer) for text in axes.texts]
    assert all(box.x0 >= -1 and box.x1 <= canvas.bbox.x1 + 1 for box in found)
    left = sorted((box for box in found if box.x1 < axes.bbox.x0 + 1), key=lambda box: box.y0)
    assert len(left) == 2 * count
    assert all(below.y1 <= above.y0 + 2 for below, above in pairwise(left))


def test_the_first_model_is_on_top_and_zero_is_dashed(make):
    (axes,) = chart(make, 3).draw(width=6.3, height=3).axes
    dashed = [line for line in axes.lines if set(line.get_xdata()) == {0}]
    assert [line.is_dashed() for line in dashed] == [True]
    points = [line.get_ydata()[0] for line in axes.lines if line.get_marker() != "None"]
    assert points == [2, 1, 0]


def test_what_is_not_estimable_is_said_beside_the_line(make):
    (axes,) = chart(make, 1, terms=("visited", "C(sex)[1]")).draw(width=6.3, height=3).axes
    assert len([line for line in axes.lines if line.get_marker() != "None"]) == 1
    assert any("not estimable" in text.get_text() for text in axes.texts)


def test_terms_differ_in_marker(make):
    (axes,) = chart(make, 1, terms=("visited", "hh_size")).draw(width=6.3, height=3).axes
    assert len({line.get_marker() for line in axes.lines if line.get_marker() != "None"}) == 2
