from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.service_edits import (
    names_of_columns,
    users_of_service,
    with_copy,
    with_new_service,
    with_service,
    without_service,
)
from tests.small_study import put, write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


@pytest.fixture(scope="module")
def sample(sample_study_path):
    return open_study(sample_study_path)


def test_everything_that_names_the_variable_is_a_user(sample):
    users = users_of_service(sample, "offered")
    assert "how people were chosen" in users
    assert "the model “Offer, ANCOVA”" in users
    assert "the table “Mean difficulties by whether the family was offered home visits”" in users
    assert "the model “Visits, fixed effects”" not in users


def test_a_name_within_another_name_is_no_use(sample):
    assert not [user for user in users_of_service(sample, "visit") if "model" in user]


def test_the_table_whose_condition_names_it_is_a_user(sample):
    named = "the table “Harsh discipline in families who came to Sihleng'imizi”"
    assert named in users_of_service(sample, "fsp_family")


def test_a_used_service_keeps_its_name_and_a_free_one_takes_another(study):
    renamed = study.exposures[0].model_copy(update={"name": "seen"})
    with pytest.raises(DocumentError, match="is used by") as raised:
        with_service(study, 0, renamed)
    assert raised.value.where == "exposures[0].name"
    copied = with_copy(study, 0)
    other = copied.exposures[1].model_copy(update={"name": "seen"})
    assert with_service(copied, 1, other).exposures[1].name == "seen"


def test_a_copy_is_free_to_be_taken_out_again(study):
    copied = with_copy(study, 0)
    assert names_of_columns(copied) >= {"visited", "visited_2"}
    assert without_service(copied, 1) == study


def test_a_register_outside_the_folder_stays_where_it_is(tmp_path):
    inside, outside = tmp_path / "study", tmp_path / "registers"
    inside.mkdir()
    outside.mkdir()
    path = outside / "food.csv"
    put(path, ["child,given", "C01,2021-02-03"])
    made = with_new_service(
        open_study(write_study(inside)),
        {"kind": "ever", "name": "food", "source": "food.csv", "date": "given"},
        path,
    )
    assert made.root == tmp_path.resolve()
    assert [one.source for one in made.exposures] == ["study/visits.csv", "registers/food.csv"]
    assert [wave.source for wave in made.waves] == ["study/wave1.csv", "study/wave2.csv"]
