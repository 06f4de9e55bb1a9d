from __future__ import annotations

from dataclasses import replace

from studytool.gui.panel_facts import flow_rows, level_rows, study_rows


def numbers(rows):
    return [int(text.replace("\N{MINUS SIGN}", "-").replace(",", "")) for _, text in rows]


def test_the_rows_of_the_files_add_up_to_those_of_the_panel(sample_run):
    rows = flow_rows(sample_run.panel)
    *parts, panel = numbers(rows)
    assert sum(parts) == panel == 477
    assert rows[0] == ["In the files", "479"]
    assert flow_rows(replace(sample_run.panel, left=())) == [
        ["In the files", "477"],
        ["In the panel", "477"],
    ]


def test_every_level_is_counted(sample_run):
    assert dict(level_rows(sample_run.panel)) == {
        "Children": "212",
        "Families": "174",
        "Schools": "6",
        "Sites": "2",
    }


def test_a_study_is_counted_by_its_parts_and_without_a_run_by_what_was_asked(sample_run):
    study = sample_run.study
    told = dict(study_rows(study, sample_run))
    assert (told["Children"], told["Waves"], told["Rows"]) == ("212", "3", "477")
    assert told["Models"] == str(len(study.models))
    assert told["Files of the waves"] == "6", "a workbook of two sheets is one file"
    assert "Children" not in dict(study_rows(study, None))
