from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.sun_abraham import SunAbraham
from studytool.models.result import Estimate, NotAvailable
from tests.models.estimators.test_callaway_santanna import (
    GOLDEN,
    PRINTED,
    ROOT,
    changed,
    compare,
    kept,
    reference_panel,
    six_children,
)
from tests.models.estimators.test_callaway_santanna import fit as callaway
from tests.simulate import make_panel
from tests.staggered_world import staggered_panel, true_effect


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "cohort": "first", **options}
    return SunAbraham(**asked).fit(panel, seed=1, progress=Silent())


def test_by_hand():
    """The six children of Callaway and Sant'Anna's example (their paths are in that test).

    Everyone is seen at every wave, so each effect is a difference of two mean changes against
    those never treated, from the wave before the start: att[2,2] = 2.5 - .5, att[2,3] = 5.5 - 1;
    cohort 3 from wave 2: att[3,3] = 2.5 - .5, att[3,1] = -.5 - -.5 = 0. Two children each, so
    event[-2] = att[3,1] = 0, event[0] = (2 + 2) / 2, event[1] = 4.5, simple = (2 + 4.5 + 2) / 3.
    """
    found = fit(six_children()).estimates
    expected = {"att[2,2]": 2, "att[2,3]": 4.5, "att[3,1]": 0, "att[3,3]": 2,
                "event[-2]": 0, "event[0]": 2, "event[1]": 4.5, "simple": 8.5 / 3}  # fmt: skip
    for term, value in expected.items():
        assert found[term].estimate == pytest.approx(value, abs=1e-12), term
    assert isinstance(found["event[-1]"], NotAvailable)


SATURATED = {
    "event[-4]": (0.0033064, 0.0245551), "event[-3]": (0.0250218, 0.0181543),
    "event[-2]": (0.0244587, 0.0142668), "event[0]": (-0.0199318, 0.0118575),
    "event[1]": (-0.0509574, 0.0168707), "event[2]": (-0.1372587, 0.0365895),
    "event[3]": (-0.1008114, 0.0345043),
}  # fmt: skip
"""pyfixest 0.60, saturated event study of the minimum-wage example, clustered by county."""


def test_the_published_example():
    frame = pd.read_csv(ROOT / "sample_data/published/mpdta.csv")
    counties = make_panel(frame, person="countyreal", wave="year", levels={})
    result = fit(counties, outcome="lemp", cohort="first_treat")
    for term, (estimate, error) in SATURATED.items():
        assert result.estimates[term].estimate == pytest.approx(estimate, abs=1e-7), term
        assert result.estimates[term].std_error == pytest.approx(error, abs=1e-7), term
        if term in PRINTED and "-" not in term:
            assert result.estimates[term].estimate == pytest.approx(PRINTED[term], abs=6e-5)


@pytest.mark.parametrize("data", ["panel", "gaps"])
def test_the_reference(data):
    result = fit(reference_panel(data))
    assert compare(result, GOLDEN[f"sun_abraham_{data}"]) == 6


def test_it_is_callaway_and_santanna_with_a_universal_base():
    panel = staggered_panel(seed=1, children=120)
    ours, theirs = fit(panel), callaway(panel, base="universal")
    terms = [term for term, e in theirs.estimates.items() if isinstance(e, Estimate)]
    assert len(terms) > 15
    for term in terms:
        expected = theirs.estimates[term].estimate
        assert ours.estimates[term].estimate == pytest.approx(expected, rel=1e-9, abs=1e-12), term


def test_with_one_cohort_it_is_the_event_study():
    panel = staggered_panel(seed=1, cohorts=(0, 2004), attrition=0.1)
    ours = fit(panel, cluster=["household"], covariance="cr2")
    asked = {"name": "e", "outcome": "y", "cohort": "first", "cluster": ["household"]}
    plain = EventStudy(**asked, covariance="cr2").fit(panel, seed=1, progress=Silent())
    for term in ("event[-2]", "event[0]", "event[2]"):
        for field in ("estimate", "std_error", "df", "p"):
            found, expected = (getattr(one.estimates[term], field) for one in (ours, plain))
            assert found == pytest.approx(expected, rel=1e-8)
    for test in ("pre_trends", "joint"):
        assert ours.tests[test].p == pytest.approx(plain.tests[test].p, rel=1e-7)


