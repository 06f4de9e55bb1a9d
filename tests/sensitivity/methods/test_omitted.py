"""Strength of a confounder.

The Darfur example of Cinelli and Hazlett (2020): estimate .0973 (.0233), t 4.18, df 783, as the R
package sensemakr prints it (https://github.com/carloscinelli/sensemakr): robustness value 13.9 %,
7.6 % at the 5 % level, partial R2 2.2 %, and three bounds by the covariate female.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from studytool.sensitivity.methods.omitted import (
    Strength,
    bound_by,
    robustness_value,
    strength_of,
    strength_of_covariate,
)
from studytool.sensitivity.methods.taken_out import TakenOut, residuals

DARFUR = Strength(0.09731582, 0.02325654, 783)
PRINTED = {
    1: (0.0092, 0.1246, 0.0752, 0.0219),
    2: (0.0183, 0.2493, 0.0529, 0.0204),
    3: (0.0275, 0.3741, 0.0304, 0.0187),
}


def test_the_values_in_print_are_met():
    assert robustness_value(DARFUR) == pytest.approx(0.139, abs=5e-4)
    assert robustness_value(DARFUR, error=0.05) == pytest.approx(0.0763, abs=5e-5)
    assert DARFUR.partial_r2 == pytest.approx(0.0219, abs=5e-5)


def test_from_the_first_bound_in_print_follow_the_other_two():
    with_treatment = brentq(lambda r: r / (1 - r) - 0.009164287, 0, 0.1)
    with_outcome = brentq(
        lambda r: bound_by(DARFUR, with_treatment, r, 1).with_outcome - 0.1246409, 0, 0.5
    )
    for times, printed in PRINTED.items():
        found = bound_by(DARFUR, with_treatment, with_outcome, times)
        ours = (found.with_treatment, found.with_outcome, found.estimate, found.std_error)
        assert ours == pytest.approx(printed, abs=5.1e-5)


def test_by_hand():
    """t = 2, df = 4: f = 1, RV = (sqrt(5) - 1) / 2 = 0.618; partial R2 = 4 / 8 = 0.5."""
    found = Strength(2.0, 1.0, 4)
    assert robustness_value(found) == pytest.approx((5**0.5 - 1) / 2)
    assert found.partial_r2 == 0.5
    assert robustness_value(found, error=0.05) == 0  # not significant to begin with
    assert robustness_value(Strength(-2.0, 1.0, 4)) == robustness_value(found)


def world(confounded, n=400, seed=1):
    """A confounder z orthogonal to x in the sample, of any strength."""
    random = np.random.default_rng(seed)
    basis = np.linalg.qr(np.column_stack([np.ones(n), random.normal(size=(n, 4))]))[0][:, 1:].T
    x, z, e, u = basis * np.sqrt(n)
    d = 0.5 * x + confounded * z + e
    return d, 0.3 * d + 0.8 * x + confounded * z + u, x[:, None], z[:, None]


def test_a_confounder_moves_the_estimate_as_foretold():
    d, y, x, z = world(0.6)
    short = strength_of(TakenOut(y, d, x, ("x",), 397))
    full = strength_of(TakenOut(y, d, np.hstack([x, z]), ("x", "z"), 396))
    with_z = strength_of_covariate(TakenOut(y, d, np.hstack([x, z]), ("x", "z"), 396), "z")
    bias = short.std_error * np.sqrt(with_z[1] * with_z[0] / (1 - with_z[0]) * short.df)
    assert short.estimate - bias == pytest.approx(full.estimate, abs=1e-10)


def test_a_confounder_of_the_robustness_value_brings_the_estimate_to_nothing():
    d, y, x, _ = world(0.0)
    found = strength_of(TakenOut(y, d, x, ("x",), 397))
    value = robustness_value(found)
    left_d, left_y = residuals(d, x), residuals(y, x)
    left_y = left_y - left_d * (left_d @ left_y) / (left_d @ left_d)
    noise = residuals(
        np.random.default_rng(2).normal(size=d.size), np.column_stack([x, left_d, left_y])
    )
    unit = [v / np.linalg.norm(v) for v in (left_d, left_y, noise)]
    # given treatment the confounder is c unit_y + s noise: its share with the outcome is c^2
    share = np.sqrt(value) * unit[0] + np.sqrt(1 - value) * (
        np.sqrt(value) * unit[1] + np.sqrt(1 - value) * unit[2]
    )
    with_z = strength_of(TakenOut(y, d, np.column_stack([x, share]), ("x", "z"), 396))
    assert with_z.estimate == pytest.approx(0.0, abs=1e-8)


def test_a_covariate_that_explains_treatment_leaves_nothing_sure():
    bound = bound_by(DARFUR, 0.6, 0.1, 2)
    assert bound.with_treatment == 1
    assert bound.std_error == np.inf
