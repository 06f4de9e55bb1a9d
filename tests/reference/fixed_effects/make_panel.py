"""Draw panel.csv, a SYNTHETIC panel with everything that makes clustered errors differ.

Run by hand, once: ``python make_panel.py``. The committed file is the reference data.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

CHILDREN, FAMILIES, SCHOOLS, WAVES = 60, 36, 5, 3


def rows() -> list[dict[str, str]]:
    """Return one row a child and wave; eight children move to another household."""
    random = np.random.default_rng(20220901)
    family = np.sort(random.integers(0, FAMILIES, CHILDREN))
    school = random.integers(0, SCHOOLS, CHILDREN)
    movers = set(random.choice(CHILDREN, 8, replace=False).tolist())
    child_effect, family_effect = random.normal(size=CHILDREN), random.normal(size=FAMILIES)
    shock = random.normal(size=(FAMILIES, WAVES))
    out = []
    for child in range(CHILDREN):
        moves_at = int(random.integers(1, WAVES)) if child in movers else WAVES
        new_home = int(random.integers(0, FAMILIES + 4))
        for wave in range(WAVES):
            home = int(family[child]) if wave < moves_at else new_home
            x1 = random.normal() + 0.5 * child_effect[child]
            x2 = float(wave >= 1 and child % 3 == 0)
            x3 = random.normal() + family_effect[family[child]] * wave / 2
            y = 0.4 * x1 - 0.6 * x2 + 0.2 * x3 + child_effect[child] + 0.3 * wave
            y += 0.7 * shock[family[child], wave] + random.normal() * (0.5 + 0.3 * wave)
            present = int(random.random() > 0.2)
            weight = random.uniform(0.5, 3)
            out.append(
                {
                    "child": str(child),
                    "wave": str(wave),
                    "family": str(family[child]),
                    "household": str(home),
                    "school": str(school[child]),
                    "present": str(present),
                    "weight": f"{weight:.6f}",
                    "x1": f"{x1:.6f}",
                    "x2": f"{x2:.0f}",
                    "x3": f"{x3:.6f}",
                    "y": f"{y:.6f}",
                }
            )
    return out


if __name__ == "__main__":
    table = rows()
    with (Path(__file__).parent / "panel.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(table[0]))
        writer.writeheader()
        writer.writerows(table)
