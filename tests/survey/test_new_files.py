from __future__ import annotations

from pathlib import Path

from studytool.intake.glance import glances
from studytool.survey.design import PanelDesign
from studytool.survey.new_files import proposed_entries, root_for

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "cop_synthetic"


def test_names_of_files_and_columns_say_what_a_file_is():
    found = [
        *glances(SAMPLE / "wave1_2020.xlsx"),
        *glances(SAMPLE / "wave3_2022_households.csv"),
    ]
    entries = proposed_entries(found, PanelDesign(), [])
    assert [entry["number"] for entry in entries] == [1, 1, 3]
    assert [entry["label"] for entry in entries] == ["2020", "2020", "2022"]
    assert entries[0]["person"] == "child_id"
    assert entries[0]["date"] == "interview_date"
    assert (entries[1]["table"], entries[1]["join"]) == ("household", "hh_id")
    assert (entries[2]["table"], entries[2]["header_row"]) == ("household", 2)


def test_the_root_widens_to_hold_every_file(tmp_path):
    inside, beside = tmp_path / "a" / "w.csv", tmp_path / "b" / "w.csv"
    assert root_for(tmp_path, [inside], empty=False) == tmp_path
    assert root_for(tmp_path / "a", [beside], empty=False) == tmp_path
    assert root_for(tmp_path / "a", [beside], empty=True) == tmp_path / "b"
