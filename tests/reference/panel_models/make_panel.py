"""Write panel.csv: SYNTHETIC data with gaps. Run by hand: python make_panel.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

CHILDREN, WAVES = 40, 5

draw = np.random.default_rng(20261121)
child, wave = (axis.ravel() for axis in np.mgrid[0:CHILDREN, 1 : WAVES + 1])
lasting = draw.normal(size=CHILDREN)[child]
x1 = 0.6 * lasting + draw.normal(size=child.size)
x2 = (draw.random(child.size) < 0.4).astype(float)
girl = (child % 2).astype(float)
y = 1 + 0.5 * x1 - 0.8 * x2 + 0.3 * girl + 0.2 * wave + lasting + draw.normal(size=child.size)
frame = pd.DataFrame(
    {
        "child": child + 1,
        "wave": wave,
        "family": child // 2 + 1,
        "y": y.round(6),
        "x1": x1.round(6),
        "x2": x2,
        "girl": girl,
        "present": (draw.random(child.size) < 0.8).astype(int),
    }
)
frame.to_csv(Path(__file__).with_name("panel.csv"), index=False)
