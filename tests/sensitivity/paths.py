"""Panels with several waves before treatment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel


def panel_of(*, children, start, waves, effect=0.0, drift=0.0, seed=1):
    """Return a panel in which half are treated from `start` on, and drift apart before.

    Columns: child_id, wave, school_id, group, visited, y. The treated move by `drift` a wave more
    than the others, and by `effect` once treated.
    """
    random = np.random.default_rng(seed)
    wave = np.tile(np.arange(1, waves + 1), children)
    child = np.repeat(np.arange(children), waves)
    group = (child % 2).astype(float)
    visited = group * (wave >= start)
    level = random.normal(size=children)[child]
    y = level + 0.2 * wave + drift * group * wave + effect * visited
    y = y + 0.5 * random.normal(size=y.size)
    frame = pd.DataFrame(
        {
            "child_id": [f"C{place:04d}" for place in child],
            "wave": wave,
            "school_id": [f"S{place % 3}" for place in child],
            "group": group,
            "visited": visited,
            "y": y,
        }
    )
    design = PanelDesign(person="child_id", wave="wave", levels={"school": "school_id"})
    return Panel(
        frame=frame,
        design=design,
        codebook={},
        reasons=pd.DataFrame(index=frame.index),
        waves={float(one): str(one) for one in range(1, waves + 1)},
    )
