from __future__ import annotations

import numpy as np

from studytool.sensitivity.methods.part_of_panel import with_rows
from tests.simulate import World, simulate


def test_rows_are_kept_or_repeated_with_their_reasons():
    panel = simulate(World(children=4), 1)
    kept = with_rows(panel, (panel.frame["wave"] == 2).to_numpy())
    assert kept.frame["wave"].tolist() == [2, 2, 2, 2]
    assert len(kept.reasons) == 4
    twice = with_rows(panel, np.array([0, 0, 5]))
    assert twice.frame.index.tolist() == [0, 1, 2]
    assert twice.frame["child_id"].tolist() == [panel.frame["child_id"][p] for p in (0, 0, 5)]
