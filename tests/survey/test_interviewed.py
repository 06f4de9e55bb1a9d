from __future__ import annotations

import pytest

from studytool.survey.design import PanelDesign
from studytool.survey.interviewed import interviewed
from tests.survey.wave_files import waves_with


@pytest.fixture
def waves():
    return waves_with()


def test_people_are_counted_and_the_parts_add_up(waves):
    counted = interviewed(waves)
    assert counted.rows == (4, 4, 3)
    assert counted.left_out == (0, 1, 0)
    assert counted.people == (4, 3, 3)
    assert (counted.in_all, counted.in_any) == (2, 5)
    assert not counted.decided
    assert interviewed(waves_with(design=PanelDesign())) is None
