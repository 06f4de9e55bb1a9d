from __future__ import annotations

from studytool.models.guard.inheritance import inherit
from studytool.models.spec import Assignment

OFFER = Assignment(exposure="offered", also=("visited",), rule="score", variables=("y",))


def test_columns_computed_from_an_exposure_inherit_its_assignment():
    reads = {
        "twice": ("copy", "age"),
        "copy": ("offered",),
        "calls": ("visited", "wave"),
        "bmi": ("weight", "height"),
        "score": ("y",),
    }
    (entry,) = inherit([OFFER], reads)
    assert entry.also == ("visited", "copy", "calls", "twice")
    assert OFFER.also == ("visited",)


def test_columns_that_need_one_another_do_not_go_round_for_ever():
    (entry,) = inherit([OFFER], {"a": ("b", "offered"), "b": ("a",)})
    assert entry.also == ("visited", "a", "b")
    assert inherit([OFFER], {}) == (OFFER,)
