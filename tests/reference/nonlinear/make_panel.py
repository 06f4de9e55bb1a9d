"""Makes panel.csv beside it: a SYNTHETIC panel of children in households in schools."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

CHILDREN, WAVES, SCHOOLS = 120, 4, 8


def make() -> pd.DataFrame:
    """Return 120 children in 60 households in 8 schools over 4 waves, some rows absent."""
    draw = np.random.default_rng(20201)
    child = np.repeat(np.arange(CHILDREN), WAVES)
    wave = np.tile(np.arange(1, WAVES + 1), CHILDREN)
    household = child // 2
    school = household % SCHOOLS
    start = draw.integers(2, 7, CHILDREN)[child]
    treated = (wave >= start).astype(int)
    x = draw.normal(size=child.size) + 0.3 * treated
    shared = 0.5 * draw.normal(size=SCHOOLS)[school] + 0.5 * draw.normal(size=60)[household]
    level = shared + 0.7 * draw.normal(size=CHILDREN)[child]
    drift = 0.2 * (wave - 2)
    y = 2 + level + drift + 0.6 * treated + 0.4 * x + draw.normal(size=child.size)
    chance = 1 / (1 + np.exp(-(level + drift + 0.6 * treated + 0.4 * x)))
    exposure = draw.uniform(0.5, 2, child.size)
    rate = exposure * np.exp(0.3 + 0.6 * level + drift + 0.3 * treated + 0.2 * x)
    frame = pd.DataFrame(
        {
            "child": child,
            "wave": wave,
            "household": household,
            "school": school,
            "treated": treated,
            "x": x.round(6),
            "y": y.round(6),
            "yes": (draw.random(child.size) < chance).astype(int),
            "count": draw.poisson(rate),
            "log_exposure": np.log(exposure).round(6),
        }
    )
    return frame[draw.random(child.size) > 0.12]


if __name__ == "__main__":
    make().to_csv(Path(__file__).with_name("panel.csv"), index=False)
