"""CPU time of HonestDiD's relative magnitudes at four values of M against moderndid.

The event study is the Medicaid example that the authors print intervals for. Both start from
estimates and covariance and end with four intervals (C-LF, level 0.95); every interval is held
against the other's and against print before a time counts. moderndid searches a grid of 1,000
values with a linear programme each, so that one run of it is enough.
"""

from __future__ import annotations

import os

# one thread each, set before NumPy is imported: idle threads would count as time of the other
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

from studytool.sensitivity.methods.event_terms import EventTerms
from studytool.sensitivity.methods.relative_magnitudes import draw_noise, relative_interval
from tests.sensitivity import medicaid

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = tuple(medicaid.RELATIVE)
CLOSE = 1e-3
NEEDED = 20

Answer = list[tuple[float, float]]


def ours() -> Answer:
    """Return our intervals, the draws of the first test included."""
    terms = EventTerms(medicaid.ESTIMATES, medicaid.covariance(), 5, 2)
    noise = draw_noise(terms, 1)
    target = terms.target(0)
    found = (relative_interval(terms, target, m, level=0.95, noise=noise) for m in VALUES)
    return [ends or (np.nan, np.nan) for ends in found]


def theirs() -> Answer:
    """Return moderndid's intervals."""
    from moderndid.didhonest.sensitivity import create_sensitivity_results_rm

    table = create_sensitivity_results_rm(
        medicaid.ESTIMATES, medicaid.covariance(), 5, 2, m_bar_vec=np.array(VALUES)
    )
    return list(zip(table["lb"].to_list(), table["ub"].to_list(), strict=True))


def cpu_ms(intervals: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the CPU time of one run in milliseconds, and its answer."""
    before = time.process_time()
    answer = intervals()
    return 1000 * (time.process_time() - before), answer


def same(one: Answer, other: Answer) -> bool:
    """Whether all ends agree."""
    return bool(np.abs(np.array(one) - np.array(other)).max() <= CLOSE)


def run() -> list[dict[str, object]]:
    """Measure both after one run of ours that warms it; moderndid once."""
    ours()
    times = [cpu_ms(ours) for _ in range(7)]
    our_ms, answer = statistics.median(took for took, _ in times), times[0][1]
    their_ms, other = cpu_ms(theirs)
    agree = same(answer, other) and same(answer, list(medicaid.RELATIVE.values()))
    ratio = their_ms / our_ms
    return [
        {
            "name": "moderndid / ours, relative magnitudes at 4 values of M"
            + ("" if agree else ": ANSWERS DIFFER"),
            "ours_ms": our_ms,
            "theirs_ms": their_ms,
            "ratio": ratio,
            "needed": f">= {NEEDED}x, same intervals",
            "holds": bool(agree and ratio >= NEEDED),
        }
    ]
