from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linprog

from studytool.sensitivity.methods import relative_magnitudes
from studytool.sensitivity.methods.event_terms import EventTerms, event_terms
from studytool.sensitivity.methods.relative_magnitudes import (
    draw_noise,
    relative_breakdown,
    relative_interval,
)
from tests.sensitivity import medicaid

TERMS = EventTerms(medicaid.ESTIMATES, medicaid.covariance(), 5, 2)
FIRST = TERMS.target(0)


def interval(m, *, terms=TERMS, target=FIRST, level=0.95, seed=1):
    noise = draw_noise(terms, seed)
    return relative_interval(terms, target, m, level=level, noise=noise)


@pytest.mark.parametrize(("m", "printed"), medicaid.RELATIVE.items())
def test_the_intervals_in_print_are_met(m, printed):
    assert interval(m) == pytest.approx(printed, abs=1e-3)


def test_without_parting_trends_it_is_about_the_usual_interval():
    assert interval(0.0) == pytest.approx(medicaid.ORIGINAL, abs=2e-3)


def test_the_intervals_grow_with_m_and_the_breakdown_is_where_they_meet_zero():
    found = [interval(m) for m in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)]
    assert all(a[0] >= b[0] and a[1] <= b[1] for a, b in pairwise(found))
    breakdown = relative_breakdown(TERMS, FIRST, level=0.95, noise=draw_noise(TERMS, 1))
    assert 1.5 < breakdown < 2
    assert interval(breakdown * 0.999)[0] > 0 > interval(breakdown * 1.01)[0]


def test_no_effect_has_a_breakdown_of_zero_and_a_huge_one_has_none():
    flat = EventTerms(np.array([0.01, 0.0, 0.001]), np.eye(3) * 1e-2, 2, 1)
    assert relative_breakdown(flat, np.ones(1), level=0.95, noise=draw_noise(flat, 1)) == 0
    huge = EventTerms(np.array([0.0, 0.0, 1e3]), np.eye(3) * 1e-4, 2, 1)
    assert np.isinf(relative_breakdown(huge, np.ones(1), level=0.95, noise=draw_noise(huge, 1)))


def test_scale_does_not_matter():
    wide = EventTerms(TERMS.estimates * 1000, TERMS.covariance * 1e6, 5, 2)
    assert interval(1.0, terms=wide) == pytest.approx([1000 * end for end in interval(1.0)])


def test_the_mirror_image_has_the_mirrored_interval():
    turned = EventTerms(-TERMS.estimates, TERMS.covariance, 5, 2)
    low, high = interval(1.0)
    assert interval(1.0, terms=turned) == pytest.approx((-high, -low), abs=2e-4)


def test_the_seed_of_the_first_test_hardly_matters():
    found = np.array([interval(2.0, seed=seed) for seed in range(5)])
    assert np.ptp(found, axis=0).max() < 5e-4


def eta_by_programme(terms, target, m, steepest, hypothesis):
    """The test statistic as the paper has it: a linear programme over the unknown effects."""
    p, q = terms.before, terms.after
    step, sign = steepest
    path = np.eye(p + q)
    pre = np.vstack([path[:p], np.zeros(p + q)])
    allowed = m * sign * (pre[step + 1] - pre[step])
    post = np.vstack([np.zeros(p + q), path[p:]])
    moved = np.diff(post, axis=0)
    a = np.vstack([moved - allowed, -moved - allowed])
    sd = np.sqrt(np.einsum("ij,jk,ik->i", a, terms.covariance, a))
    # unknowns: eta, then the effects tau with target'tau = hypothesis
    upper = np.hstack([-sd[:, None], -a[:, p:]])
    done = linprog(
        np.eye(1, q + 1)[0], A_ub=upper, b_ub=-a @ terms.estimates,
        A_eq=np.append(0, target)[None, :], b_eq=[hypothesis], bounds=[(None, None)] * (q + 1),
    )  # fmt: skip
    assert done.success
    return done.fun


@pytest.mark.parametrize("target", [[1, 0, 0], [0, 0, 1], [1 / 3] * 3, [1, -1, 0], [0.5, 0.5, 0]])
def test_the_vertices_give_the_value_of_the_linear_programme(target):
    random = np.random.default_rng(3)
    root = random.normal(size=(6, 6))
    terms = EventTerms(random.normal(size=6), root @ root.T, 3, 3)
    target = np.array(target, dtype=float)
    for place, vertices in enumerate(relative_magnitudes._polyhedra(terms, target, 0.7)):
        for hypothesis in (-2.0, 0.0, 1.5):
            ours = float((vertices.moments + vertices.slopes * hypothesis).max())
            sign = 1.0 if place % 2 == 0 else -1.0
            theirs = eta_by_programme(terms, target, 0.7, (place // 2, sign), hypothesis)
            assert ours == pytest.approx(theirs, abs=1e-8)


def test_by_hand_with_one_wave_on_each_side_and_no_doubt_before():
    """One step before treatment, of 0.5 without error; one wave after, 2 with error 0.1.

    At M = 1 the step after may be up to 0.5 either way, so the effect lies between 1.5 and 2.5;
    1.96 x 0.1 is added on either side, less what the identified set spares: 1.645 x 0.1.
    """
    terms = EventTerms(np.array([0.5, 2.0]), np.diag([1e-12, 0.01]), 1, 1)
    low, high = interval(1.0, terms=terms, target=np.ones(1))
    assert 1.5 - 0.196 < low < 1.5 - 0.16
    assert 2.5 + 0.16 < high < 2.5 + 0.196


@pytest.mark.slow
def test_it_covers_the_truth_where_trends_part_as_far_as_is_allowed():
    """Largest step before 1, step after 1, effect 0: 95 intervals in 100 hold 0."""
    truth = np.array([-1.0, 0.0, 1.0])  # before, before, after; the last wave before is 0
    root = 0.2 * np.linalg.cholesky(np.full((3, 3), 0.5) + 0.5 * np.eye(3))
    random = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        terms = EventTerms(truth + root @ random.normal(size=3), root @ root.T, 2, 1)
        low, high = interval(1.0, terms=terms, target=np.ones(1))
        held += low <= 0 <= high
    assert held >= 184


def test_terms_of_a_result_are_those_of_its_path():
    found = event_terms(medicaid.result())
    assert (found.before, found.after) == (5, 2)
    assert interval(1.0, terms=found) == pytest.approx(interval(1.0))
