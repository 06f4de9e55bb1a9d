from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.kernel.finite import lengths


def test_lengths_are_roots():
    assert lengths(np.array([0.0, 9, 16])).tolist() == [0, 3, 4]


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(wrong):
    with pytest.raises(ModelError, match="missing or infinite"):
        lengths(np.array([1.0, wrong]))
