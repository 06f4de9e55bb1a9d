from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.honoured import refuse_errors, refuse_unused


def spec(**options):
    return FeLogit.model_construct(name="m", outcome="y", treatment="d", **options)


def test_an_option_that_is_given_is_refused_and_named():
    with pytest.raises(PydanticCustomError, match='"weights" has no place in a test'):
        refuse_unused(spec(weights="w"), ("weights",), "a test", "Leave it out.")


def test_options_left_out_or_empty_pass():
    refuse_unused(spec(), ("weights", "controls"), "a test", "Leave it out.")
    refuse_unused(spec(controls=()), ("controls",), "a test", "Leave it out.")
    refuse_errors(spec(), ("classical",), "a test")
    refuse_errors(spec(cluster=("person",), small_sample="no_k"), ("cr1",), "a test")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"covariance": "hc1"}, 'covariance = "hc1" has no place'),
        ({"covariance": "cr1"}, "without a cluster"),
        ({"covariance": "classical", "cluster": ("person",)}, "with a cluster"),
        ({"small_sample": "nonnested"}, "small_sample"),
        ({"cluster": ("person", "school")}, "2 cluster levels"),
    ],
)
def test_errors_it_does_not_have_are_refused(options, message):
    with pytest.raises(PydanticCustomError, match=message):
        refuse_errors(spec(**options), ("classical", "cr1"), "a test")
