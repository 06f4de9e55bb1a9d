from __future__ import annotations

import pytest
import statsmodels.formula.api as smf

from studytool.core.progress import Silent
from studytool.models.estimators.pooled import Pooled
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=90, siblings=2), 2)


def joint_of(panel, **options):
    asked = {"name": "m", "outcome": "y", "treatment": ["offered", "visited"], **options}
    return Pooled.model_validate(asked).fit(panel, seed=1, progress=Silent()).tests


def test_several_treatments_are_tested_together_as_statsmodels_does(panel):
    found = joint_of(panel)["joint"]
    theirs = smf.ols("y ~ offered + visited", panel.frame).fit()
    joint = theirs.f_test("offered = 0, visited = 0")
    assert found.statistic == pytest.approx(float(joint.fvalue))
    assert found.p == pytest.approx(float(joint.pvalue))
    assert (found.df, found.restrictions) == (theirs.df_resid, 2)
    assert found.method == "F test that all 2 are 0, classical"


def test_bias_reduced_errors_take_the_hotelling_test(panel):
    found = joint_of(panel, cluster=["household"], covariance="cr2")["joint"]
    assert found.method == "approximate Hotelling (HTZ) test that all 2 are 0, CR2"
    assert 1 < found.df < 45


def test_one_treatment_has_no_joint_test(panel):
    assert joint_of(panel, treatment="offered") == {}


def test_too_few_clusters_leave_a_reason(panel):
    asked = {"treatment": ["C(school_id)", "visited"], "cluster": ["school"]}
    found = joint_of(panel, **asked)["joint"]
    assert found.p is None
    assert "cannot be tested jointly" in found.reason
