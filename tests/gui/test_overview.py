"""Overview: every finding of the run, and the notes of the report."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.overview import FindingsPage, NotesPage
from studytool.gui.places import all_findings
from studytool.report.outline import ReportItem


def told(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_all_findings_are_listed_once_there_is_a_run(qtbot, sample_run):
    document = Document()
    page = FindingsPage(document)
    qtbot.addWidget(page)
    page.show()
    assert "Nothing has been run yet." in told(page)
    document.show_run(sample_run)
    assert "to mind, the serious first" in told(page)
    links = [one for one in page.findChildren(QPushButton) if one.text() == "What can I do?"]
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert asked.args[0].level == "error"


def test_what_is_said_of_several_models_stands_once_and_each_on_request(qtbot, sample_run):
    document = Document()
    page = FindingsPage(document)
    qtbot.addWidget(page)
    page.show()
    document.edit("opened", sample_run.study)
    document.show_run(sample_run)
    found = all_findings(sample_run)
    lost = [finding for finding in found if finding.code == "attrition"]
    assert f"Many were not met again: {len(lost)} times" in told(page)
    assert told(page).count("Many were not met again") == 1
    assert "Offer, difference-in-differences" in told(page)
    assert "38 of 123 people carry the estimate" not in told(page)
    heavy = {(one.level, one.code) for one in found if one.level != "note"}
    assert f"{len(heavy)} to mind" in told(page)
    each = [one for one in page.findChildren(QPushButton) if one.text() == "Show each"]
    qtbot.mouseClick(each[0], Qt.MouseButton.LeftButton)
    assert told(page).count("High scores fall by themselves") > 1
    assert [one.text() for one in each][:1] == ["Hide each"]
    (notes,) = (one for one in page.findChildren(QPushButton) if "can be ignored" in one.text())
    qtbot.mouseClick(notes, Qt.MouseButton.LeftButton)
    assert "38 of 123 people carry the estimate" in told(page)


def test_what_stops_the_study_is_listed_though_there_is_no_run(qtbot):
    document = Document()
    page = FindingsPage(document)
    qtbot.addWidget(page)
    page.show()
    document.show_error(StudyError("Two IDs occur twice.", where="wave1.csv, row 3"))
    assert "1 to mind" in told(page)
    assert "Two IDs occur twice" in told(page)


def test_the_notes_of_the_report_are_listed(qtbot):
    document = Document()
    page = NotesPage(document)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "No note yet." in told(page))
    items = (ReportItem(heading="Results"), ReportItem(note="Ask the school about 2021."))
    document.edit("Add a note", edits.changed(document.study, report=items))
    qtbot.waitUntil(lambda: "Ask the school about 2021." in told(page))
    (go,) = (button for button in page.findChildren(QPushButton) if button.isVisible())
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert asked.args == ["report[1]"]
    document.undo.undo()
    qtbot.waitUntil(lambda: "No note yet." in told(page))
