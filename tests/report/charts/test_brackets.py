from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.charts.brackets import BracketChart
from studytool.report.disclosure import suppress_figure
from tests.report.judged import RESULT, material_of


def draw(make, **options):
    return BracketChart(name="f", sensitivity="schools", **options).draw(material_of(make))


def test_every_line_is_drawn_and_told(make):
    figure = draw(make)
    assert [row["label"].value for row in figure.data] == [line.label for line in RESULT.lines]
    assert "As estimated: −3.12, interval −4.39 to −1.85." in figure.alt_text
    assert "Without 3: nobody is left." in figure.alt_text
    assert figure.notes[0] == RESULT.statement
    assert figure.draw(width=6, height=4).axes


def test_what_is_hidden_is_not_told_either(make):
    shown, _ = suppress_figure(draw(make), 5, ())
    assert shown.data[2]["estimate"].value is None
    assert "−3.30" not in shown.alt_text
    shown.draw(width=6, height=4)


def test_a_title_of_its_own_and_another_result(make):
    assert draw(make, title="Schools").caption == "Schools"
    with pytest.raises(DocumentError, match="no sensitivity analysis"):
        BracketChart(name="f", sensitivity="visits").draw(material_of(make))
