from __future__ import annotations

from studytool.describe.sample import select
from studytool.describe.wave_notes import (
    changing_bases,
    missing_notes,
    number_notes,
    sample_notes,
)


def test_the_sample_is_told_with_its_numbers(panel):
    tracked = select(panel, where="", sample="tracked")
    (who,) = sample_notes(tracked, where="", tracked=True)
    assert "every one of 3 waves, 3 of 5." in who
    everyone = select(panel, where="wave < 3", sample="all")
    who, rows = sample_notes(everyone, where="wave < 3", tracked=False)
    assert "4 people in 2 waves" in who
    assert rows == "Rows: wave < 3."


def test_the_method_of_an_interval_is_named_with_its_doi():
    shares = " ".join(number_notes("percent", unit="household", confidence=0.95))
    assert "95 % intervals: Wilson (1927), doi:10.1080/01621459.1927.10502953" in shares
    assert "Each household counts once a wave." in shares
    assert "Student" in " ".join(number_notes("mean", unit="person", confidence=0.9))
    assert "interval" not in " ".join(number_notes("count", unit="person", confidence=0.95))


def test_missing_answers_are_told_with_their_reasons(panel):
    sample = select(panel, where="", sample="all")
    notes = missing_notes(sample, ["exposed", "risk", "hh_id"])
    assert notes == (
        "No valid answer: exposed, 1 of 11 (refused).",
        "No valid answer: Risk, 1 of 11.",
    )


def test_a_base_that_changes_is_found_and_one_that_does_not_is_not():
    rows = [
        {"label": label, "group": group, "n": n}
        for label, group, counts in [("A", "", (123, 123)), ("B", "x", (114, 102))]
        for n in counts
    ]
    (found,) = changing_bases(rows)
    assert found.code == "denominators"
    assert "(114, 102 for B (x))" in found.message
