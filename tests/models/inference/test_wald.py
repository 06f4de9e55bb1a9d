from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import coefficient_tests, covariance
from studytool.models.inference.wald import wald
from studytool.models.kernel.linear import least_squares


def sample():
    random = np.random.default_rng(11)
    family = np.repeat(np.arange(20), 4)
    x = np.column_stack([np.ones(80), random.normal(size=(80, 3))])
    y = x @ [1, 0.2, 0, -0.3] + random.normal(size=20)[family] + random.normal(size=80)
    return y, x, family


def test_classical_equals_the_f_test_of_statsmodels():
    y, x, _ = sample()
    fit = least_squares(y, x)
    restrictions = np.array([[0, 1, 0, 0], [0, 0, 1, -1.0]])
    ours = wald(fit.coefficients, covariance(fit, "classical"), restrictions)
    theirs = sm.OLS(y, x).fit().f_test(restrictions)
    assert ours.statistic == pytest.approx(float(theirs.fvalue), rel=1e-10)
    assert ours.p == pytest.approx(float(theirs.pvalue), rel=1e-9)
    assert ours.df == (2, 76)


@pytest.mark.parametrize("kind", ["hc1", "cr1", "cr2", "cr3"])
def test_one_contrast_is_t_squared(kind):
    y, x, family = sample()
    fit = least_squares(y, x)
    cov = covariance(fit, kind, clusters=(family,) if kind.startswith("cr") else ())
    tests = coefficient_tests(fit.coefficients, cov)
    joint = wald(fit.coefficients, cov, np.eye(4)[1:2])
    assert joint.statistic == pytest.approx(tests.t[1] ** 2)
    assert joint.df[1] == pytest.approx(cov.df[1])
    assert joint.p == pytest.approx(tests.p[1])


def test_repeated_restrictions_and_too_few_clusters_are_refused():
    y, x, family = sample()
    fit = least_squares(y, x)
    cov = covariance(fit, "cr1", clusters=(family,))
    with pytest.raises(ModelError, match="cannot be tested jointly"):
        wald(fit.coefficients, cov, np.array([[0, 1, 0, 0], [0, 2.0, 0, 0]]))
    # three clusters span two directions about their mean
    cov = covariance(fit, "cr1", clusters=(family % 3,))
    with pytest.raises(ModelError, match="cannot be tested jointly"):
        wald(fit.coefficients, cov, np.eye(4))
