from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.charts.coefficients import CoefficientChart

BOTH = ("visits", "visits_ancova")


def test_the_data_of_a_chart_stay_as_they_were(make):
    figure = CoefficientChart(name="f2", models=BOTH).draw(make.material(models=make.both_models()))
    make.in_golden("figures/coefficients.txt", make.told(figure))


def test_a_term_that_is_not_estimable_says_why(make):
    chart = CoefficientChart(name="f2", models=BOTH, terms=("visited", "C(sex)[1]"))
    figure = chart.draw(make.material(models=make.both_models()))
    assert [row["model"].value for row in figure.data] == ["visits", *BOTH[1:] * 2]
    last = figure.data[-1]
    assert last["estimate"].reason == "not estimable: every child kept is a girl"
    assert "Sex: girl: not estimable: every child kept is a girl." in figure.alt_text


def test_every_finding_is_in_the_notes(make):
    figure = CoefficientChart(name="f2", models=BOTH).draw(make.material(models=make.both_models()))
    for found in figure.findings:
        assert any(found.message.rstrip(".") in note for note in figure.notes)


def test_a_term_of_no_model_is_refused_with_a_suggestion(make):
    chart = CoefficientChart(name="f2", models=BOTH, terms=("visitd",))
    with pytest.raises(DocumentError) as caught:
        chart.draw(make.material(models=make.both_models()))
    assert caught.value.where == "terms[0]"
    assert 'Did you mean "visited"?' in caught.value.remedy


def test_a_change_of_a_small_share_is_as_small_as_the_share(make):
    statistics = {"share_earlier": 10 / 45, "share_later": 1 / 45}
    model = make.fitted(people=45, rows=90, statistics=statistics)
    material = make.material(models={"visits": (make.model_spec(), model)})
    (row,) = CoefficientChart(name="f2", models=("visits",)).draw(material).data
    assert row["estimate"].count == 1.0
