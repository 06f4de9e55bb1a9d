"""Makes panel.csv beside it: SYNTHETIC children, a risk score, a service from 0 upwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def make() -> pd.DataFrame:
    """Return 600 children in 200 households, with a score that is continuous and one in points."""
    draw = np.random.default_rng(11)
    n = 600
    household = np.arange(n) // 3
    score = draw.normal(size=n) + 0.4
    shared = 0.5 * draw.normal(size=200)[household]
    y = 1 + 0.8 * score + 0.3 * score**2 + 0.6 * (score >= 0) + shared + draw.normal(size=n)
    frame = {"child": np.arange(n), "household": household, "score": score, "y": y}
    return pd.DataFrame(frame).assign(points=np.floor(4 * score).astype(int)).round(6)


if __name__ == "__main__":
    make().to_csv(Path(__file__).with_name("panel.csv"), index=False)
