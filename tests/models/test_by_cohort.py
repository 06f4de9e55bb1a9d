from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from tests.staggered_world import staggered_panel


def test_cells_and_bands_name_terms_of_the_estimates():
    asked = CallawaySantanna(name="m", outcome="y", cohort="first", bands=True)
    result = asked.fit(staggered_panel(seed=1), seed=1, progress=Silent())
    assert set(result.cohorts.terms.values()) <= set(result.estimates)
    assert set(result.bands.low) == set(result.bands.high) <= set(result.terms)
    assert set(result.bands.critical) == {"event", "cohort", "calendar", "att"}
    with pytest.raises(FrozenInstanceError):
        result.bands.draws = 1
