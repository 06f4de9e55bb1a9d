from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.survey.design import PanelDesign


def test_rows_are_people_unless_a_column_names_them():
    assert PanelDesign().person is None
    assert PanelDesign().wave == "wave"


def test_an_unknown_design_is_refused():
    with pytest.raises(ValidationError):
        PanelDesign(design="cohort")
