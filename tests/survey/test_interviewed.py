from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.api import open_study
from studytool.core.progress import Silent
from studytool.sources import read
from studytool.survey.design import PanelDesign
from studytool.survey.interviewed import Place, interviewed
from studytool.survey.wave import WaveFile
from studytool.survey.wave_grid import opened_waves
from tests.survey.wave_files import DESIGN, FILES, FIRST, table, waves_with


@pytest.fixture
def waves():
    return waves_with()


def test_people_are_counted_and_the_parts_add_up(waves):
    counted = interviewed(waves)
    assert counted.rows == (4, 4, 3)
    assert counted.left_out == (0, 1, 0)
    assert counted.people == (4, 3, 3)
    assert (counted.in_all, counted.in_any) == (2, 5)
    assert not counted.decided
    assert interviewed(waves_with(design=PanelDesign())) is None


def at(site, file):
    return file.model_copy(update={"set": {"site": site}})


def test_a_place_visited_once_does_not_lower_the_share_of_those_followed(waves):
    once = WaveFile(number=1, label="2020", source="m.xlsx", set={"site": "Moutse"})
    others = table("m.xlsx", {"child": ["x", "y"], "violence": [1.0, 0.0]})
    files = [*((at("Johannesburg", file), raw) for file, raw in FILES), (once, others)]
    counted = interviewed(opened_waves(DESIGN, files, ()))
    assert (counted.in_all, counted.in_any) == (2, 5)
    assert counted.people == (6, 3, 3)
    assert counted.apart == (Place("Moutse", 2, ("2020",)),)
    assert interviewed(waves).apart == ()


def test_constants_that_no_two_waves_share_are_no_places():
    files = [(at(file.label, file), raw) for file, raw in FILES]
    counted = interviewed(opened_waves(DESIGN, files, ()))
    assert (counted.in_all, counted.in_any, counted.apart) == (2, 5, ())


def test_someone_followed_who_moved_is_followed_still():
    second = replace(FIRST, source="m.xlsx", digest="m")
    here, there = at("A", FILES[0][0]), at("B", FILES[0][0])
    later = at("A", FILES[1][0])
    counted = interviewed(
        opened_waves(DESIGN, [(here, FIRST), (there, second), (later, FILES[1][1])], ())
    )
    assert (counted.in_all, counted.in_any) == (3, 4)


def test_the_sample_study_followed_123_of_162(sample_study_path, sample_run):
    study = open_study(sample_study_path)
    asked = study.model_copy(update={"exposures": (), "costs": (), "decisions": ()})
    tables = read(asked, allow=(), progress=Silent()).waves
    files = list(zip(study.waves, tables, strict=True))
    counted = interviewed(opened_waves(study.panel, files, study.variables), sample_run.panel)
    assert (counted.in_all, counted.in_any) == (123, 162)
    assert counted.apart == (Place("Moutse", 50, ("2020",)),)
