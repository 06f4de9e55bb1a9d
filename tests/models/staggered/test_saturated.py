from __future__ import annotations

import numpy as np
import pytest

from studytool.models.result import Estimate, NotAvailable
from studytool.models.staggered.saturated import critical_value
from tests.models.estimators.test_callaway_santanna import changed, kept
from tests.models.estimators.test_sun_abraham import fit
from tests.staggered_world import staggered_panel


def test_averages_follow_from_the_covariance_of_the_effects():
    result = fit(staggered_panel(seed=1), cluster=["household"])
    assert set(result.terms) == {t for t, e in result.estimates.items() if isinstance(e, Estimate)}
    cells = ["att[2004,2004]", "att[2006,2006]"]
    weights = np.zeros(len(result.terms))
    weights[[result.terms.index(term) for term in cells]] = 0.5
    variance = weights @ result.covariance @ weights
    assert result.estimates["event[0]"].std_error == pytest.approx(variance**0.5, rel=1e-10)


@pytest.mark.parametrize("covariance", ["cr2", "cr3"])
def test_degrees_of_freedom_of_averages_are_their_own(covariance):
    result = fit(staggered_panel(seed=1), cluster=["school"], covariance=covariance)
    df = {term: result.estimates[term].df for term in ("att[2004,2004]", "event[0]", "simple")}
    assert len(set(df.values())) == 3
    assert all(1 < value < 11 for value in df.values())
    assert "Satterthwaite" in result.convention


def test_two_ways_of_clustering():
    result = fit(staggered_panel(seed=1), cluster=["household", "wave"])
    assert result.n_clusters == {"household": 30, "wave": 5}
    assert result.estimates["att[2004,2004]"].df == 4


def test_controls_have_estimates_and_those_of_persons_are_taken_up():
    panel = staggered_panel(seed=1)
    noise = np.random.default_rng(1).normal(size=len(panel.frame))
    result = fit(changed(panel, noise=noise), controls=["noise", "x"])
    assert isinstance(result.estimates["noise"], Estimate)
    assert isinstance(result.estimates["x"], NotAvailable)
    assert "collinear with the effects" in result.estimates["x"].reason
    assert [f.code for f in result.findings] == ["collinear"]


def test_weights_count_people_as_often():
    panel = staggered_panel(seed=1)
    doubled = panel.frame["w"] > 1.2
    weighted = fit(changed(panel, w=1.0 + doubled), weights="w").estimates["simple"]
    assert weighted.estimate != fit(panel).estimates["simple"].estimate


def test_critical_values_of_one_and_of_many_independent_terms():
    one = critical_value(np.eye(1) * 4, level=0.95, df=1e6, draws=40_000, seed=1)
    ten = critical_value(np.eye(10) * 4, level=0.95, df=1e6, draws=40_000, seed=1)
    assert one == pytest.approx(1.96, abs=0.03)
    assert ten == pytest.approx(2.80, abs=0.03)
    few = critical_value(np.eye(1), level=0.95, df=3, draws=99, seed=1)
    assert few == pytest.approx(3.182, abs=1e-3)


@pytest.mark.parametrize("covariance", ["cr1", "cr2"])
def test_a_cohort_of_one_child_leaves_the_others_their_estimates(covariance):
    panel = staggered_panel(seed=1)
    who = panel.frame.loc[panel.frame["first"] == 2006, "child_id"].unique()[1:]
    result = fit(kept(panel, ~panel.frame["child_id"].isin(who)), covariance=covariance)
    assert isinstance(result.estimates["att[2006,2007]"], NotAvailable)
    assert result.estimates["att[2004,2004]"].std_error > 0
    assert result.estimates["simple"].df > 1


def test_one_child_in_all_has_no_estimates():
    panel = staggered_panel(seed=1)
    served = panel.frame.loc[panel.frame["first"] > 0, "child_id"].unique()[1:]
    result = fit(kept(panel, ~panel.frame["child_id"].isin(served)))
    assert isinstance(result.estimates["simple"], NotAvailable)
    assert not result.terms
    assert result.covariance.shape == (0, 0)
