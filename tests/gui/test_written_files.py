from __future__ import annotations

from pathlib import Path

import pytest

from studytool.gui.written_files import folder_of, proposed_name, wrote


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Home visits, 2020-2022 (synthetic)", "Home visits, 2020-2022 (synthetic), brief.docx"),
        ("What did it cost? A/B: yes\\no", "What did it cost A B yes no, brief.docx"),
        ("", "brief.docx"),
        ("...", "brief.docx"),
        ("  two   spaces. ", "two spaces, brief.docx"),
    ],
)
def test_a_file_is_called_by_the_title_of_its_study(title, name):
    assert proposed_name(title, "brief.docx") == name


def test_a_long_title_is_shortened_between_words():
    name = proposed_name("word " * 40, "tables.xlsx")
    assert name.endswith("word, tables.xlsx")
    assert len(name) < 100
    assert len(proposed_name("w" * 300, "tables.xlsx")) < 100


def test_files_are_named_and_many_are_counted():
    here = Path("here")
    assert wrote([here / "a.docx"]) == "Wrote a.docx in here."
    assert wrote([here / "a", here / "b"]) == "Wrote a and b in here."
    many = [here / "scripts" / name for name in "abcde"]
    assert wrote([here / "README", *many]) == "Wrote 6 files in here."
    assert folder_of([*many, here / "README"]) == here
