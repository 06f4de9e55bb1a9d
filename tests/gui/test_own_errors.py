from __future__ import annotations

import pytest

from studytool.api import open_study, run
from studytool.gui.own_errors import own_errors, takes, with_fields


@pytest.fixture(scope="module")
def staggered():
    return open_study("mpdta_cs").models[0]


@pytest.fixture(scope="module")
def difference():
    return next(m for m in open_study("fatalities").models if m.name == "change")


def test_a_method_that_always_clusters_is_not_called_classical(staggered):
    assert own_errors(staggered, None) == ("cr1", ("person",))
    plain = with_fields(staggered, {"covariance": "cr0"})
    assert own_errors(plain, None) == ("cr0", ("person",))


def test_what_a_model_names_is_what_it_has(staggered, difference):
    named = with_fields(staggered, {"cluster": ("state",)})
    assert own_errors(named, None) == ("cr1", ("state",))
    bare = difference.model_copy(update={"covariance": None, "cluster": ()})
    assert own_errors(bare, None) == ("classical", ())


def test_a_result_tells_what_a_request_leaves_out():
    study = open_study("mpdta_sa")
    result = next(iter(run(study).results.values()))
    assert study.models[0].covariance is None
    assert not study.models[0].cluster
    assert list(result.n_clusters) == ["person"]
    assert own_errors(study.models[0], result) == ("cr1", ("person",))


def test_what_a_method_refuses_it_does_not_take(staggered, difference):
    assert takes(staggered, {"covariance": "cr0"})
    assert not takes(staggered, {"covariance": "classical"})
    assert takes(difference, {"covariance": "classical", "cluster": ()})
