"""Step marks: the rail is right before a screen has been made."""

from __future__ import annotations

import pytest

from studytool.core.errors import DataError, DocumentError
from studytool.gui.document import Document
from studytool.gui.places import ORDER
from studytool.gui.step_marks import mark_of
from tests.small_study import write_study


@pytest.fixture
def document(tmp_path):
    made = Document()
    made.open(write_study(tmp_path))
    return made


def marks(document):
    return {key: mark_of(key, document) for key in ORDER}


def test_an_empty_study_has_no_marks():
    assert set(marks(Document()).values()) == {""}


def test_what_waits_for_the_first_run(document):
    found = marks(document)
    assert found["waves"] == "done"
    assert found["panel"] == "waits"
    assert found["models"] == found["describe"] == found["brief"] == ""


def test_the_sample_study_has_the_marks_of_its_findings(document, sample_run):
    document.restore(sample_run.study, None)
    document.show_run(sample_run)
    found = marks(document)
    assert found["models"] == found["roi"] == "warning"
    assert found["services"] == found["describe"] == found["brief"] == "done"


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("panel", "variables[0]"),
        ("services", "exposures[0].date"),
        ("describe", "analyses[0]"),
        ("models", "assignment[0]"),
        ("roi", "parameters[0]"),
        ("brief", "brief.blocks[1]"),
    ],
)
def test_what_stopped_the_study_is_marked_at_its_step_alone(document, key, where):
    before = marks(document)
    document.show_error(DocumentError("It is wrong.", where=where))
    after = marks(document)
    assert after[key] == "warning"
    assert [one for one in ORDER if after[one] != before[one]] == [key]


def test_a_row_of_a_file_is_about_the_panel(document):
    document.show_error(DataError("Two rows.", where="wave1.csv, row 4"))
    assert mark_of("panel", document) == "warning"
