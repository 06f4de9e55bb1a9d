from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.charts.specification_curve import SpecificationCurveChart
from tests.report.judged import CURVE, material_of

CHART = SpecificationCurveChart(name="f", sensitivity="schools")


def test_specifications_stand_in_order_of_size_with_their_choices(make):
    figure = CHART.draw(material_of(make, CURVE))
    assert [row["estimate"].value for row in figure.data] == [-3.12, -2.0, None]
    assert [row["controls"].value for row in figure.data] == ["hh_size", "none", "age"]
    assert figure.columns[-2:] == ("controls", "where")
    assert "From −3.12 to −2.00." in figure.alt_text
    assert figure.draw(width=6, height=4).axes


def test_another_analysis_is_refused(make):
    with pytest.raises(DocumentError, match="no specification curve"):
        CHART.draw(material_of(make))
