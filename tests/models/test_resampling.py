from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.models.estimators.pooled import Pooled
from studytool.models.resampling import Resampling

MODEL = {"name": "m", "outcome": "y", "treatment": "d"}


def test_left_out_means_a_wild_bootstrap_of_9999_draws():
    asked = Resampling()
    assert (asked.kind, asked.draws, asked.variant) == ("wild_cluster", 9999, "11")
    assert asked.weights is None


def test_one_request_or_several_are_written_as_they_were_given():
    one = Pooled.model_validate({**MODEL, "resampling": {"kind": "permutation"}})
    several = Pooled.model_validate({**MODEL, "resampling": [{}, {"kind": "permutation"}]})
    none = Pooled.model_validate(MODEL)
    assert [len(model.resamplings) for model in (none, one, several)] == [0, 1, 2]
    for model in (none, one, several):
        written = model.model_dump(mode="json", exclude_defaults=True)
        assert Pooled.model_validate(written) == model


@pytest.mark.parametrize("draws", [0, 98, 2_000_000])
def test_too_few_or_too_many_draws_are_refused(draws):
    with pytest.raises(ValidationError, match="draws"):
        Resampling(draws=draws)
