from __future__ import annotations

import dataclasses

import pytest

from studytool.core.errors import DataError, DocumentError
from studytool.describe.analyses.attrition import Attrition
from studytool.survey.design import PanelDesign


def test_flow_comes_before_the_comparison(panel):
    found = Attrition(name="a", variables=["score", "exposed"]).describe(panel)
    sections = [row["section"] for row in found.rows]
    assert sections == ["flow"] * 10 + ["baseline"] * 2
    assert [one.code for one in found.findings] == ["attrition"]


def test_without_variables_there_is_the_flow_alone(panel):
    found = Attrition(name="a").describe(panel)
    assert {row["section"] for row in found.rows} == {"flow"}
    assert not any("Welch" in note for note in found.notes)


def test_waves_are_those_the_condition_keeps(panel):
    found = Attrition(name="a", where="wave != 2").describe(panel)
    told = {(row["variable"], row["wave"]): row["count"] for row in found.rows}
    assert told["all_waves", None] == 3
    assert ("present", 2) not in told


def test_nobody_to_follow_is_refused(panel):
    with pytest.raises(DataError, match="keeps nobody"):
        Attrition(name="a", where="wave > 9").describe(panel)
    nameless = dataclasses.replace(panel, design=PanelDesign(design="cross_sections"))
    with pytest.raises(DocumentError, match="no column names the person"):
        Attrition(name="a").describe(nameless)


def test_differential_losses_are_found(panel):
    found = Attrition(name="a", by="risk").describe(panel)
    assert [one.code for one in found.findings] == ["attrition", "attrition_differs"]


def test_ids_are_never_printed_one_by_one(panel):
    with pytest.raises(DocumentError, match="is an ID"):
        Attrition(name="left", by="household").describe(panel)
