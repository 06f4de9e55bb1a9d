from __future__ import annotations

import pytest

from studytool.survey.summary import summary_of


def test_the_waves_of_a_score_add_up_to_its_rows(sample_run):
    panel = sample_run.panel
    waves = summary_of(panel, "difficulties")
    assert [wave.label for wave in waves] == ["2020", "2021", "2022"]
    assert sum(wave.rows for wave in waves) == len(panel.frame)
    assert sum(wave.filled for wave in waves) == int(panel.frame["difficulties"].notna().sum())
    first = panel.frame.loc[panel.frame["wave"] == 1, "difficulties"]
    assert waves[0].mean == pytest.approx(float(first.mean()))
    assert (waves[0].lowest, waves[0].highest) == (first.min(), first.max())
    assert waves[0].counts == ()


def test_bands_are_counted_by_name(sample_run):
    first, *_ = summary_of(sample_run.panel, "safety_risk")
    assert [name for name, _ in first.counts] == ["low", "moderate", "high"]
    assert sum(count for _, count in first.counts) == first.filled


def test_texts_have_no_mean(sample_run):
    first, *_ = summary_of(sample_run.panel, "sex")
    assert [name for name, _ in first.counts] == ["Girl", "Boy"]
    assert first.mean is None
    assert summary_of(sample_run.panel, "child_id")[0].counts == ()


def test_a_variable_that_is_not_there_has_none(sample_run):
    assert summary_of(sample_run.panel, "no_such") == ()
