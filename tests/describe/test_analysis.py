from __future__ import annotations

import pytest

from studytool.core.spec import kinds
from studytool.describe import analyses
from studytool.describe.analysis import Analysis, Description

ASKED = {
    "wave_table": {"variables": ["exposed"]},
    "attrition": {"variables": ["score"]},
}


@pytest.mark.parametrize("kind", sorted(ASKED))
def test_every_analysis_gives_rows_with_the_columns_it_declares(panel, kind):
    member = kinds(Analysis, analyses)[kind]
    before = panel.frame.copy()
    found = member(name="x", title="What it shows", **ASKED[kind]).describe(panel)
    assert isinstance(found, Description)
    assert (found.kind, found.title) == (kind, "What it shows")
    assert found.rows
    assert {tuple(row) for row in found.rows} == {found.columns}
    assert panel.frame.equals(before)


def test_the_analyses_tried_here_are_all_there_are():
    assert sorted(kinds(Analysis, analyses)) == sorted(ASKED)
