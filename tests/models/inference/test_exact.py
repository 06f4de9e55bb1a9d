from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.exact import EXACT, refuse_exact


def test_what_only_rounding_is_left_of_is_refused():
    refuse_exact(2 * EXACT)
    refuse_exact(2e-4, 1e8)
    for left, of in ((0.0, 1.0), (EXACT, 1.0), (0.0, 0.0), (1e-7, 1e8)):
        with pytest.raises(ModelError, match="The regressors fit the outcome exactly"):
            refuse_exact(left, of)
    with pytest.raises(ModelError, match="Levels fit the outcome exactly"):
        refuse_exact(0.0, by="Levels")
