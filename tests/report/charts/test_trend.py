from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DocumentError
from studytool.report.charts.trend import TrendChart


def means(make):
    rows = [
        make.point(
            "difficulties", wave, None, n, mean=mean, width=0.9, by="visited", group=group,
            label="Total difficulties",
        )
        for group, n, values in (
            ("Visited at least once", 52, (16.9, 13.6, 11.2)),
            ("Never visited", 66, (11.6, 10.4, 9.3)),
        )
        for wave, mean in zip((1, 2, 3), values, strict=True)
    ]  # fmt: skip
    analysis = make.ShownAnalysis(name="means", statistic="mean")
    described = make.describe(*rows, title="Mean difficulties", notes=("Children tracked",))
    return make.material(analyses={"means": (analysis, described)})


def shares(make):
    rows = [
        make.point(variable, wave, count, 123)
        for variable, counts in (("violence_exposure", (71, 74, 74)), ("abuse_victim", (10,) * 3))
        for wave, count in zip((1, 2, 3), counts, strict=True)
    ]
    analysis = make.ShownAnalysis(name="told")
    return make.material(analyses={"told": (analysis, make.describe(*rows))})


def test_the_data_of_a_chart_stay_as_they_were(make):
    figure = TrendChart(name="f1", analysis="means").draw(means(make))
    make.in_golden("figures/trend_means.txt", make.told(figure))


def test_shares_are_drawn_with_the_people_behind_them(make):
    figure = TrendChart(name="f1", analysis="told", variables=("abuse_victim",)).draw(shares(make))
    make.in_golden("figures/trend_shares.txt", make.told(figure))
    assert all(row["low"].count == 10.0 for row in figure.data)
    assert all(row["low"].base == 123.0 for row in figure.data)


def test_lines_are_named_by_what_tells_them_apart(make):
    by_group = TrendChart(name="f", analysis="means").draw(means(make))
    by_variable = TrendChart(name="f", analysis="told").draw(shares(make))
    assert {row["series"].value for row in by_group.data} == {
        "Visited at least once",
        "Never visited",
    }
    assert {row["series"].value for row in by_variable.data} == {
        "Violence exposure",
        "Abuse victim",
    }


def test_groups_can_be_chosen(make):
    chart = TrendChart(name="f", analysis="means", groups=("Never visited",))
    assert len(chart.draw(means(make)).data) == 3


def test_an_unknown_variable_is_refused_with_a_suggestion(make):
    chart = TrendChart(name="f", analysis="told", variables=("abuse_victims",))
    with pytest.raises(DocumentError) as caught:
        chart.draw(shares(make))
    assert caught.value.where == "variables"
    assert 'Did you mean "abuse_victim"?' in caught.value.remedy


def test_an_unknown_option_is_refused():
    with pytest.raises(ValidationError, match="variable"):
        TrendChart(name="f", analysis="told", variable=("a",))
