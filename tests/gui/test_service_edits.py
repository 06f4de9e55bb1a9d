from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.edits import without_item
from studytool.gui.service_edits import (
    with_copy,
    with_new_service,
    with_service,
)
from tests.small_study import put, write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


def test_what_names_a_service_follows_it_to_a_new_name(study):
    renamed = study.exposures[0].model_copy(update={"name": "seen"})
    assert with_service(study, 0, renamed).models[0].treatment == "seen"
    copied = with_copy(study, 0)
    with pytest.raises(DocumentError, match="another variable") as raised:
        with_service(copied, 1, study.exposures[0])
    assert raised.value.where == "exposures[1].name"


def test_a_copy_is_free_to_be_taken_out_again(study):
    copied = with_copy(study, 0)
    assert [one.name for one in copied.exposures] == ["visited", "visited_2"]
    assert without_item(copied, "exposures", 1) == study


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
