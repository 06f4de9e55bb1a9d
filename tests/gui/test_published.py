from __future__ import annotations

from studytool.api import open_study
from studytool.gui.published import is_published


def test_a_result_in_print_is_one_and_the_sample_study_is_not():
    assert is_published(open_study("fatalities"))
    sample = open_study("cop_johannesburg")
    assert sample.reproduces
    assert not is_published(sample)
