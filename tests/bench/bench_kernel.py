"""CPU time of the kernel's two-way fixed effects with clustered errors against its oracles.

500 children, 3 waves, 10 controls, errors clustered by child. Every program starts from the data
in the form it takes and ends with estimate, standard error, t, p and interval of each control; its
answer is checked before its time counts. Once with one thread each, and once with the threads that
each program starts by itself, whose CPU time counts.
"""

from __future__ import annotations

import os
import sys

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
AS_INSTALLED = "--as-installed"
# one thread each, set before NumPy is imported, unless threads are asked for
if AS_INSTALLED not in sys.argv:
    os.environ |= dict.fromkeys((*THREADS, "RAYON_NUM_THREADS"), "1")

# ruff: noqa: E402 - the imports below must find the number of threads set

import json
import statistics
import subprocess
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.models.inference.standard_errors import coefficient_tests, covariance
from studytool.models.kernel.linear import least_squares

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.models.spec import SmallSample

CHILDREN, WAVES, CONTROLS = 500, 3, 10
NAMES = [f"x{number}" for number in range(CONTROLS)]

Answer = tuple[np.ndarray, np.ndarray]


def panel() -> pd.DataFrame:
    """Return a panel with effects of child and wave."""
    random = np.random.default_rng(1)
    child, wave = np.divmod(np.arange(CHILDREN * WAVES), WAVES)
    controls = (
        random.normal(size=(child.size, CONTROLS)) + random.normal(size=CHILDREN)[child, None]
    )
    outcome = controls.sum(axis=1) + random.normal(size=CHILDREN)[child] + wave
    frame = pd.DataFrame(controls, columns=NAMES)
    return frame.assign(child=child, wave=wave, y=outcome + random.normal(size=child.size))


def kernel(frame: pd.DataFrame, small_sample: SmallSample) -> Callable[[], Answer]:
    """Return the kernel's fit, ready to run on arrays."""
    outcome, controls = frame["y"].to_numpy(), frame[NAMES].to_numpy()
    child, wave = frame["child"].to_numpy(), frame["wave"].to_numpy()

    def fit() -> Answer:
        fitted = least_squares(outcome, controls, effects=(child, wave))
        cov = covariance(fitted, "cr1", clusters=(child,), small_sample=small_sample)
        tests = coefficient_tests(fitted.coefficients, cov)
        return tests.estimates, tests.std_errors

    return fit


def by_pyfixest(frame: pd.DataFrame) -> Callable[[], Answer]:
    """Return pyfixest's fit, ready to run."""
    import pyfixest

    formula = f"y ~ {' + '.join(NAMES)} | child + wave"

    def fit() -> Answer:
        fitted = pyfixest.feols(formula, frame, vcov={"CRV1": "child"}, fixef_rm="none")
        shown = fitted.tidy()
        return shown["Estimate"].to_numpy(), shown["Std. Error"].to_numpy()

    return fit


def by_linearmodels(frame: pd.DataFrame) -> Callable[[], Answer]:
    """Return linearmodels' fit, ready to run."""
    from linearmodels import PanelOLS

    indexed = frame.set_index(["child", "wave"])

    def fit() -> Answer:
        model = PanelOLS(indexed["y"], indexed[NAMES], entity_effects=True, time_effects=True)
        fitted = model.fit(cov_type="clustered", cluster_entity=True)
        shown = fitted.params, fitted.std_errors, fitted.tstats, fitted.pvalues, fitted.conf_int()
        return shown[0].to_numpy(), shown[1].to_numpy()

    return fit


def cpu_ms(fit: Callable[[], Answer]) -> float:
    """Return the CPU time of one fit in milliseconds."""
    before = time.process_time()
    fit()
    return 1000 * (time.process_time() - before)


def medians(ours: Callable[[], Answer], theirs: Callable[[], Answer]) -> tuple[float, float]:
    """Return the median CPU times of two fits that take turns, so that both meet the same load."""
    our_times, their_times = [], []
    for _ in range(15):
        our_times += [cpu_ms(ours) for _ in range(20)]
        their_times.append(cpu_ms(theirs))
    return statistics.median(our_times), statistics.median(their_times)


def against(
    name: str, ours: Callable[[], Answer], theirs: Callable[[], Answer], needed: float
) -> dict[str, object]:
    """Return one row: both times, their ratio, and whether answer and ratio are as needed."""
    (estimates, errors), (their_estimates, their_errors) = ours(), theirs()
    same = (
        np.abs(estimates - their_estimates).max() <= 1e-10
        and np.abs(errors - their_errors).max() <= 1e-8
    )
    our_ms, their_ms = medians(ours, theirs)
    ratio = their_ms / our_ms
    return {
        "name": f"{name} / kernel, two-way FE{'' if same else ': ANSWERS DIFFER'}",
        "ours_ms": our_ms,
        "theirs_ms": their_ms,
        "ratio": ratio,
        "needed": f">= {needed:.0f}x, same answers",
        "holds": bool(same and ratio >= needed),
    }


def measured() -> list[dict[str, object]]:
    """Measure the kernel against each oracle under the oracle's own convention, in this process."""
    frame, threads = panel(), "as installed" if AS_INSTALLED in sys.argv else "one thread"
    panel_ols = "linearmodels PanelOLS"
    # linearmodels' own time is mostly that of its threads: 200 times is against it as it is run
    needed = 200 if AS_INSTALLED in sys.argv else 100
    return [
        against(f"pyfixest, {threads}", kernel(frame, "nonnested"), by_pyfixest(frame), 50),
        against(
            *(f"{panel_ols}, {threads}", kernel(frame, "linearmodels"), by_linearmodels(frame)),
            needed,
        ),
    ]


def run() -> list[dict[str, object]]:
    """Measure with one thread each, and with the threads that each program has by itself."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in (*THREADS, "RAYON_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    }
    installed = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, AS_INSTALLED],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [*measured(), *json.loads(installed.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured()))
