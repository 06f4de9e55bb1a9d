"""Joint tests of a model: several treatments together, leads of an event study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.inference.wald import wald
from studytool.models.result import TestResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.fitting.estimates import Fitted
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array


def joint_test(estimates: Array, cov: Covariance, places: Sequence[int]) -> TestResult:
    """Test that several coefficients are all 0.

    Parameters
    ----------
    estimates : ndarray, shape (k,)
        Coefficients.
    cov : Covariance
        Their covariance.
    places : sequence of int
        Which of them.

    Returns
    -------
    TestResult
        F statistic, degrees of freedom of its denominator and p; or why there is none.
    """
    if not places:
        return TestResult(reason="None of the terms is in the model.")
    try:
        found = wald(estimates, cov, np.eye(estimates.size)[list(places)])
    except ModelError as error:
        return TestResult(reason=error.reason)
    hotelling = "approximate Hotelling (HTZ)" if cov.adjusted is not None else "F"
    many = f"all {len(places)} are 0" if len(places) > 1 else "it is 0"
    name = cov.kind if cov.kind == "classical" else cov.kind.upper()
    return TestResult(
        statistic=found.statistic,
        df=found.df[1],
        p=found.p,
        method=f"{hotelling} test that {many}, {name}",
        restrictions=len(places),
    )


def list_joint_tests(fitted: Fitted, asked: Mapping[str, tuple[str, ...]]) -> dict[str, TestResult]:
    """Return the joint tests of a fitted model.

    Parameters
    ----------
    fitted : Fitted
        The model.
    asked : mapping of str to tuple of str
        Names of regressors by name of the test.

    Returns
    -------
    dict of str to TestResult
        Those asked for, and ``joint`` where two treatments or more were estimated.
    """
    kept = fitted.kept
    treatments = tuple(name for name in fitted.design.named("treatment") if name in kept)
    wanted = dict(asked)
    if len(treatments) > 1:
        wanted.setdefault("joint", treatments)
    return {
        test: joint_test(
            fitted.fit.coefficients,
            fitted.covariance,
            [kept.index(name) for name in names if name in kept],
        )
        for test, names in wanted.items()
    }