def test_effects_that_differ_are_found_where_an_event_study_is_wrong():
    """Early starters gain 1, 2, 3, late ones .4, .8: two-way terms before the start are off 0."""
    panel = staggered_panel(seed=5, children=6000, noise=0.3)
    result = fit(panel)
    for (cohort, wave), term in result.cohorts.terms.items():
        found = result.estimates[term]
        assert abs(found.estimate - true_effect(int(cohort), int(wave))) < 4 * found.std_error
    asked = EventStudy(name="e", outcome="y", cohort="first", cluster=["person"])
    naive = asked.fit(panel, seed=1, progress=Silent())
    assert naive.tests["pre_trends"].p < 1e-6
    assert result.tests["pre_trends"].p > 0.01


def test_without_never_treated_the_last_cohort_is_compared_with():
    panel = staggered_panel(seed=1, cohorts=(2004, 2006))
    result = fit(panel)
    assert "last_cohort_compared" in {f.code for f in result.findings}
    assert "(f" not in result.findings[0].message
    (step,) = result.flow.steps
    assert (step.rows, step.by_method) == (2 * 60, True)
    assert [wave for _, wave in result.cohorts.terms] == [2001, 2004]
    later = callaway(panel, comparison="not_yet", base="universal")
    assert result.estimates["att[2004,2004]"].estimate == pytest.approx(
        later.estimates["att[2004,2004]"].estimate
    )
    with pytest.raises(ModelError, match="same wave"):
        fit(staggered_panel(seed=1, cohorts=(2004,)))


def test_cohort_effects_stand_for_persons_in_cross_sections():
    panel = reference_panel("sections", design="cross_sections")
    result = fit(panel)
    theirs = callaway(panel, base="universal")
    for term in ("att[3,3]", "att[4,2]", "att[5,5]", "event[0]"):
        found, expected = result.estimates[term].estimate, theirs.estimates[term].estimate
        if term.startswith("att"):
            assert found == pytest.approx(expected, rel=1e-9)
    assert result.convention.startswith("classical")


def test_a_cohort_of_one_child_and_early_starts():
    panel = staggered_panel(seed=1)
    who = panel.frame.loc[panel.frame["first"] == 2006, "child_id"].unique()[1:]
    result = fit(kept(panel, ~panel.frame["child_id"].isin(who)))
    assert isinstance(result.estimates["att[2006,2006]"], NotAvailable)
    assert "small_cohorts" in {f.code for f in result.findings}
    early = panel.frame["first"].where(panel.frame["first"] != 2006, 1990.0)
    assert fit(changed(panel, first=early)).flow.steps[0].people == 20


def test_standard_errors_are_by_person_unless_asked_otherwise():
    panel = staggered_panel(seed=1)
    plain, named = fit(panel), fit(panel, cluster=["person"])
    assert plain.estimates["simple"] == named.estimates["simple"]
    assert plain.n_clusters == {"person": 60}
    assert fit(panel, covariance="hc1").convention.startswith("HC1")
    homes = fit(panel, cluster=["household"], bands=True)
    assert homes.n_clusters == {"household": 30}
    assert homes.bands.low["event[0]"] < homes.estimates["event[0]"].low


def test_options_it_does_not_honour_are_refused():
    for options in ({"comparison": "not_yet"}, {"effects": ["wave"]}, {"cohort": None}):
        with pytest.raises(ValidationError):
            fit(staggered_panel(seed=1), **options)


def test_names_of_people_keep_their_capitals():
    assert SunAbraham.in_text() == "Sun and Abraham"
    assert CallawaySantanna.in_text() == "Callaway and Sant'Anna"
