"""Make panel.csv and golden.json: bootstrap t statistics of wildboottest, draw by draw.

Run in an environment of its own (wildboottest needs numba):
    python -m venv wild && wild/bin/pip install wildboottest==0.3.2 && wild/bin/python reference.py
"""

from __future__ import annotations

import inspect
import itertools
import json
import textwrap
from pathlib import Path

import numpy as np
from wildboottest import wildboottest as engine

HERE = Path(__file__).parent
SCHOOLS, CHILDREN, WAVES = 5, 30, 3


def panel() -> np.ndarray:
    """Return an unbalanced SYNTHETIC panel: child, wave, school, d, x, y."""
    random = np.random.default_rng(20)
    child, wave = np.divmod(np.arange(CHILDREN * WAVES), WAVES)
    school = child % SCHOOLS
    d = (random.random(CHILDREN) < 0.5)[child] & (wave > 0)
    x = random.normal(size=child.size)
    shock = random.normal(size=(SCHOOLS, WAVES))[school, wave]
    y = 0.3 * d + 0.5 * x + random.normal(size=CHILDREN)[child] + shock
    y += random.normal(size=child.size)
    seen = random.random(child.size) < 0.85
    return np.round(np.column_stack([child, wave, school, d, x, y])[seen], 6)


def mended() -> object:
    """Return its denominators, mended for NumPy 2: an array of one element is no number there."""
    source = textwrap.dedent(inspect.getsource(engine.WildboottestCL.get_denom))
    scope = dict(vars(engine))
    exec(source.replace("[np.where(self.R == 1)]", "[np.where(self.R == 1)][0]"), scope)  # noqa: S102 - its own source, one index added
    return scope["get_denom"]


def statistics(y: np.ndarray, x: np.ndarray, school: np.ndarray, variant: str) -> dict[str, object]:
    """Return t of the sample and of every draw, with all small-sample factors taken away."""
    wanted = np.zeros(x.shape[1])
    wanted[-1] = 1
    run = engine.WildboottestCL(X=x, Y=y, cluster=school, R=wanted, B=9999, seed=1, parallel=False)
    run.get_scores(bootstrap_type=variant, impose_null=True)
    run.v = np.array(list(itertools.product([-1.0, 1.0], repeat=SCHOOLS))).T
    run.B = run.v.shape[1]
    run.get_numer()
    mended()(run)
    run.get_tboot()
    run.get_vcov()
    run.get_tstat()
    factor = np.sqrt(run.ssc)
    return {"t": float(run.t_stat * factor), "draws": (run.t_boot * factor).tolist()}


def main() -> None:
    """Write both files."""
    rows = panel()
    np.savetxt(
        HERE / "panel.csv", rows, "%.10g", ",", header="child,wave,school,d,x,y", comments=""
    )
    child, wave, school, d, x, y = rows.T
    waves = [wave == w for w in (1, 2)]
    children = [child == c for c in np.unique(child)]
    pooled = np.column_stack([np.ones(len(y)), x, d])
    absorbed = np.column_stack([*children, *waves, x, d]).astype(float)
    golden = {
        name: {v: statistics(y, design, school, v) for v in ("11", "31", "13", "33")}
        for name, design in (("pooled", pooled), ("fixed_effects", absorbed))
    }
    (HERE / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
