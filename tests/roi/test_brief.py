from __future__ import annotations

import tomllib

import tomli_w

from studytool.roi.brief import BriefSpec, Number, compose
from tests.brief_sample import hand_material

DOCUMENT = """
title = "Are home visits worth what they cost?"
[[blocks]]
kind = "heading"
text = "In short"
[[blocks]]
text = "It fell by {visits.offered.estimate|abs points} points."
[[blocks]]
kind = "table"
table = "t1"
[[blocks]]
kind = "table"
table = "returns"
[[blocks]]
kind = "figure"
figure = "f1"
height = 5.0
"""


def test_document_and_spec_are_one():
    spec = BriefSpec.model_validate(tomllib.loads(DOCUMENT))
    written = tomli_w.dumps(spec.model_dump(mode="json", exclude_defaults=True))
    assert BriefSpec.model_validate(tomllib.loads(written)) == spec


def test_what_it_shows_and_mentions_can_be_checked_before_the_run():
    spec = BriefSpec.model_validate(tomllib.loads(DOCUMENT))
    assert spec.shows() == ("t1", "f1")
    assert spec.mentions() == ("visits.offered.estimate",)


def test_a_number_keeps_the_result_it_comes_from():
    spec = BriefSpec.model_validate({"title": "x", "blocks": [{"text": "{visits.n_people}."}]})
    material = hand_material()
    brief = compose(spec, material=material, tables={}, figures={}, returns=None, minimum=5)
    number = brief.parts[0].paragraphs[0][0]
    assert isinstance(number, Number)
    assert (number.text, number.cell.value, number.cell.source) == ("120", 120, "visits.n_people")
