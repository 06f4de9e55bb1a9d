from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.roi.blocks import REFERENCE, Text
from studytool.roi.brief import BriefSpec


def blocks_of(*tables):
    return BriefSpec.model_validate({"title": "Brief", "blocks": list(tables)}).blocks


def test_the_kind_follows_from_the_content():
    kinds = [
        block.kind_name()
        for block in blocks_of(
            {"text": "Words."},
            {"table": "t1"},
            {"figure": "f1"},
            {"kind": "heading", "text": "What we saw"},
            {"kind": "findings"},
        )
    ]
    assert kinds == ["text", "table", "figure", "heading", "findings"]


def test_a_typed_key_is_refused_with_the_right_one():
    with pytest.raises(ValidationError, match='there is no "tabel" here'):
        blocks_of({"kind": "table", "tabel": "t1"})


def test_an_empty_line_divides_paragraphs_and_other_breaks_do_not():
    text = Text(text="One\nsentence.\n\nAnother.\n")
    assert text.paragraphs == ("One sentence.", "Another.")
    assert Text(text=("a", "b"), list=True).paragraphs == ("a", "b")


def test_references_are_found_with_their_style():
    match = REFERENCE.search("It fell by {visits.C(x)[1.5].estimate|abs points1} points.")
    assert match.groups() == ("visits.C(x)[1.5].estimate", "abs points1")
    assert Text(text="{a.b.c} and {a.b.c} and { d.e }").mentions() == ("a.b.c", "d.e")
