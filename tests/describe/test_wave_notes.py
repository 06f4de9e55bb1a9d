from __future__ import annotations

from dataclasses import replace

from studytool.core.counted import guarded
from studytool.describe.sample import select
from studytool.describe.wave_notes import (
    changing_bases,
    missing_notes,
    number_notes,
    sample_notes,
)


def test_the_sample_is_told_with_its_numbers(panel):
    tracked = select(panel, where="", sample="tracked")
    (who,), counts = sample_notes(tracked, where="", tracked=True)
    assert "every one of 3 waves, 3 of 5." in who
    assert guarded(who, counts, 4).endswith("all but fewer than 4 of 5.")
    everyone = select(panel, where="wave < 3", sample="all")
    (who, rows), counts = sample_notes(everyone, where="wave < 3", tracked=False)
    assert "4 people in 2 waves" in who
    assert rows == "Rows: wave < 3."
    assert (
        guarded(who, counts, 5) == "Sample: everyone interviewed, fewer than 5 people in 2 waves."
    )


def test_groups_are_not_called_people(panel):
    design = panel.design.model_copy(update={"design": "groups"})
    grouped = select(replace(panel, design=design), where="", sample="all")
    (who,), counts = sample_notes(grouped, where="", tracked=False)
    assert who.startswith("Sample: every group, ")
    assert " groups in 3 waves." in who
    assert guarded(who, counts, 100).endswith("fewer than 100 groups in 3 waves.")


def test_the_method_of_an_interval_is_named_with_its_doi():
    shares = " ".join(number_notes("percent", unit="household", confidence=0.95))
    assert "95 % intervals: Wilson (1927), doi:10.1080/01621459.1927.10502953" in shares
    assert "Each household counts once a wave." in shares
    assert "Student" in " ".join(number_notes("mean", unit="person", confidence=0.9))
    assert "interval" not in " ".join(number_notes("count", unit="person", confidence=0.95))


def test_missing_answers_are_told_with_their_reasons(panel):
    sample = select(panel, where="", sample="all")
    notes, counts = missing_notes(sample, ["exposed", "risk", "hh_id"])
    assert notes == (
        "No valid answer: exposed, 1 of 11 (refused).",
        "No valid answer: Risk, 1 of 11.",
    )
    assert [guarded(note, counts, 3) for note in notes] == [
        "No valid answer: exposed, fewer than 3 people (refused).",
        "No valid answer: Risk, fewer than 3 people.",
    ]


def test_missing_answers_of_families_are_counted_by_family(panel):
    frame = panel.frame.assign(income=1.0)
    first = frame["hh_id"].iloc[0]
    frame.loc[(frame["hh_id"] == first) & (frame["wave"] == 1), "income"] = float("nan")
    families = frame.groupby("wave")["hh_id"].nunique().sum()
    sample = select(replace(panel, frame=frame), where="", sample="all")
    (note,), (told,) = missing_notes(sample, ["income"], unit="household")
    assert note == f"No valid answer: income, 1 of {families}."
    assert guarded(note, [told], 1) == note
    assert guarded(note, [told], 5) == "No valid answer: income, fewer than 5 households."


def test_a_base_that_changes_is_found_and_one_that_does_not_is_not():
    rows = [
        {"label": label, "group": group, "n": n}
        for label, group, counts in [("A", "", (123, 123)), ("B", "x", (114, 102))]
        for n in counts
    ]
    (found,) = changing_bases(rows)
    assert found.code == "denominators"
    assert "from wave to wave (B (x)), so" in found.message
    assert "114" not in found.message
