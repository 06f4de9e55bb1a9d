"""What methods that are no estimators say of themselves, beside their code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from studytool.catalogue import other_methods
from studytool.models.method import About

ROOT = Path(__file__).resolve().parents[2]
METHODS = other_methods()
PLACE = re.compile(r"\((tests/[^)]*)\)")


def test_each_part_of_the_inference_is_told():
    told = {method.name for method in METHODS}
    assert told >= {
        "Classical", "HC0, HC1, HC2, HC3", "CR0, CR1", "CR2", "CR3", "Two-way clusters",
        "Small-sample conventions of CR1", "Wild cluster bootstrap", "Subcluster bootstrap",
        "Permutation inference", "Holm", "Benjamini-Hochberg", "Sharpened q", "Romano-Wolf",
        "Summary index", "Minimum detectable effect", "Equivalence bound", "Joint test",
    }  # fmt: skip
    assert len(told) == len(METHODS)
    assert {method.about for method in METHODS} == set(get_args(About))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_method_has_its_sources_and_its_proof(method):
    for text in (method.does, *method.edge_cases):
        assert text.endswith(".")
    assert method.asked_by
    assert method.equation
    assert any(
        re.search(r"https://doi\.org/10\.\d+/\S+|ISBN \d{13}|, \d+", s) for s in method.sources
    )
    assert method.verified
    for told in method.verified:
        places = PLACE.findall(told)
        assert places, told
        for place in places:
            path = ROOT / place
            assert path.is_file() or (path / "README.md").is_file(), place
