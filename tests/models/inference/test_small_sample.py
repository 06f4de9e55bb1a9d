from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.small_sample import CONVENTIONS, small_sample_factor
from studytool.models.kernel.nesting import Nesting

CHILD_IN_CLUSTER = Nesting(nested=(True, False), rank_nested=10, inside_all=False)


def factor(convention, nesting=CHILD_IN_CLUSTER, rank_effects=12):
    """30 rows of 10 children in 10 clusters and 3 waves, 2 regressors."""
    return small_sample_factor(
        convention, clusters=10, rows=30, regressors=2, rank_effects=rank_effects, nesting=nesting
    )


def test_each_convention_by_hand():
    assert factor("no_k") == pytest.approx(10 / 9)
    # K = 2 + 12 - 10 + 1 = 5
    assert factor("nonnested") == pytest.approx(10 / 9 * 29 / 25)
    # K = 2 + 12
    assert factor("all_effects") == pytest.approx(10 / 9 * 29 / 16)
    assert factor("linearmodels") == pytest.approx(30 / 16)


def test_a_single_nested_effect_is_not_counted_by_linearmodels():
    nesting = Nesting(nested=(True,), rank_nested=10, inside_all=True)
    assert factor("linearmodels", nesting, 10) == pytest.approx(30 / 28)
    assert factor("nonnested", nesting, 10) == pytest.approx(10 / 9 * 29 / 27)


def test_effects_that_are_not_nested_are_counted():
    nesting = Nesting(nested=(False, False), rank_nested=0, inside_all=False)
    assert factor("nonnested", nesting) == factor("all_effects")


def test_no_degrees_of_freedom_is_refused():
    with pytest.raises(ModelError, match="no degrees of freedom"):
        factor("all_effects", rank_effects=28)


def test_every_convention_has_words():
    assert set(CONVENTIONS) == {"nonnested", "no_k", "all_effects", "linearmodels"}
    assert all(words.startswith(name) for name, words in CONVENTIONS.items())
