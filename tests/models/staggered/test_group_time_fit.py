from __future__ import annotations

import numpy as np
import pytest

from studytool.models.result import Estimate
from tests.models.estimators.test_callaway_santanna import fit
from tests.staggered_world import staggered_panel


def test_the_covariance_is_that_of_all_terms_with_an_estimate():
    result = fit(staggered_panel(seed=1), cluster=["household"])
    assert set(result.terms) == {t for t, e in result.estimates.items() if isinstance(e, Estimate)}
    place = {term: result.terms.index(term) for term in result.terms}
    events = [
        place[term] for term in result.path.terms if term.startswith("event[0") or "event[1" in term
    ]
    weights = np.zeros(len(result.terms))
    weights[[place[f"event[{time}]"] for time in (0, 1, 2)]] = 1 / 3
    assert len(events) == 2
    dynamic = result.covariance[place["dynamic"], place["dynamic"]]
    assert weights @ result.covariance @ weights == pytest.approx(dynamic, rel=1e-10)


def test_the_result_says_who_was_compared_with_whom():
    plain = fit(staggered_panel(seed=1))
    assert plain.convention == "influence functions, t(n-1), people independent"
    assert plain.n_clusters == {}
    assert "people never treated" in plain.equation
    later = fit(
        staggered_panel(seed=1),
        comparison="not_yet",
        controls=["x"],
        anticipation=1,
        cluster=["school"],
    )
    assert later.convention == "influence functions, t(G-1), clusters: school"
    assert "people not yet treated, made alike in x by doubly_robust" in later.equation
    assert "1 waves of anticipation" in later.equation
    assert later.n_clusters == {"school": 12}
    assert later.estimates["simple"].df == 11


def test_people_behind_each_term_are_the_fewer_of_both_sides():
    result = fit(staggered_panel(seed=1))
    assert result.behind["att[2004,2004]"] == 20
    assert result.behind["simple"] == 20
    assert set(result.behind) == set(result.terms)


def test_the_two_conventions_differ_by_their_factor():
    one, other = fit(staggered_panel(seed=1)), fit(staggered_panel(seed=1), covariance="cr0")
    ratio = one.estimates["simple"].std_error / other.estimates["simple"].std_error
    assert ratio == pytest.approx((60 / 59) ** 0.5)
    assert "no small-sample factor" in other.convention
    assert one.tests["pre_trends"].p != other.tests["pre_trends"].p
