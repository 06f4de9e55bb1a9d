from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.etwfe import Etwfe
from studytool.models.estimators.fixed_effects import FixedEffects
from tests.models.estimators.test_callaway_santanna import (
    GOLDEN,
    compare,
    reference_panel,
    six_children,
)
from tests.simulate import World, simulate
from tests.staggered_world import staggered_panel, true_effect


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "cohort": "first", **options}
    if "treatment" in options:
        del asked["cohort"]
    return Etwfe(**asked).fit(panel, seed=1, progress=Silent())


def test_by_hand():
    """The six children of Callaway and Sant'Anna's example: A, B from wave 2, C, D from wave 3.

    Wave effects come from those not yet treated. From 1 to 2: C 1, D 0, E 1, F 0, so .5; cohort 2
    rose by 2.5: att[2,2] = 2. From there to 3 the means of E and F rise by .5. Cohort 3 is
    measured from the mean of its waves 1 and 2: C .5, D 1 on average, less the wave effects 0 and
    .5 (mean .25): person effects .25 and .75. At wave 3 the wave effect is 1 (E, F against all
    their waves): C 4 - 1 - .25, D 3 - 1 - .75, so att[3,3] = (2.75 + 1.25) / 2 = 2. att[2,3] =
    mean(6, 8) - 1 - (mean(1, 2) - 0) = 4.5.
    """
    found = fit(six_children()).estimates
    expected = {"att[2,2]": 2, "att[2,3]": 4.5, "att[3,3]": 2, "event[0]": 2, "simple": 8.5 / 3}
    for term, value in expected.items():
        assert found[term].estimate == pytest.approx(value, abs=1e-10), term
    assert "event[-2]" not in found


@pytest.mark.parametrize("data", ["panel", "gaps"])
def test_the_reference(data):
    assert compare(fit(reference_panel(data)), GOLDEN[f"etwfe_{data}"]) == 7


def test_it_is_imputation_from_untreated_rows():
    """Fit persons and waves on untreated rows alone, predict the treated ones, average what is
    left."""
    panel = staggered_panel(seed=3, children=90)
    frame = panel.frame
    people, waves = frame["child_id"].factorize()[0], frame["wave"].factorize()[0]
    columns = np.column_stack([np.eye(people.max() + 1)[people], np.eye(waves.max() + 1)[waves]])
    free = (frame["treated"] == 0).to_numpy()
    slopes = np.linalg.lstsq(columns[free], frame["y"].to_numpy()[free], rcond=None)[0]
    left = frame.assign(left=frame["y"] - columns @ slopes)[~free]
    result = fit(panel)
    cells = left.groupby(["first", "wave"])["left"].mean()
    assert len(cells) == 5
    for place, value in cells.items():
        assert result.estimates[result.cohorts.terms[place]].estimate == pytest.approx(
            value, rel=1e-9
        )
    assert result.estimates["simple"].estimate == pytest.approx(left["left"].mean(), rel=1e-9)


def test_with_two_waves_it_is_did_and_fixed_effects():
    panel = simulate(World(waves=2, effect=0.5), 3)
    ours = fit(panel, treatment="visited").estimates["simple"]
    asked = {"outcome": "y", "treatment": "visited", "cluster": ["person"]}
    for other in (Did(name="d", **asked), FixedEffects(name="f", **asked)):
        found = other.fit(panel, seed=1, progress=Silent()).estimates["visited"]
        assert ours.estimate == pytest.approx(found.estimate, rel=1e-10)
        assert ours.std_error == pytest.approx(found.std_error, rel=1e-10)


def test_effects_that_differ_are_found_where_fixed_effects_are_wrong():
    panel = staggered_panel(seed=5, children=6000, noise=0.3)
    result = fit(panel)
    truth = np.average(
        [true_effect(int(g), int(t)) for g, t in result.cohorts.terms],
        weights=np.ones(len(result.cohorts.terms)),
    )
    simple = result.estimates["simple"]
    assert abs(simple.estimate - truth) < 4 * simple.std_error
    asked = FixedEffects(name="f", outcome="y", treatment="treated", cluster=["person"])
    naive = asked.fit(panel, seed=1, progress=Silent()).estimates["treated"]
    assert abs(naive.estimate - truth) > 20 * naive.std_error


def test_waves_at_which_everyone_is_treated_are_left_out():
    result = fit(staggered_panel(seed=1, cohorts=(2004, 2006)))
    (step,) = result.flow.steps
    assert (step.rows, step.people, step.by_method) == (120, 0, True)
    assert list(result.cohorts.terms) == [(2004.0, 2004.0)]
    assert result.cohorts.never == 0


def test_there_is_nothing_before_the_start():
    result = fit(staggered_panel(seed=1))
    assert min(result.path.times) == 0
    assert "together" in result.tests["pre_trends"].reason
    assert not result.findings
    early = fit(staggered_panel(seed=1), anticipation=1)
    assert min(early.path.times) == -1
    assert early.estimates["event[-1]"].std_error > 0
