"""CPU time of the wild cluster bootstrap and of permutations against what people use instead.

The bootstrap: 1,000 rows, 20 clusters, 11 regressors, 9,999 Rademacher draws, p of one of them.
pyfixest's own method calls wildboottest, which needs numba, so both run in an environment of their
own, made for the occasion unless STUDYTOOL_WILD names its Python. Permutations: 120 children, 3
waves, 10 controls, child and wave effects, 5,000 draws, against a loop over our own kernel.
"""

from __future__ import annotations

import os

# one thread each, set before NumPy is imported: idle threads would count as time of the oracles
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.draws.dealing import deal, plan_dealing
from studytool.models.draws.permutation import Units, permute
from studytool.models.draws.wild_cluster import wild_draws
from studytool.models.draws.wild_moves import number_clusters
from studytool.models.kernel.linear import least_squares

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS, CLUSTERS, CONTROLS, DRAWS = 1_000, 20, 10, 9_999
CHILDREN, WAVES, DEALS = 120, 3, 5_000
PACKAGES = ("wildboottest==0.3.2", "pyfixest>=0.60,<0.61")
ORACLES = Path(__file__).with_name("wild_oracles.py")


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the CPU time of one call in milliseconds."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def clustered_rows() -> np.ndarray:
    """Return outcome, treatment, controls and cluster, one a column."""
    random = np.random.default_rng(1)
    cluster = np.repeat(np.arange(CLUSTERS), ROWS // CLUSTERS)
    controls = random.normal(size=(ROWS, CONTROLS))
    treatment = random.normal(size=ROWS) + random.normal(size=CLUSTERS)[cluster]
    outcome = 0.1 * controls.sum(axis=1) + 0.05 * treatment + random.normal(size=ROWS)
    outcome += random.normal(size=CLUSTERS)[cluster]
    return np.column_stack([outcome, treatment, controls, cluster])


def python_with_oracles(folder: Path) -> str:
    """Return a Python that has both oracles; it is made in `folder` unless one is named."""
    if "STUDYTOOL_WILD" in os.environ:
        return os.environ["STUDYTOOL_WILD"]
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(python), "-m", "pip", "install", "-q", *PACKAGES]
    subprocess.run(command, check=True, capture_output=True)
    return str(python)


def oracles(rows: np.ndarray) -> dict[str, dict[str, object]]:
    """Return the times and the p-values of both oracles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npy"
        np.save(path, rows)
        python = python_with_oracles(Path(folder) / "env")
        done = subprocess.run(
            [python, str(ORACLES), str(path)], check=True, capture_output=True, text=True
        )
    return json.loads(done.stdout)


def wild_rows() -> list[dict[str, object]]:
    """Measure the bootstrap against both oracles: the same p but for chance."""
    rows = clustered_rows()
    outcome, cluster = rows[:, 0], rows[:, -1].astype(int)
    regressors = np.column_stack([np.ones(ROWS), rows[:, 2:-1], rows[:, 1]])

    def ours(seed: int = 1) -> float:
        fit = least_squares(outcome, regressors)
        drawn = wild_draws(
            fit,
            CONTROLS + 1,
            number_clusters(cluster),
            weights="rademacher",
            draws=DRAWS,
            seed=seed,
        )
        return drawn.p_of(0.0)

    p, before = ours(), [cpu_ms(ours) for _ in range(40)]
    theirs = oracles(rows)
    our_ms = statistics.median([*before, *(cpu_ms(ours) for _ in range(40))])
    return [
        against(f"{name} / wild bootstrap, {DRAWS:,} draws", our_ms, found, p)
        for name, found in theirs.items()
    ]


def against(name: str, our_ms: float, found: dict[str, object], p: float) -> dict[str, object]:
    """Return one row: both times, their ratio, and whether p and ratio are as needed."""
    their_ms, theirs = statistics.median(found["ms"]), found["p"]
    # four standard errors of the difference of two shares of the draws
    same = abs(theirs - p) <= 4 * (2 * p * (1 - p) / DRAWS) ** 0.5
    return row(name, our_ms, their_ms, needed=80, same=same)


def row(name: str, our_ms: float, their_ms: float, *, needed: float, same: bool) -> dict:
    """Return one row of the table."""
    ratio = their_ms / our_ms
    return {
        "name": name if same else f"{name}: ANSWERS DIFFER",
        "ours_ms": our_ms,
        "theirs_ms": their_ms,
        "ratio": ratio,
        "needed": f">= {needed:.0f}x, same answers",
        "holds": bool(same and ratio >= needed),
    }


def permutation_row() -> dict[str, object]:
    """Measure permutations against fitting each again: the same estimate in every draw."""
    random = np.random.default_rng(2)
    child, wave = np.divmod(np.arange(CHILDREN * WAVES), WAVES)
    controls = random.normal(size=(child.size, CONTROLS))
    paths = np.outer(random.random(CHILDREN) < 0.4, np.arange(WAVES) > 0).astype(float)
    outcome = random.normal(size=CHILDREN)[child] + random.normal(size=child.size)
    x = np.column_stack([controls, paths[child, wave]])
    plan = plan_dealing(paths, np.zeros(CHILDREN, dtype=int), DEALS)
    donors = np.vstack(list(deal(plan, 1)))
    found: dict[str, np.ndarray] = {}

    def ours() -> None:
        fit = least_squares(outcome, x, effects=(child, wave))
        dealt = permute(fit, CONTROLS, Units(child, wave, paths), plan, seed=1)
        change = dealt.change[0] + dealt.estimate * dealt.change[1]
        found["ours"] = change / dealt.squares

    def loop() -> None:
        estimates = np.empty(DEALS)
        for place, dealt in enumerate(donors):
            again = np.column_stack([controls, paths[dealt][child, wave]])
            estimates[place] = least_squares(outcome, again, effects=(child, wave)).coefficients[-1]
        found["loop"] = estimates

    our_ms = statistics.median(cpu_ms(ours) for _ in range(5))
    their_ms = cpu_ms(loop)
    same = np.abs(found["ours"] - found["loop"]).max() <= 1e-10
    name = f"loop over the kernel / permutations, {DEALS:,} draws"
    return row(name, our_ms, their_ms, needed=10, same=bool(same))


def run() -> list[dict[str, object]]:
    """Measure both."""
    return [*wild_rows(), permutation_row()]
