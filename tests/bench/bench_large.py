"""CPU time and memory of one fit on a million rows and on ten million.

Children seen at up to four waves, unbalanced, effects of child and wave, three regressors, errors
clustered by child; and three sets of effects with many levels (child, social worker, school by
wave). Each program runs in a process of its own, from the data in the form it takes to estimate,
standard error, t, p and interval, after a small fit that warms it; what it adds to the memory is
its highest use less what the data took. Answers are checked before times count.
"""

from __future__ import annotations

import os

# one thread each, set before NumPy is imported: idle threads would count as time of the oracles
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["RAYON_NUM_THREADS"] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import json
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ["x0", "x1", "x2"]
WORKERS, SCHOOLS = 5_000, 500
MILLION = 1_000_000

Answer = tuple[np.ndarray, np.ndarray]


def panel(rows: int) -> dict[str, np.ndarray]:
    """Return the columns of an unbalanced panel."""
    random = np.random.default_rng(3)
    child, wave = np.divmod(np.arange(int(rows * 1.09)), 4)
    seen = np.flatnonzero(random.random(child.size) < 0.93)[:rows]
    child, wave = child[seen], wave[seen]
    own = random.normal(size=int(child[-1]) + 1)[child]
    columns = {name: random.normal(size=rows) + own for name in NAMES}
    outcome = sum(columns.values()) + own + wave + random.normal(size=rows)
    worker = random.integers(0, WORKERS, rows)
    school = (child % SCHOOLS) * 4 + wave
    return {"y": outcome, **columns, "child": child, "wave": wave, "worker": worker, "cell": school}


def by_kernel(data: dict[str, np.ndarray], effects: list[str]) -> Callable[[], Answer]:
    """Return the kernel's fit."""
    from studytool.models.inference.standard_errors import coefficient_tests, covariance
    from studytool.models.kernel.linear import least_squares

    regressors = np.array([data[name] for name in NAMES]).T

    def fit() -> Answer:
        codes = tuple(data[name] for name in effects)
        fitted = least_squares(data["y"], regressors, effects=codes)
        cov = covariance(fitted, "cr1", clusters=(data["child"],))
        tests = coefficient_tests(fitted.coefficients, cov)
        return tests.estimates, tests.std_errors

    return fit


def by_bincount(data: dict[str, np.ndarray], effects: list[str]) -> Callable[[], Answer]:
    """Return two passes of bincount over the same columns: sums by child and by wave."""

    def fit() -> Answer:
        for name in ["y", *NAMES]:
            for effect in effects:
                np.bincount(data[effect], data[name])
        return np.zeros(1), np.zeros(1)

    return fit


def by_pyfixest(data: dict[str, np.ndarray], effects: list[str]) -> Callable[[], Answer]:
    """Return pyfixest's fit."""
    import pyfixest

    frame = pd.DataFrame(data, copy=False)
    formula = f"y ~ {' + '.join(NAMES)} | {' + '.join(effects)}"
    with_all = {"vcov": {"CRV1": "child"}, "fixef_rm": "none"}

    def fit() -> Answer:
        shown = pyfixest.feols(formula, frame, **with_all).tidy()
        return shown["Estimate"].to_numpy(), shown["Std. Error"].to_numpy()

    return fit


def by_linearmodels(data: dict[str, np.ndarray], effects: list[str]) -> Callable[[], Answer]:
    """Return linearmodels' fit, scaled to the convention of the others."""
    from linearmodels import PanelOLS

    frame = pd.DataFrame(data, copy=False).set_index(effects)
    rows, k, waves = len(frame), len(NAMES), np.unique(data["wave"]).size
    children = np.unique(data["child"]).size
    lost = k + children + waves - 1

    def fit() -> Answer:
        model = PanelOLS(frame["y"], frame[NAMES], entity_effects=True, time_effects=True)
        fitted = model.fit(cov_type="clustered", cluster_entity=True)
        shown = fitted.params, fitted.std_errors, fitted.tstats, fitted.pvalues, fitted.conf_int()
        theirs, ours = rows / (rows - lost), (rows - 1) / (rows - (k + waves))
        factor = np.sqrt(ours * children / (children - 1) / theirs)
        return shown[0].to_numpy(), shown[1].to_numpy() * factor

    return fit


PROGRAMS = {
    "kernel": by_kernel,
    "bincount": by_bincount,
    "pyfixest": by_pyfixest,
    "linearmodels": by_linearmodels,
}


