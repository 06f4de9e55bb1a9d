from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from tests.models.staggered.test_decomposition_fit import cohorts, fit


def test_by_hand():
    """One child a group, waves 1 to 3, starts 2, 3 and never; outcomes 0 3 3, 0 0 6, 0 0 0.

    Treated shares 2/3, 1/3, 0 and equal group shares: weights in proportion 2/9 (2 v never), 2/9
    (3 v never), 1/9 (2 v 3 while 3 waits), 1/9 (3 v 2 once treated): 1/3, 1/3, 1/6, 1/6.
    2 v never: 3 - 0 = 3. 3 v never: 6 - 0 = 6. 2 v 3, wave 1 to 2: 3. 3 v 2, wave 2 to 3: 6 - 0.
    The whole: 1 + 2 + .5 + 1 = 4.5.
    """
    panel = cohorts((2, 3, 0), waves=3, each=2)
    spread = np.tile([1.0, 1.0, 1.0, -1.0, -1.0, -1.0], 3)
    values = np.repeat([[0, 3, 3], [0, 0, 6], [0, 0, 0]], 2, axis=0).ravel()
    shaken = panel.frame.assign(y=values + spread * np.tile([0.0, 0.5, 0.0], 6))
    found = fit(type(panel)(**{**_fields(panel), "frame": shaken}))
    told = {(pair.sort, pair.cohort): (pair.weight, pair.estimate) for pair in found.pairs}
    assert told == {
        ("treated_vs_untreated", 2.0): (pytest.approx(1 / 3), pytest.approx(3)),
        ("treated_vs_untreated", 3.0): (pytest.approx(1 / 3), pytest.approx(6)),
        ("earlier_vs_later", 2.0): (pytest.approx(1 / 6), pytest.approx(3)),
        ("later_vs_earlier", 3.0): (pytest.approx(1 / 6), pytest.approx(6)),
    }
    assert found.estimates["twfe"].estimate == pytest.approx(4.5)


def _fields(panel):
    return {name: getattr(panel, name) for name in panel.__dataclass_fields__}


def test_every_pair_is_that_of_diff_diff():
    from diff_diff import BaconDecomposition

    panel = cohorts((0, 2, 4, 5))
    theirs = BaconDecomposition().fit(
        panel.frame, outcome="y", unit="child_id", time="wave", first_treat="first"
    )
    ours = {(pair.cohort, pair.other): pair for pair in fit(panel).pairs}
    assert len(theirs.comparisons) == len(ours)
    for one in theirs.comparisons:
        never = one.comparison_type == "treated_vs_never"
        pair = ours[float(one.treated_group), None if never else float(one.control_group)]
        assert pair.weight == pytest.approx(one.weight, abs=1e-10)
        assert pair.estimate == pytest.approx(one.estimate, abs=1e-10)


def test_growing_effects_pull_the_whole_below_every_sound_estimate():
    """Effects of 1, 2, 3 ... waves since the start: what two-way fixed effects get wrong."""
    panel = cohorts((2, 3, 4), waves=5, each=200)
    wrong = fit(panel).estimates["twfe"].estimate
    spec = CallawaySantanna(name="m", outcome="y", treatment="d", comparison="not_yet")
    right = spec.fit(panel, seed=1, progress=Silent())
    truth = {"att[2,2]": 1.0, "att[2,3]": 2.0, "att[3,3]": 1.0}
    for term, value in truth.items():
        assert right.estimates[term].low < value < right.estimates[term].high
    assert wrong < 0.5
