from __future__ import annotations

import pytest

from studytool.api import run
from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.first_result import first_result
from tests.small_study import write_study


@pytest.fixture
def document(tmp_path):
    made = Document()
    made.open(write_study(tmp_path))
    return made


def test_it_is_there_once_the_study_has_been_run(document):
    assert first_result(document) is None
    document.show_run(run(document.study))
    found = first_result(document)
    assert (found.words, found.where) == ("Models, Table 1", "models[0]")


def test_its_number_is_the_one_in_the_report(document):
    levels = {"name": "t0", "kind": "wave_table", "analysis": "levels"}
    table = document.study.tables[0]
    document.edit("a table before", edits.changed(document.study, tables=(levels, table)))
    document.show_run(run(document.study))
    assert first_result(document).words == "Models, Table 2"
    document.edit("none", edits.changed(document.study, tables=(levels,)))
    assert first_result(document) is None
