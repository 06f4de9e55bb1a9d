from __future__ import annotations

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.report.said_together import said_together, sentences

EVERYONE = ("Fixed effects", "DiD", "ANCOVA")


def lost(words, *, more="", **fields):
    message = f"{words} are lost. That is over 20 %: it could change sign.{more} It may be right."
    return Finding("warning", "attrition", message, **fields)


def test_what_is_shared_stands_once_and_the_rest_has_its_names():
    more = " Of the treated 31 % are lost."
    said = [
        ("Fixed effects", lost("41 people")),
        ("DiD", lost("41 people", more=more)),
        ("ANCOVA", lost("44 people", more=more)),
    ]
    assert said_together(said, EVERYONE).message == (
        "Fixed effects and DiD: 41 people are lost. ANCOVA: 44 people are lost. "
        "That is over 20 %: it could change sign. "
        "DiD and ANCOVA: Of the treated 31 % are lost. It may be right."
    )


def test_what_some_share_among_themselves_stands_once_as_well():
    parts = {"DiD": "22 %", "ANCOVA": "25 %"}
    said = [("Fixed effects", lost("41 people"))]
    said += [
        (name, lost("41 people", more=f" Of the others {share} are lost. That is a warning."))
        for name, share in parts.items()
    ]
    told = said_together(said, EVERYONE).message
    assert "DiD: Of the others 22 % are lost. ANCOVA: Of the others 25 % are lost." in told
    assert told.count("That is a warning.") == 1


def test_what_all_say_alike_needs_no_name_and_what_some_say_alike_does():
    found = lost("41 people")
    assert said_together([(name, found) for name in EVERYONE], EVERYONE).message == found.message
    some = said_together([("DiD", found), ("ANCOVA", found)], EVERYONE)
    assert some.message == f"DiD and ANCOVA: {found.message}"


def test_a_shared_sentence_in_another_order_is_not_torn_from_its_place():
    one = Finding("note", "x", "It fell. It rose. It fell again.")
    other = Finding("note", "x", "It rose. It fell. It stayed.")
    told = said_together([("A", one), ("B", other)], ("A", "B")).message
    assert sentences(told) == [
        "B: It rose.",
        "It fell.",
        "A: It rose.",
        "It fell again.",
        "B: It stayed.",
    ]


def test_two_findings_of_one_model_name_it_once_each():
    said = [
        ("A", Finding("note", "x", "High is rare.")),
        ("A", Finding("note", "x", "Low is rare.")),
    ]
    assert said_together(said, ("A", "B")).message == "A: High is rare. A: Low is rare."


def test_every_count_that_must_be_guarded_is_kept():
    one = lost("3 people", counts=(Counted("3 people", (3,), "{few} people"),), where="cluster")
    other = lost("4 people", counts=(Counted("4 people", (4,), "{few} people"),), where="cluster")
    found = said_together([("DiD", one), ("ANCOVA", other)], EVERYONE)
    assert found.where == "cluster"
    assert "3 people" in found.message
    guarded = found.told(5).message
    assert "3 people" not in guarded
    assert "4 people" not in guarded


def test_remedies_are_told_like_the_messages():
    one = lost("3 people", remedy="Weight for who stayed.")
    other = lost("4 people", remedy="Weight for who stayed.", where="models[1]")
    found = said_together([("DiD", one), ("ANCOVA", other)], ("DiD", "ANCOVA"))
    assert found.remedy == "Weight for who stayed."
    assert found.where == ""


def test_a_figure_does_not_begin_a_sentence():
    assert sentences("p .04. It fell! 5 of 6. So it did.") == [
        "p .04.",
        "It fell! 5 of 6.",
        "So it did.",
    ]
