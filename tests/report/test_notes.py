from __future__ import annotations

from studytool.core.findings import Finding
from studytool.report.notes import finding_name, finding_notes, listed, sentence


def test_the_serious_come_first_and_none_twice():
    note = Finding("note", "a", "One thing.")
    error = Finding("error", "b", "Another")
    assert finding_notes([note, error, note]) == ("Serious. Another.", "Note. One thing.")


def test_a_sentence_has_one_end():
    assert sentence(" Why? ") == "Why?"
    assert sentence("So") == "So."
    assert sentence("It fell by -2.48 (-.4 SD), 25% or 30 % of all, in 2020-2022") == (
        "It fell by \u22122.48 (\u2212.4 SD), 25\u00a0% or 30\u00a0% of all, in 2020-2022."
    )
    assert sentence("doi:10.1093/biomet/34.1-2.28") == "doi:10.1093/biomet/34.1-2.28."
    assert sentence("") == ""


def test_a_list_reads_as_one():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_finding_is_named_in_plain_words():
    assert finding_name("never_changers") == "never changing treatment"
    assert finding_name("some_other") == "some other"
