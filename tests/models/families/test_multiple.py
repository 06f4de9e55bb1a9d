"""Worked by hand: p = 0.01, 0.04, 0.03. Holm: 3 x 0.01, 2 x 0.03, then 0.04 raised to 0.06.

Benjamini-Hochberg: 3 x 0.01, and 0.03 x 3/2 = 0.045 lowered to 0.04 x 3/3. Sharpened, at the level
q = 0.031: the first stage works at 0.031 / 1.031 = 0.0301 and finds the smallest alone (0.01 <=
0.0301 / 3, but 0.03 > 0.0201 and 0.04 > 0.0301); so one null is not true and the second stage
works at 0.0301 x 3/2 = 0.0451, where all three are found. At 0.030 the first stage finds nothing
(0.01 > 0.0291 / 3), nor does the second. All three q-values are 0.031.
"""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from studytool.models.families.multiple import benjamini_hochberg, holm, romano_wolf, sharpened_q

P = np.array([0.01, 0.04, 0.03])


def many(seed):
    random = np.random.default_rng(seed)
    return np.concatenate([random.random(8), random.random(5) * 0.05, [0.0, 1.0]])


def test_three_outcomes_by_hand():
    assert holm(P) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg(P) == pytest.approx([0.03, 0.04, 0.04])
    assert sharpened_q(P) == pytest.approx([0.031] * 3)


@pytest.mark.parametrize("seed", range(5))
def test_holm_and_benjamini_hochberg_equal_statsmodels(seed):
    p = many(seed)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("level", [0.013, 0.05, 0.1, 0.25])
def test_sharpened_q_finds_what_the_two_stages_find_at_a_level(seed, level):
    p = many(seed)[:-2]
    found = multipletests(p, alpha=level, method="fdr_tsbky")[0]
    assert (sharpened_q(p)[found] <= level + 1e-9).all()
    assert (sharpened_q(p)[~found] > level - 1e-9).all()


def step_down(t, draws, *, every):
    """Return Romano-Wolf p-values by their definition, one step at a time."""
    left, adjusted, last = list(range(t.size)), np.empty(t.size), 0.0
    while left:
        worst = max(left, key=lambda j: abs(t[j]))
        largest = np.abs(draws[:, left]).max(axis=1)
        far = (largest >= abs(t[worst]) * (1 - 1e-10)).sum()
        share = far / len(draws) if every else (1 + far) / (1 + len(draws))
        last = adjusted[worst] = max(last, share)
        left.remove(worst)
    return adjusted


@pytest.mark.parametrize("every", [True, False])
def test_romano_wolf_equals_its_definition(every):
    random = np.random.default_rng(3)
    draws = random.normal(size=(499, 6)) + random.normal(size=(499, 1))
    t = np.array([0.5, -3.1, 2.0, 1.9, -0.1, 2.6])
    assert romano_wolf(t, draws, every=every) == pytest.approx(step_down(t, draws, every=every))


def test_romano_wolf_of_one_outcome_is_its_own_p_and_of_twins_too():
    draws = np.random.default_rng(1).normal(size=(999, 1))
    alone = romano_wolf(np.array([1.7]), draws, every=False)
    assert alone == (1 + (np.abs(draws) >= 1.7).sum()) / 1000
    twins = romano_wolf(np.array([1.7, 1.7]), np.hstack([draws, draws]), every=False)
    assert twins == pytest.approx([alone[0], alone[0]])