def memory(what: str) -> float:
    """Return this process's memory in MB: VmHWM the highest since it was reset, VmRSS now."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


def measure(program: str, rows: int, effects: list[str], runs: int) -> dict[str, object]:
    """Fit `runs` times in this process; the quickest counts."""
    PROGRAMS[program](panel(20_000), effects)()
    fit = PROGRAMS[program](panel(rows), effects)
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    times = []
    for _ in range(runs):
        start = time.process_time()
        answer = fit()
        times.append(1000 * (time.process_time() - start))
    return {
        "ms": min(times),
        "mb": memory("VmHWM") - before,
        "answer": [each.tolist() for each in answer],
    }


def in_process(program: str, rows: int, effects: list[str], runs: int = 3) -> dict[str, object]:
    """Measure one program in a process of its own."""
    asked = json.dumps([program, rows, effects, runs])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, asked],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{asked}: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def same(ours: dict[str, object], theirs: dict[str, object], tolerance: float) -> bool:
    """Whether estimates and standard errors agree."""
    one, other = np.array(ours["answer"]), np.array(theirs["answer"])
    return bool(one.shape == other.shape and np.abs(one - other).max() <= tolerance)


def row(
    name: str, ours: float, theirs: float, ratio: float, needed: str, *, holds: bool
) -> dict[str, object]:
    """Return one row of the bench."""
    figures = {"ours_ms": ours, "theirs_ms": theirs, "ratio": ratio}
    return {"name": name, **figures, "needed": needed, "holds": bool(holds)}


def quicker(
    name: str,
    ours: dict[str, object],
    theirs: dict[str, object],
    needed: float,
    tolerance: float = 1e-8,
) -> dict[str, object]:
    """Return the row of a speed, which counts only where the answers are the same."""
    agree = same(ours, theirs, tolerance)
    ratio = theirs["ms"] / ours["ms"]
    name = f"{name}{'' if agree else ': ANSWERS DIFFER'}"
    needed_words = f">= {needed:g}x, same answers"
    return row(name, ours["ms"], theirs["ms"], ratio, needed_words, holds=agree and ratio >= needed)


def million() -> list[dict[str, object]]:
    """A million rows: two sets of effects, and three."""
    two, three = ["child", "wave"], ["child", "worker", "cell"]
    ours, theirs = (in_process(who, MILLION, two) for who in ("kernel", "pyfixest"))
    panel_ols = in_process("linearmodels", MILLION, two, 1)
    ours_three, theirs_three = (in_process(who, MILLION, three) for who in ("kernel", "pyfixest"))
    share = theirs["mb"] / ours["mb"]
    return [
        quicker("pyfixest / kernel, 1e6 rows", ours, theirs, 5),
        quicker("linearmodels / kernel, 1e6 rows", ours, panel_ols, 15),
        row(
            *("pyfixest / kernel, 1e6 rows, MB", ours["mb"], theirs["mb"], share, ">= 1x"),
            holds=share >= 1,
        ),
        # pyfixest stops at a tolerance of its own, so that its answers have fewer digits
        quicker("pyfixest / kernel, three sets, 1e6 rows", ours_three, theirs_three, 1, 1e-6),
    ]


def ten_million() -> list[dict[str, object]]:
    """Ten million rows."""
    two, rows = ["child", "wave"], 10 * MILLION
    ours, passes, theirs = (
        in_process(who, rows, two, 2) for who in ("kernel", "bincount", "pyfixest")
    )
    ratio = ours["ms"] / passes["ms"]
    return [
        quicker("pyfixest / kernel, 1e7 rows", ours, theirs, 5),
        row(
            *("kernel / two bincount passes, 1e7 rows", ours["ms"], passes["ms"], ratio, "<= 3x"),
            holds=ratio <= 3,
        ),
        row(
            *("kernel, 1e7 rows, MB above the data", ours["mb"], theirs["mb"], ours["mb"] / 1500),
            "<= 1500 MB",
            holds=ours["mb"] <= 1500,
        ),
    ]


def slope() -> dict[str, object]:
    """Return the row of the slope of log CPU time on log rows, 1e4 to 1e7."""
    rows = [10_000, 100_000, MILLION, 10 * MILLION]
    times = [in_process("kernel", size, ["child", "wave"])["ms"] for size in rows]
    found = float(np.polyfit(np.log(rows), np.log(times), 1)[0])
    return row(
        *("slope of log time on log rows, 1e4 to 1e7", times[-1], times[0], found, "<= 1.1"),
        holds=found <= 1.1,
    )


def run() -> list[dict[str, object]]:
    """Measure everything, one process at a time."""
    return [*million(), *ten_million(), slope()]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(measure(*json.loads(sys.argv[1]))))
