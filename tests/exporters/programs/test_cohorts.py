from __future__ import annotations

from studytool import api
from studytool.exporters.programs.cohorts import cohort_rows

DOCUMENT = """
title = "Cohorts (synthetic)"
[panel]
person = "child"
[[waves]]
source = "long.csv"
layout = "long"
[[models]]
name = "effect"
kind = "callaway_santanna"
outcome = "score"
cohort = "start"
"""
ROWS = [
    ("anna", 2001, 1.0, 0),
    ("anna", 2003, 2.0, 0),
    ("ben", 2001, 1.5, 2003),
    ("ben", 2003, 4.0, 2003),
    ("cleo", 2001, 2.5, 0),
    ("cleo", 2003, 2.0, 0),
    ("dan", 2001, 2.5, 2003),
    ("dan", 2003, 5.5, 2003),
]


def made(path, rows):
    """Rows of the model, from a file with these."""
    lines = [",".join(map(str, row)) for row in rows]
    (path / "long.csv").write_text("\n".join(["child,wave,score,start", *lines]) + "\n")
    (path / "study.toml").write_text(DOCUMENT)
    run = api.run(api.open_study(path / "study.toml"))
    spec, result = run.material.models["effect"]
    return cohort_rows(spec, result, run.panel, "effect")


def test_rows_have_waves_as_in_the_document_and_codes_for_names(tmp_path):
    rows = made(tmp_path, ROWS)
    frame = rows.frame
    assert frame["wave"].tolist() == [2001.0, 2003.0] * 4
    assert frame["first_treated"].tolist() == [0.0, 0.0, 2003.0, 2003.0] * 2
    assert frame["outcome"].tolist() == [1.0, 2.0, 1.5, 4.0, 2.5, 2.0, 2.5, 5.5]
    assert sorted(frame["unit"].unique()) == [0, 1, 2, 3]
    assert rows.estimates["att[2003,2003]"][0] == 2.5


def test_rows_of_people_who_miss_a_wave_are_not_given(tmp_path):
    extra = [("eve", 2001, 1.0, 0)]
    assert made(tmp_path, ROWS + extra) is None
