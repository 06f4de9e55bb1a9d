from __future__ import annotations

from studytool.gui.document import Document
from studytool.gui.edits import changed
from studytool.gui.widgets.brief_preview import BriefPreview
from tests.gui.by_label import button, texts


def shown(qtbot, path=None, run=None):
    document = Document()
    if path is not None:
        document.open(path)
        document.show_run(run)
    preview = BriefPreview(document)
    qtbot.addWidget(preview)
    preview.resize(838, 600)
    preview.show()
    return preview, document


def test_without_a_brief_it_says_what_the_pages_wait_for(qtbot):
    preview, _ = shown(qtbot)
    assert "No page yet" in texts(preview)
    word = button(preview, "Export the brief to Word")
    assert (word.isEnabled(), word.toolTip()) == (False, "There is no result yet.")


def test_stale_pages_say_so(qtbot, sample_study_path, sample_run):
    preview, document = shown(qtbot, sample_study_path, sample_run)
    assert "the shade is not printed" in texts(preview)
    document.edit("seed 2", changed(document.study, seed=2))
    qtbot.waitUntil(lambda: "Being brought up to date: seed 2" in texts(preview))
    assert not button(preview, "Export the brief to Word").isEnabled()


def test_a_number_asks_for_its_result(qtbot, sample_study_path, sample_run):
    preview, _ = shown(qtbot, sample_study_path, sample_run)
    with qtbot.waitSignal(preview.number_asked) as asked:
        preview.pages.followed.emit("number:roi.cost")
    assert asked.args == ["roi.cost"]
