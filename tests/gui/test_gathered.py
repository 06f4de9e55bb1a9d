"""Gathered: a fact about several files is told once, and says which files."""

from __future__ import annotations

import pytest

from studytool.core.findings import Finding
from studytool.gui.gathered import file_of, gathered

READ = "Read as CP1252 with columns separated by semicolon."


def test_a_fact_about_two_files_is_told_once_with_both_names():
    found = gathered(
        [
            Finding("note", "text_read_as", READ, "w3.csv"),
            Finding("note", "renamed", "2 variables have another name."),
            Finding("note", "text_read_as", READ, "w3_households.csv"),
        ]
    )
    assert [one.message for one in found] == [
        f"{READ} In w3.csv and w3_households.csv.",
        "2 variables have another name.",
    ]
    assert found[0].where == "w3.csv"


def test_what_names_its_file_or_its_wave_stays_as_it_is():
    kept = (
        Finding(
            "warning", "ids_unmatched", "In 3 rows of log.csv the ID is in no wave.", "log.csv"
        ),
        Finding("note", "decision_applied", "Wave 3: 1 row dropped.", "w3.csv"),
        Finding("note", "decision_applied", "Wave 3: 1 row dropped.", "w4.csv"),
        Finding("note", "few", "Few clusters.", "models[1]"),
    )
    assert gathered(kept) == kept


@pytest.mark.parametrize(
    ("where", "file"),
    [
        ("wave 1.xlsx, row 3", "wave 1.xlsx"),
        ("models[0].cluster", ""),
        ("difficulties", ""),
        ("", ""),
    ],
)
def test_a_place_tells_its_file(where, file):
    assert file_of(where) == file
