"""CPU time of 80 models (20 outcomes by 4 specifications) against pyfixest's multiple estimation.

500 children, 3 waves, up to 10 controls, effects of child and wave, errors clustered by child. Both
start from the data in the form they take and end with estimate, standard error, t, p and interval
of every control of every model; every answer is checked before a time counts.
"""

from __future__ import annotations

import os

# one thread each, set before NumPy is imported: idle threads would count as time of the oracles
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["RAYON_NUM_THREADS"] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.models.inference.standard_errors import all_tests, covariances
from studytool.models.kernel.grid import Model, fit_grid

if TYPE_CHECKING:
    from collections.abc import Callable

CHILDREN, WAVES, OUTCOMES = 500, 3, 20
SPECIFICATIONS = (1, 4, 7, 10)
CONTROLS = [f"x{number}" for number in range(max(SPECIFICATIONS))]
NAMES = [f"y{number}" for number in range(OUTCOMES)]
NEEDED = 200

Answer = list[tuple[np.ndarray, np.ndarray]]


def panel() -> pd.DataFrame:
    """Return a panel with effects of child and wave and many outcomes."""
    random = np.random.default_rng(2)
    child, wave = np.divmod(np.arange(CHILDREN * WAVES), WAVES)
    controls = random.normal(size=(child.size, len(CONTROLS)))
    controls += random.normal(size=CHILDREN)[child, None]
    outcomes = controls @ random.normal(size=(len(CONTROLS), OUTCOMES)) + wave[:, None]
    outcomes += random.normal(size=CHILDREN)[child, None] + random.normal(size=outcomes.shape)
    frame = pd.DataFrame(np.hstack([outcomes, controls]), columns=NAMES + CONTROLS)
    return frame.assign(child=child, wave=wave)


def by_kernel(frame: pd.DataFrame) -> Callable[[], Answer]:
    """Return the kernel's fits, ready to run on arrays."""
    outcomes, controls = frame[NAMES].to_numpy(), frame[CONTROLS].to_numpy()
    child, wave = frame["child"].to_numpy(), frame["wave"].to_numpy()
    models = [
        Model(outcome, tuple(range(count)))
        for count in SPECIFICATIONS
        for outcome in range(OUTCOMES)
    ]

    def fit() -> Answer:
        fits = [found.fit for found in fit_grid(outcomes, controls, models, effects=(child, wave))]
        covs = covariances(fits, "cr1", clusters=(child,))
        tests = all_tests([each.coefficients for each in fits], covs)
        return [(each.estimates, each.std_errors) for each in tests]

    return fit


def by_pyfixest(frame: pd.DataFrame) -> Callable[[], Answer]:
    """Return pyfixest's multiple estimation, ready to run."""
    import pyfixest

    steps = ", ".join(" + ".join(CONTROLS[:count]) for count in SPECIFICATIONS)
    formula = f"{' + '.join(NAMES)} ~ sw({steps}) | child + wave"

    def fit() -> Answer:
        fitted = pyfixest.feols(formula, frame, vcov={"CRV1": "child"}, fixef_rm="none")
        answers = {}
        for model in fitted.to_list():
            shown = model.tidy()
            place = (len(shown), NAMES.index(model._depvar))
            answers[place] = (shown["Estimate"].to_numpy(), shown["Std. Error"].to_numpy())
        return [answers[(count, o)] for count in SPECIFICATIONS for o in range(OUTCOMES)]

    return fit


def cpu_ms(fit: Callable[[], Answer]) -> float:
    """Return the CPU time of one run in milliseconds."""
    before = time.process_time()
    fit()
    return 1000 * (time.process_time() - before)


def same(ours: Answer, theirs: Answer) -> bool:
    """Whether estimates agree to 1e-10 and standard errors to 1e-8."""
    return len(ours) == len(theirs) and all(
        np.abs(one - other).max() <= 1e-10 and np.abs(error - other_error).max() <= 1e-8
        for (one, error), (other, other_error) in zip(ours, theirs, strict=True)
    )


def run() -> list[dict[str, object]]:
    """Measure both, taking turns, after one run of each that warms and checks them."""
    frame = panel()
    ours, theirs = by_kernel(frame), by_pyfixest(frame)
    agree = same(ours(), theirs())
    our_times, their_times = [], []
    for _ in range(5):
        our_times += [cpu_ms(ours) for _ in range(5)]
        their_times.append(cpu_ms(theirs))
    our_ms, their_ms = statistics.median(our_times), statistics.median(their_times)
    ratio = their_ms / our_ms
    return [
        {
            "name": f"pyfixest / kernel, 80 models{'' if agree else ': ANSWERS DIFFER'}",
            "ours_ms": our_ms,
            "theirs_ms": their_ms,
            "ratio": ratio,
            "needed": f">= {NEEDED}x, same answers",
            "holds": bool(agree and ratio >= NEEDED),
        }
    ]
