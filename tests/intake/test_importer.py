from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

import studytool.intake.formats
from studytool.core.spec import kinds
from studytool.intake.importer import Importer

IMPORTERS = kinds(Importer, studytool.intake.formats)


@pytest.mark.parametrize("kind", IMPORTERS)
def test_every_importer_says_what_its_files_look_like(kind):
    importer = IMPORTERS[kind]
    # a file is known by its ending, unless the importer itself knows where it lies
    assert bool(importer.suffixes) != (importer.place_of is not Importer.place_of)
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in importer.suffixes)
    assert importer.noun.split()[0] in {"a", "an"}
    assert not importer.members or importer.signatures


def test_no_ending_belongs_to_two_importers():
    endings = [suffix for importer in IMPORTERS.values() for suffix in importer.suffixes]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize("kind", IMPORTERS)
def test_options_survive_their_way_to_the_reading_process(kind):
    importer = IMPORTERS[kind](rows=3, skip_footer=1)
    assert IMPORTERS[kind].model_validate_json(importer.model_dump_json()) == importer


@pytest.mark.parametrize("kind", IMPORTERS)
@pytest.mark.parametrize("wrong", [{"header_row": 0}, {"rows": -1}, {"skip_footer": -1}])
def test_counts_that_make_no_sense_are_refused(kind, wrong):
    with pytest.raises(ValidationError):
        IMPORTERS[kind](**wrong)


def test_formats_are_where_the_package_says():
    folder = Path(studytool.intake.formats.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(IMPORTERS)
