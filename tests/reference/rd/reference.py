"""Makes golden.json beside it, with rdrobust 2.1.1 and rdd 0.0.3 (neither needed by the tests).

Run by hand in an environment of its own: pip install rdrobust rdd "pandas<3"; python reference.py
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import rdd.rdd
from rdrobust import rdrobust

HERE = Path(__file__).resolve().parent
DATA = pd.read_csv(HERE / "panel.csv")


def local(kernel: str, bandwidth: float, **options: object) -> dict[str, float]:
    """Return the conventional and the bias-corrected estimate, both bandwidths alike."""
    y, x = DATA["y"], DATA["score"]
    found = rdrobust(
        y, x, c=0, h=bandwidth, b=bandwidth, kernel=kernel, masspoints="off", **options
    )
    (plain, _, corrected), errors = found.coef.iloc[:, 0], found.se.iloc[:, 0]
    return {
        "estimate": plain,
        "std_error": errors.iloc[0],
        "corrected": corrected,
        "corrected_error": errors.iloc[2],
        "left": int(found.N_h[0]),
        "right": int(found.N_h[1]),
    }


golden = {
    "triangular_hc0": local("tri", 0.8, vce="hc0"),
    "triangular_hc2": local("tri", 0.8, vce="hc2"),
    "uniform_hc0": local("uni", 0.6, vce="hc0"),
    "epanechnikov_hc0": local("epa", 1.1, vce="hc0"),
    # the published constant of the penalty is 2160; the package has that of the working paper, 720
    "bandwidth_720": float(rdd.rdd.optimal_bandwidth(DATA["y"], DATA["score"])),
}
(HERE / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
