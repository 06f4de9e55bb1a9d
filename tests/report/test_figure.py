from __future__ import annotations

from matplotlib._pylab_helpers import Gcf

from studytool.report.figure import Figure
from studytool.report.table import Cell


def figure(paint):
    data = ({"value": Cell(1.0)},)
    return Figure("f", "k", "c", "a", ("value",), data, paint, lambda _: ("c", "a"))


def test_a_figure_is_painted_from_its_data_alone():
    seen = []
    made = figure(lambda data, canvas: seen.append((data, canvas.get_size_inches().tolist())))
    made.draw(width=6, height=2.5)
    assert seen == [(made.data, [6.0, 2.5])]


def test_no_figure_is_kept_by_the_program():
    figure(lambda _, canvas: canvas.add_subplot()).draw(width=2, height=2)
    assert Gcf.figs == {}
