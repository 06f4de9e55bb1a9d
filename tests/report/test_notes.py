from __future__ import annotations

from studytool.core.findings import Finding
from studytool.report.notes import finding_notes, listed, sentence


def test_the_serious_come_first_and_none_twice():
    note = Finding("note", "a", "One thing.")
    error = Finding("error", "b", "Another")
    assert finding_notes([note, error, note]) == ("Serious. Another.", "Note. One thing.")


def test_a_sentence_has_one_end():
    assert sentence(" Why? ") == "Why?"
    assert sentence("So") == "So."
    assert sentence("") == ""


def test_a_list_reads_as_one():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
