from __future__ import annotations

from studytool.catalogue import methods, other_methods
from studytool.sensitivity.pages import sensitivity_page, sensitivity_pages
from tests.sensitivity.subjects import ANALYSES


def test_every_analysis_has_a_page_in_the_order_in_which_they_are_offered():
    said = sensitivity_pages(ANALYSES.values(), 80)
    heads = [f'[[sensitivity]] kind = "{kind}"' for kind in ANALYSES]
    places = {kind: said.index(head) for kind, head in zip(ANALYSES, heads, strict=True)}
    assert sorted(places, key=places.get) == sorted(ANALYSES, key=lambda k: ANALYSES[k].order)
    assert said.startswith("SENSITIVITY\n===========")


def test_a_page_tells_the_question_the_options_and_the_source():
    said = sensitivity_page(ANALYSES["honest_did"], 80)
    assert "Question          How far would trends have to part" in said
    assert "restriction: " in said
    assert "10.1093/restud/rdad018" in said


def test_the_registry_tells_them_and_the_numbers_behind_them():
    said = methods()
    assert 'Lee bounds, [[sensitivity]] kind = "lee"' in said
    assert {"Entropy balancing", "Robustness value", "Lee bounds"} <= {
        method.name for method in other_methods()
    }
