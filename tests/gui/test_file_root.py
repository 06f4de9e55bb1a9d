from __future__ import annotations

import pytest

from studytool.gui.document import new_study
from studytool.gui.file_root import source_of, with_root
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    from studytool.api import open_study

    (tmp_path / "data").mkdir()
    return open_study(write_study(tmp_path / "data"))


def test_a_file_inside_changes_nothing(study):
    assert with_root(study, [study.root / "wave3.csv"]) is study
    assert source_of(study, study.root / "wave3.csv") == "wave3.csv"


def test_a_file_beside_widens_the_root_and_every_source_is_still_found(study, tmp_path):
    made = with_root(study, [tmp_path / "new" / "wave3.csv"])
    assert made.root == tmp_path
    for wave in (*made.waves, *made.exposures):
        assert (made.root / wave.source).is_file()
    assert source_of(made, tmp_path / "new" / "wave3.csv") == "new/wave3.csv"


def test_a_new_study_takes_the_folder_of_its_first_files(tmp_path):
    made = with_root(new_study(), [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert made.root == tmp_path.resolve()
