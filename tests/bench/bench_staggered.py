"""CPU time of Callaway and Sant'Anna with 999 draws against diff-diff's own call.

Ours from the linked panel to the result: sample, effects, every average with its standard error,
bands for four sorts of terms. diff-diff's from the frame: effects, event times and cohorts, the
bootstrap. 500 people at five waves without controls, as in the minimum-wage example, and 3,000 at
eight waves with two controls, doubly robust (our effects are checked by outcome regression, as
diff-diff's logit stops early).
"""

from __future__ import annotations

import os

# one thread each, set before NumPy is imported: idle threads would count as time of the engine
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import statistics
import time
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from diff_diff import CallawaySantAnna

from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWS = 999
NEEDED = 1 / 1.2
METHODS = {"outcome_regression": "reg", "doubly_robust": "dr"}


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the CPU time of one call in milliseconds."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def staggered_frame(people: int, waves: int) -> pd.DataFrame:
    """Return a panel with three starting waves and people never treated."""
    random = np.random.default_rng(4)
    first = np.array([0, 3, 4, 5, 0])[np.arange(people) % 5]
    wave = np.arange(1, waves + 1)
    held = random.normal(size=(2, people)) + 0.2 * (first > 0)
    served = (first[:, None] > 0) & (wave >= first[:, None])
    outcome = random.normal(size=(people, 1)) + 0.1 * wave + served * (1 + 0.2 * wave)
    outcome = outcome + 0.1 * held[0][:, None] * wave + random.normal(size=outcome.shape)
    return pd.DataFrame(
        {
            "person": np.repeat(np.arange(people), waves),
            "wave": np.tile(wave, people),
            "y": outcome.ravel(),
            "x1": np.repeat(held[0], waves),
            "x2": np.repeat(held[1], waves),
            "first": np.repeat(first, waves),
        }
    )


def ours(frame: pd.DataFrame, controls: list[str], method: str) -> Callable[[], dict[str, float]]:
    """Return our fit, which gives its effects by name."""
    panel = Panel(
        frame=frame,
        design=PanelDesign(person="person", wave="wave"),
        codebook={},
        reasons=pd.DataFrame(index=frame.index),
    )
    asked = {"name": "m", "outcome": "y", "cohort": "first", "controls": controls}
    spec = CallawaySantanna.model_validate({**asked, "method": method, "draws": DRAWS})

    def work() -> dict[str, float]:
        found = spec.fit(panel, seed=1, progress=Silent()).estimates
        return {term: e.estimate for term, e in found.items() if term.startswith("att[")}

    return work


def theirs(frame: pd.DataFrame, controls: list[str], method: str) -> Callable[[], dict[str, float]]:
    """Return diff-diff's fit, which gives its effects by our names."""

    def work() -> dict[str, float]:
        model = CallawaySantAnna(estimation_method=METHODS[method], n_bootstrap=DRAWS, seed=1)
        keys = {"outcome": "y", "unit": "person", "time": "wave", "first_treat": "first"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = model.fit(frame, **keys, covariates=controls or None, aggregate="all")
        cells = found.group_time_effects.items()
        return {f"att[{g:g},{t:g}]": float(e["effect"]) for (g, t), e in cells}

    return work


def row(people: int, waves: int, controls: list[str], method: str) -> dict[str, object]:
    """Measure both, taking turns, after one run of each that warms and checks them."""
    frame = staggered_frame(people, waves)
    checked = "outcome_regression"
    known = theirs(frame, controls, checked)()
    found = ours(frame, controls, checked)()
    same = set(known) == set(found) and all(abs(known[t] - found[t]) < 1e-9 for t in known)
    works = ours(frame, controls, method), theirs(frame, controls, method)
    times = [[cpu_ms(work) for work in works] for _ in range(7)]
    our_ms, their_ms = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = their_ms / our_ms
    name = f"diff-diff / Callaway-Sant'Anna, {people:,} people, {waves} waves, {method}"
    return {
        "name": name if same else f"{name}: ANSWERS DIFFER",
        "ours_ms": our_ms,
        "theirs_ms": their_ms,
        "ratio": ratio,
        "needed": f">= {NEEDED:.2f}x, same effects",
        "holds": bool(same and ratio >= NEEDED),
    }


def run() -> list[dict[str, object]]:
    """Measure a small panel without controls and a large one with two."""
    return [
        row(500, 5, [], "outcome_regression"),
        row(3_000, 8, ["x1", "x2"], "doubly_robust"),
    ]
