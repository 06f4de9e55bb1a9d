from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from studytool.survey.bands import band_codes, band_names, refuse_unordered

CUT = {"borderline": 14.0, "high": 17.0}


def test_a_lower_bound_belongs_to_its_band():
    values = np.array([13.9, 14.0, 16.9, 17.0, np.nan])
    np.testing.assert_array_equal(band_codes(values, CUT), [0, 1, 1, 2, np.nan])
    assert band_names(CUT, "normal") == {"0": "normal", "1": "borderline", "2": "high"}


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=30))
def test_a_higher_score_is_never_in_a_lower_band(values):
    codes = band_codes(np.sort(values), CUT)
    assert (np.diff(codes) >= 0).all()


@pytest.mark.parametrize("cut", [{}, {"a": 2, "b": 2}, {"a": 3, "b": 2}, {"normal": 1}])
def test_bands_out_of_order_are_refused(cut):
    with pytest.raises(PydanticCustomError):
        refuse_unordered(cut, "normal")
