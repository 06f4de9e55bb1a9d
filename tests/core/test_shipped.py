"""Shipped: the sample study is there, and opens."""

from __future__ import annotations

from studytool.api import library, open_study
from studytool.core.shipped import studies_shipped


def test_every_study_that_is_shipped_opens():
    found = studies_shipped()
    assert "cop_johannesburg" in found
    assert library() == found
    for name, path in found.items():
        assert open_study(name) == open_study(path)
