from __future__ import annotations

from pathlib import Path

import pytest

from studytool.core.errors import DataError, SourceError
from studytool.exposure.new_register import proposed_exposure
from studytool.intake.glance import Glance, glance
from studytool.survey.design import PanelDesign


def written(folder, *rows, name="food parcels.csv"):
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return glance(path, {})


def test_key_and_dates_are_found_by_what_the_cells_hold(tmp_path, panel):
    found = written(tmp_path, "row,who,given,parcels", "1,ann,2021-02-01,2", "2,ben,2021-03-01,1")
    entry = proposed_exposure(found, panel, ())
    assert entry["name"] == "food_parcels"
    assert entry["label"] == "Food parcels"
    assert (entry["level"], entry["key"], entry["date"]) == ("person", "who", "given")
    assert "date_format" not in entry


def test_a_register_of_families_is_one_of_families(tmp_path, panel):
    found = written(tmp_path, "hh_id,day", "h1,31/01/2021", "h2,28/02/2021")
    entry = proposed_exposure(found, panel, ())
    assert entry["level"] == "household"
    assert "key" not in entry
    assert entry["date_format"] == "%d/%m/%Y"


def test_a_name_that_is_taken_is_numbered(tmp_path, panel):
    found = written(tmp_path, "child_id,day", "ann,2021-01-31")
    assert proposed_exposure(found, panel, {"food_parcels"})["name"] == "food_parcels_2"


def test_without_dates_it_says_what_is_missing(tmp_path, panel):
    found = written(tmp_path, "child_id,minutes", "ann,30", "ben,45")
    with pytest.raises(DataError, match="holds dates"):
        proposed_exposure(found, panel, ())


def test_without_a_panel_the_first_id_is_taken(tmp_path):
    found = written(tmp_path, "visit_date,visit_id", "2021-01-31,7")
    assert proposed_exposure(found, None, ())["key"] == "visit_id"


def test_before_there_is_a_panel_the_names_of_the_study_are_known(tmp_path):
    found = written(tmp_path, "visit_id,fam,child,day", "1,F1,C01,2021-02-03")
    design = PanelDesign(person="child", levels={"household": "fam"})
    entry = proposed_exposure(found, None, (), design=design)
    assert "key" not in entry
    assert entry["level"] == "person"
    families = PanelDesign(person="pupil", levels={"household": "fam"})
    assert proposed_exposure(found, None, (), design=families)["level"] == "household"


def test_a_file_that_cannot_be_read_is_refused_with_its_reason():
    error = SourceError("It cannot be read.")
    with pytest.raises(SourceError):
        proposed_exposure(Glance(Path("a.csv"), error=error), None, ())
