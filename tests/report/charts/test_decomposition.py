from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from tests.report.tables.test_decomposition import finished


def test_each_comparison_is_a_point_and_the_whole_comes_last(tmp_path):
    run = finished(tmp_path)
    figure = run.figures["c"]
    pairs = run.results["parts"].pairs
    assert [row["estimate"].value for row in figure.data[:-1]] == [p.estimate for p in pairs]
    assert figure.data[-1]["estimate"].value == run.results["parts"].estimates["twfe"].estimate
    assert "4 comparisons as points" in figure.alt_text
    assert "With people already treated: " in figure.alt_text


def test_no_word_outlives_a_hidden_point(tmp_path):
    figure = finished(tmp_path).output.figures["c"]
    hidden = [row for row in figure.data if row["estimate"].reason]
    assert len(hidden) == 3
    assert "With people already treated: " not in figure.alt_text


def test_another_model_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="is not taken apart"):
        finished(tmp_path, model="whole")
