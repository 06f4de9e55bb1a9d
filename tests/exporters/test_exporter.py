from __future__ import annotations

import pytest

from studytool.exporters.exporter import Output


@pytest.mark.parametrize(
    ("title", "banner"),
    [("Home visits (synthetic)", "SYNTHETIC DATA"), ("SYNTHETIC study", "SYNTHETIC DATA")],
)
def test_made_up_data_are_labelled(title, banner):
    assert Output(title, {}, {}, None, ()).banner == banner


def test_real_data_are_not():
    assert Output("Home visits", {}, {}, None, ()).banner == ""
