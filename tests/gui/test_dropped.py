"""Dropped files: studies, survey files, and what is neither."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from studytool.gui.dropped import DOCUMENT_ENDINGS, SURVEY_ENDINGS, take_files
from tests.gui.small_window import window_for
from tests.small_study import write_study


@pytest.fixture
def window(qtbot, tmp_path):
    assert qtbot is not None
    with window_for(tmp_path) as made:
        yield made


def test_survey_files_are_taken_to_the_first_step_and_others_refused(window, tmp_path):
    write_study(tmp_path)
    drop(window, tmp_path / "picture.png")
    assert "no survey file" in window.line.title
    assert window.start.isVisible()
    drop(window, tmp_path / "wave1.csv")
    assert window.bench.current == "waves"
    assert window.document.study.title == "New study"


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_study_is_opened(window, tmp_path):
    path = write_study(tmp_path)
    drop(window, path)
    assert window.document.path == path.resolve()


def test_a_study_among_survey_files_is_what_is_opened(window, tmp_path):
    path = write_study(tmp_path)
    take_files(window, [tmp_path / "wave1.csv", path])
    assert window.document.path == path.resolve()
    assert not DOCUMENT_ENDINGS & SURVEY_ENDINGS
