from __future__ import annotations

import pytest

import studytool.survey.measures
from studytool.core.spec import kinds
from studytool.survey.measure import Measure


def test_the_measures_there_are():
    found = kinds(Measure, studytool.survey.measures)
    assert list(found) == ["cutoff_band", "domain_risk", "mean_scale", "sum_scale"]


def test_a_measure_says_what_it_reads_and_how_it_scores():
    with pytest.raises(TypeError, match="abstract"):
        Measure(name="x")
