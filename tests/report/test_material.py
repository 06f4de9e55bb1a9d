from __future__ import annotations

import pytest

import studytool.report.charts
import studytool.report.tables
from studytool.core.spec import kinds
from studytool.report.material import ChartSpec, TableSpec

TABLES = kinds(TableSpec, studytool.report.tables)
CHARTS = kinds(ChartSpec, studytool.report.charts)
NAMED = {
    "analysis": "a",
    "analyses": ("a", "b"),
    "model": "m",
    "models": ("m", "n"),
    "sensitivity": "s",
}


@pytest.mark.parametrize("member", [*TABLES.values(), *CHARTS.values()])
def test_a_member_says_which_results_it_uses(member):
    asked = {name: NAMED[name] for name in NAMED if name in member.model_fields}
    if "analysis" in asked:
        asked.pop("analyses", None)
    used = member(name="x", **asked).uses()
    assert set(used) == {
        name for value in asked.values() for name in ((value,) if isinstance(value, str) else value)
    }
