"""Write panel.csv and sections.csv: SYNTHETIC data. Run by hand: python make_data.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

draw = np.random.default_rng(20261122)
n = 120
x1, x2 = draw.normal(size=n).round(4), (draw.random(n) < 0.5).astype(float)
d = (draw.random(n) < 1 / (1 + np.exp(-(-0.4 + 0.7 * x1 - 0.5 * x2)))).astype(float)
weight = draw.uniform(0.5, 2, n).round(3)
lasting = draw.normal(size=n)
early = (1 + x1 + lasting + draw.normal(size=n)).round(5)
late = (1.5 + 1.6 * x1 + 0.4 * x2 + lasting + 0.8 * d + draw.normal(size=n)).round(5)
here = Path(__file__)
person = np.arange(1, n + 1)
wide = pd.DataFrame({"person": person, "d": d, "x1": x1, "x2": x2, "weight": weight})
panel = pd.concat([wide.assign(wave=1, y=early), wide.assign(wave=2, y=late)])
panel.sort_values(["person", "wave"]).to_csv(here.with_name("panel.csv"), index=False)

m = 240
x1, x2 = draw.normal(size=m).round(4), (draw.random(m) < 0.5).astype(float)
d = (draw.random(m) < 1 / (1 + np.exp(-(-0.4 + 0.7 * x1 - 0.5 * x2)))).astype(float)
post = (draw.random(m) < 0.5).astype(float)
y = 1 + x1 + post * (0.5 + 0.6 * x1 + 0.4 * x2 + 0.8 * d) + draw.normal(size=m)
frame = {"wave": post.astype(int) + 1, "y": y.round(5), "d": d, "x1": x1, "x2": x2}
weights = {"weight": draw.uniform(0.5, 2, m).round(3)}
pd.DataFrame(frame | weights).to_csv(here.with_name("sections.csv"), index=False)
