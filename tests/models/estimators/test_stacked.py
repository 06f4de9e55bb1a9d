from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.stacked import Stacked
from studytool.models.result import Estimate
from tests.models.estimators.test_callaway_santanna import (
    GOLDEN,
    kept,
    reference_panel,
    six_children,
)
from tests.models.estimators.test_callaway_santanna import fit as callaway
from tests.staggered_world import staggered_panel


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "cohort": "first", **options}
    return Stacked(**asked).fit(panel, seed=1, progress=Silent())


def test_by_hand():
    """The six children of Callaway and Sant'Anna's example, each cohort from the wave before it.

    Left out, the window is -1 to 0, which both cohorts have: att[2,2] = 2.5 - .5 and att[3,3] =
    2.5 - .5, so event[0] = 2. E and F serve in both comparisons and are rows of each; A and B have
    no place at wave 3, C and D none at wave 1: 4 of 18 rows are not used.
    """
    result = fit(six_children())
    assert result.estimates["event[0]"].estimate == pytest.approx(2)
    assert result.estimates["simple"].estimate == pytest.approx(2)
    assert result.path.times == (-1, 0)
    (step,) = result.flow.steps
    assert (step.rows, step.by_method, result.n_rows) == (4, True, 14)
    assert result.n_clusters == {"person": 6}


def test_the_reference():
    result = fit(reference_panel("panel"), window=(-2, 1))
    for term, (estimate, error) in GOLDEN["stacked_panel"].items():
        assert result.estimates[term].estimate == pytest.approx(estimate, rel=1e-9)
        assert result.estimates[term].std_error == pytest.approx(error, rel=0.02)
    assert [f.code for f in result.findings] == ["cohorts_outside"]
    assert "wave 5" in result.findings[0].message


@pytest.mark.parametrize("comparison", ["never", "not_yet"])
def test_each_effect_is_callaway_and_santannas(comparison):
    panel = staggered_panel(seed=1, children=120)
    ours = fit(panel, comparison=comparison, window=(-1, 0))
    theirs = callaway(panel, comparison=comparison, base="universal").estimates
    found = {
        t: e for t, e in ours.estimates.items() if t.startswith("att") and isinstance(e, Estimate)
    }
    assert set(found) == {"att[2004,2004]", "att[2006,2006]"}
    for term, one in found.items():
        assert one.estimate == pytest.approx(theirs[term].estimate, rel=1e-9)


def test_people_in_several_comparisons_are_one_cluster():
    """The two effects rest on the same people never treated, and their mean is as certain as that.

    Cohorts of one size weigh a half each; how the two effects vary together is told by Callaway
    and Sant'Anna's influence functions (a rise of the others at 2004 raises one and lowers the
    other, so they vary against each other).
    """
    panel = staggered_panel(seed=1, children=120)
    ours, theirs = fit(panel, window=(-2, 1)), callaway(panel, base="universal")
    places = [theirs.terms.index(term) for term in ("att[2004,2004]", "att[2006,2006]")]
    shared = theirs.covariance[np.ix_(places, places)]
    assert abs(shared[0, 1]) > 0.2 * shared[0, 0]
    found = ours.estimates["event[0]"].std_error
    assert found == pytest.approx((shared.sum() / 4) ** 0.5, rel=0.01)
    assert ours.n_clusters == {"person": 120}


def test_a_window_without_a_cohort_is_refused():
    with pytest.raises(ModelError, match="whole window") as refused:
        fit(staggered_panel(seed=1), window=(-4, 4))
    assert refused.value.remedy
    panel = staggered_panel(seed=1, cohorts=(2004, 2006))
    with pytest.raises(ModelError, match="whole window"):
        fit(panel)
    assert fit(panel, comparison="not_yet", window=(-1, 0)).cohorts.terms


def test_a_window_of_several_waves_before():
    result = fit(staggered_panel(seed=1), window=(-2, 1))
    assert result.path.times == (-2, -1, 0, 1)
    assert result.tests["pre_trends"].restrictions == 2
    assert result.estimates["dynamic"].estimate == pytest.approx(
        result.estimates["simple"].estimate
    )
    only = fit(kept(staggered_panel(seed=1), staggered_panel(seed=1).frame["first"] != 2006))
    assert only.path.times == (-2, -1, 0, 1, 2)
