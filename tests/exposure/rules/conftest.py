from __future__ import annotations

import numpy as np
import pytest

from studytool.exposure.rule import Matches


@pytest.fixture
def matches():
    """Contacts by panel row (ann 1-3, ben 1 and 3, cleo 3): two for ann at 2, one for ben at 3."""
    return Matches(
        row=np.array([1, 1, 4]),
        amount=np.array([30.0, 45.0, 20.0]),
        date=np.array(["2021-01-01", "2021-02-01", "2022-01-01"], dtype="datetime64[D]"),
        n_rows=6,
        known=np.array([False, True, True, False, True, False]),
        before_first=np.array([True, False, False, True, False, True]),
    )
