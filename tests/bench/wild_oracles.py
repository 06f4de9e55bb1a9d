"""Times of pyfixest and wildboottest, run in an environment of their own (numba among them).

Reads the panel (outcome, treatment, controls, cluster) from the file that it is given and prints
JSON: for each program the CPU milliseconds of each run, and its p-value.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

# ruff: noqa: E402 - the imports below must find the number of threads set

import numpy as np
import pandas as pd
import pyfixest
import statsmodels.api as sm
from wildboottest.wildboottest import wildboottest

DRAWS, RUNS = 9999, 5


def timed(work) -> dict[str, object]:
    """Return the CPU milliseconds of each run, the first left out, and the p-value."""
    times, p = [], 0.0
    for _ in range(RUNS + 1):
        before = time.process_time()
        p = work()
        times.append(1000 * (time.process_time() - before))
    return {"ms": times[1:], "p": p}


def main() -> None:
    """Print the times."""
    rows = np.load(sys.argv[1])
    controls = [f"x{number}" for number in range(rows.shape[1] - 3)]
    frame = pd.DataFrame(rows, columns=["y", "d", *controls, "g"])
    fitted = pyfixest.feols(f"y ~ d + {' + '.join(controls)}", frame, vcov={"CRV1": "g"})
    model = sm.OLS(frame["y"], sm.add_constant(frame[["d", *controls]]))

    def by_pyfixest() -> float:
        found = fitted.wildboottest(reps=DRAWS, cluster="g", param="d", seed=1)
        return float(found["Pr(>|t|)"])

    def by_wildboottest() -> float:
        found = wildboottest(
            model, B=DRAWS, cluster=frame["g"], param="d", seed=1, parallel=False, show=False
        )
        return float(found["p-value"].iloc[0])

    with contextlib.redirect_stdout(sys.stderr):
        found = {"pyfixest": timed(by_pyfixest), "wildboottest": timed(by_wildboottest)}
    print(json.dumps(found))  # noqa: T201 - what it is run for


if __name__ == "__main__":
    main()
