from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from studytool.gui.chart_images import Size
from studytool.gui.jobs import Jobs
from studytool.gui.widgets.chart_painter import ChartPainter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run

SIZE = Size(300, 150)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_charts_are_painted_in_the_background(qtbot: QtBot, jobs: Jobs, sample_run: Run) -> None:
    painter = ChartPainter(jobs)
    figure = sample_run.output.figures["f_path"]
    with qtbot.waitSignal(painter.painted, timeout=20_000):
        painter.ask({"f_path": figure}, {"f_path": SIZE})
        assert painter.images == {}
    assert painter.images["f_path"].width() == 300


def test_only_what_changed_is_painted_again(qtbot: QtBot, jobs: Jobs, sample_run: Run) -> None:
    painter = ChartPainter(jobs)
    figure = sample_run.output.figures["f_path"]
    with qtbot.waitSignal(painter.painted, timeout=20_000):
        painter.ask({"f_path": figure}, {"f_path": SIZE})
    painter.ask({"f_path": figure}, {"f_path": SIZE})
    assert not jobs.busy("charts")
    painter.ask({"f_path": replace(figure, caption="Another")}, {"f_path": SIZE})
    assert not jobs.busy("charts")
    painter.ask({"f_path": replace(figure, data=figure.data[:2])}, {"f_path": SIZE})
    assert jobs.busy("charts")


def test_a_chart_that_cannot_be_painted_is_told(qtbot: QtBot, jobs: Jobs, sample_run: Run) -> None:
    painter = ChartPainter(jobs)
    spoiled = replace(sample_run.output.figures["f_path"], paint=lambda _data, _canvas: 1 / 0)
    with qtbot.waitSignal(painter.broke, timeout=20_000) as broke:
        painter.ask({"f": spoiled}, {"f": SIZE})
    assert broke.args is not None
    assert isinstance(broke.args[0], ZeroDivisionError)
