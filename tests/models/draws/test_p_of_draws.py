"""The share of draws, and what counts as one."""

from __future__ import annotations

import numpy as np
import pytest

from studytool.models.draws.p_of_draws import TIE, p_of_draws


def test_all_combinations_are_counted_as_they_are() -> None:
    assert p_of_draws(2, 32, every=True) == pytest.approx(0.0625)


def test_the_sample_is_one_of_the_draws_made_by_chance() -> None:
    assert p_of_draws(0, 99, every=False) == pytest.approx(0.01)
    assert p_of_draws(99, 99, every=False) == 1.0


def test_a_true_hypothesis_is_refused_no_more_often_than_the_level_says() -> None:
    random = np.random.default_rng(3)
    sample, draws = random.random(20_000), random.random((20_000, 19))
    far = np.count_nonzero(draws >= sample[:, None], axis=1)
    p = np.array([p_of_draws(int(count), 19, every=False) for count in far])
    # 20 equally likely ranks: p <= 0.05 in one of 20; three standard errors of 20,000 studies
    assert np.mean(p <= 0.05) == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 20_000))


def test_a_statistic_that_differs_by_rounding_is_as_large() -> None:
    statistic = 0.1 + 0.2
    assert statistic > 0.3
    assert statistic * TIE <= 0.3
