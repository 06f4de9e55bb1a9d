from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.errors import DocumentError
from studytool.models.by_cohort import Bands
from studytool.models.result import Estimate, EventPath, NotAvailable, TestResult
from studytool.report.charts.event_path import EventPathChart

TIMES = (-3, -2, -1, 0, 1)
TERMS = tuple(f"event[{time}]" for time in TIMES)


def events(make, people=(0, 30, 31, 31, 4)):
    points = {
        "event[-3]": NotAvailable("no row of the sample is at this event time"),
        "event[-2]": Estimate(0.2, 0.4, 40.0, 0.62, -0.61, 1.01),
        "event[-1]": NotAvailable("the reference, 0 by definition"),
        "event[0]": Estimate(-2.1, 0.5, 40.0, 0.0002, -3.11, -1.09),
        "event[1]": Estimate(-2.8, 0.7, 40.0, 0.0003, -4.21, -1.39),
    }
    shown = ("event[-2]", "event[0]", "event[1]")
    result = make.fitted("visits_event", points, shown=shown)
    return replace(
        result,
        path=EventPath(TIMES, TERMS, (-1,), people, binned=(1,)),
        tests={"pre_trends": TestResult(statistic=0.25, df=40.0, p=0.62)},
    )


def draw(make, result=None, **options):
    models = {"visits_event": (make.model_spec("visits_event"), result or events(make))}
    chart = EventPathChart(name="f1", model="visits_event", **options)
    return chart.draw(make.material(models=models))


def test_the_data_of_a_chart_stay_as_they_were(make):
    make.in_golden("figures/event_path.txt", make.told(draw(make)))


def test_the_reference_is_zero_and_said_to_be_it(make):
    figure = draw(make)
    reference = figure.data[2]
    assert reference["role"].value == "reference"
    assert (reference["estimate"].value, reference["low"].value) == (0.0, None)
    assert "1 wave before: the reference, zero." in figure.alt_text


def test_every_point_carries_the_treated_people_behind_it(make):
    figure = draw(make)
    assert [row["n"].value for row in figure.data] == [0, 30, 31, 31, 4]
    assert figure.data[-1]["estimate"].count == 4
    assert figure.data[-1]["label"].value == "1 wave or more after"


def test_the_waves_before_are_judged_together_in_a_note(make):
    assert any("p = .62" in note for note in draw(make).notes)


def test_a_model_without_a_path_is_refused(make):
    with pytest.raises(DocumentError) as caught:
        draw(make, make.fitted())
    assert caught.value.where == "model"
    assert "event_study" in caught.value.remedy


def banded(make):
    low = {"event[-2]": -0.9, "event[0]": -3.6, "event[1]": -4.8, "event[-1]": 0.0}
    high = {"event[-2]": 1.3, "event[0]": -0.6, "event[1]": -0.8, "event[-1]": 0.0}
    bands = Bands(0.95, 999, 42, {"event": 2.9}, low, high)
    return replace(events(make), bands=bands)


def test_a_path_without_bands_has_no_columns_for_them(make):
    assert "band_low" not in draw(make).columns


def test_the_band_stands_around_every_interval_and_not_at_the_reference(make):
    figure = draw(make, banded(make))
    assert figure.columns[-2:] == ("band_low", "band_high")
    ends = [(row["band_low"].value, row["band_high"].value) for row in figure.data]
    assert ends == [(None, None), (-0.9, 1.3), (None, None), (-3.6, -0.6), (-4.8, -0.8)]
    assert figure.data[-1]["band_low"].count == 4


def test_the_band_is_named_with_its_level_draws_and_seed(make):
    figure = draw(make, banded(make))
    assert any(
        "all waves at once with 95 %, from 999 draws (seed 42)" in note for note in figure.notes
    )
    assert "within bands for all waves at once" in figure.unit_line
    assert "band for all waves \N{MINUS SIGN}3.60 to \N{MINUS SIGN}0.60" in figure.alt_text


def test_the_band_is_painted_thinner_than_the_interval_and_within_the_scale(make):
    canvas = draw(make, banded(make)).draw(width=6, height=3.5)
    axes = canvas.axes[0]
    bands = [line for line in axes.lines if line.get_marker() == "_"]
    thick = axes.collections[-1].get_linewidth()[0]
    assert len(bands) == 3
    assert all(line.get_linewidth() < thick for line in bands)
    assert axes.get_ylim()[0] <= -4.8
