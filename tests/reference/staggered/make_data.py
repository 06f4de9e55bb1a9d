"""Write panel.csv, gaps.csv and sections.csv. Run by hand from the root: python -m, or as a script.

SYNTHETIC data: three cohorts and people never treated, effects that differ by cohort and wave, a
covariate that moves changes, households of two.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

here = Path(__file__)
draw = np.random.default_rng(2021)
people, waves = 150, np.arange(1, 6)
home = np.arange(people) // 2
first = np.array([0, 3, 4, 5, 0])[home % 5]
x = draw.normal(size=people) + 0.4 * (first > 0)
level = draw.normal(size=people) + 0.7 * draw.normal(size=home[-1] + 1)[home]
since = waves - np.where(first > 0, first, 99)[:, None]
gain = np.where(since >= 0, (6 - first)[:, None] * 0.3 * (1 + since), 0.0)
outcome = level[:, None] + 0.2 * waves + 0.3 * x[:, None] * waves + gain
outcome = outcome + draw.normal(size=outcome.shape)
panel = pd.DataFrame(
    {
        "child_id": np.repeat(np.arange(people), waves.size),
        "wave": np.tile(waves, people),
        "hh_id": np.repeat(home, waves.size),
        "y": outcome.ravel().round(6),
        "x": np.repeat(x, waves.size).round(6),
        "first": np.repeat(first, waves.size),
    }
)
panel.to_csv(here.with_name("panel.csv"), index=False, lineterminator="\n")
gone = draw.random(len(panel)) < 0.15
panel[~gone].to_csv(here.with_name("gaps.csv"), index=False, lineterminator="\n")
one = draw.integers(0, waves.size, size=people)
rows = np.arange(people) * waves.size
both = np.r_[rows + one, rows + (one + 1) % waves.size, rows + (one + 3) % waves.size]
sections = panel.iloc[np.sort(both)].assign(child_id=np.arange(both.size))
sections.to_csv(here.with_name("sections.csv"), index=False, lineterminator="\n")
