"""The first five minutes of each person, from the start page, by what they can see and press."""

from __future__ import annotations

import re

import docx
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from studytool.gui.app import open_window
from studytool.gui.settings import Settings
from studytool.gui.widgets.report_output import ReportOutput
from tests.gui.by_label import button, choose, click, control, follow, menu_action, texts, type_in
from tests.small_study import put

SLOW = 60_000


@pytest.fixture
def window(qapp, tmp_path, qtbot):
    made = open_window(qapp, settings=Settings(tmp_path / "window.ini"))
    made.resize(1366, 768)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.document.undo.setClean()
    made.close()
    made.deleteLater()


def until_landed(window, qtbot):
    document = window.document
    qtbot.waitUntil(
        lambda: document.error is not None or (document.run is not None and not document.stale),
        timeout=SLOW,
    )
    assert document.error is None, document.error


def step(window, place):
    QTest.keyClick(window, Qt.Key(ord(str(place))), Qt.KeyboardModifier.ControlModifier)


def work(window):
    return window.bench.panes[1]


def report_of(window):
    return window.report.browser.toPlainText()


def open_sample(window, qtbot):
    qtbot.waitUntil(lambda: "Sample study" in texts(window))
    click(window, "Open a copy")
    until_landed(window, qtbot)


def choose_from_menu(window, name, text):
    """Open the menu of a button and take the entry that begins so."""
    menu = button(window, name).menu()
    menu.aboutToShow.emit()
    found = [entry for entry in menu.actions() if entry.text().startswith(text)]
    assert found, [entry.text() for entry in menu.actions()]
    found[0].trigger()


def exported(window, qtbot, folder, name="Export to Word"):
    """Press Word and return the document that is written."""
    for output in window.findChildren(ReportOutput):
        output.ask_file = lambda _, name: folder / name.name
    click(window, name)
    qtbot.waitUntil(lambda: any(folder.glob("*.docx")), timeout=SLOW)
    (path,) = folder.glob("*.docx")
    return docx.Document(str(path))


def words_of(document):
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *tables])


# The researcher: three files and a log of visits become a table, a chart and a Word file.


def interviews(wave):
    """A wave of 24 children of 12 families; each wave writes its columns in its own way."""
    sep, mark = (";", ",") if wave == 3 else (",", ".")
    names = ("child", "household", {2: "Score"}.get(wave, "score"), "size", "day")
    rows = [sep.join(names)]
    for child in range(1, 25):
        visited = child % 3 == 0
        score = 12 + (child * 7) % 9 + (child * wave) % 3 + 6 * visited - 3 * (visited and wave > 1)
        cells = (
            f"C{child:02d}",
            f"H{(child + 1) // 2:02d}",
            f"{score}{mark}5",
            str(3 + child % 4),
            f"20{19 + wave}-10-{5 + child % 20:02d}",
        )
        rows.append(sep.join(cells))
    return rows[:-6] if wave == 3 else rows


@pytest.fixture
def fieldwork(tmp_path):
    folder = tmp_path / "fieldwork"
    folder.mkdir()
    for wave in (1, 2, 3):
        put(folder / f"wave{wave}_20{19 + wave}.csv", interviews(wave))
    visits = [f"C{child:02d},2021-02-{child:02d}" for child in range(3, 25, 3)]
    put(folder / "visits.csv", ["child,visit_date", *visits])
    return folder


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(300, 300),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def add_the_waves(window, qtbot, folder):
    drop(window, *sorted(folder.glob("wave*.csv")))
    qtbot.waitUntil(lambda: "3 of 3 tables can be read" in texts(window), timeout=SLOW)
    files = control(window, "Files to add", QListWidget)
    for place in range(3):
        files.setCurrentRow(place)
        qtbot.waitUntil(lambda: "Column with the date" in texts(work(window)))
        type_in(work(window), "Column with the date", "day")
    click(window, "Add 3 tables")
    qtbot.waitUntil(lambda: "between waves" in texts(window), timeout=SLOW)


def test_a_researcher_gets_from_three_files_to_a_word_file(window, qtbot, fieldwork, tmp_path):
    add_the_waves(window, qtbot, fieldwork)
    shown = texts(window)
    assert re.search(r"3 files, \d+ variables", shown)
    assert "2022: decimal comma" in shown
    click(window, "Accept all")
    assert {"1": "score", "2": "Score", "3": "score"} in [
        variable.columns for variable in window.document.study.variables
    ]
    step(window, 2)
    window.bench.steps["panel"].reveal("panel.person")
    type_in(work(window), "Person", "child")
    until_landed(window, qtbot)
    assert "Proposed from the data: household: household" in texts(work(window))
    click(work(window), "Take what is proposed")
    until_landed(window, qtbot)
    assert "24 people, 3 waves, 66 rows; the key is unique." in texts(work(window))
    step(window, 3)
    window.bench.steps["services"].add_register(fieldwork / "visits.csv")
    until_landed(window, qtbot)
    qtbot.waitUntil(lambda: "8 children reached at least once." in texts(window), timeout=SLOW)
    assert "The parts add up to the file." in texts(window)
    step(window, 5)
    click(work(window), "New model")
    search = control(work(window), "Search by question or method", QLineEdit)
    QTest.keyClicks(search, "did the treated change more")
    QTest.keyClick(search, Qt.Key.Key_Return)
    until_landed(window, qtbot)
    shown = report_of(window)
    assert "Difference-in-differences" in shown
    assert "−" in shown
    assert "Why this N?" in shown
    step(window, 4)
    click(work(window), "New table")
    until_landed(window, qtbot)
    choose_from_menu(window, "Add to the report", "Chart of")
    until_landed(window, qtbot)
    assert "Figure 1." in report_of(window)
    word = exported(window, qtbot, tmp_path / "out")
    assert "66 of 66 rows used" in words_of(word)
    assert "Read with care" in words_of(word)
    assert len(word.tables) >= 1
    assert len(word.inline_shapes) == 1


def test_a_researcher_takes_the_files_back_and_brings_them_again(window, qtbot, fieldwork):
    add_the_waves(window, qtbot, fieldwork)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "No files yet" in texts(window)
    QTest.keyClick(
        window,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert len(window.document.study.waves) == 3


# The evaluator: an effect picked from a result, costs, the break-even, the brief.


def press(*keys):
    """Type texts and press keys, wherever the keyboard is."""
    for key in [one for part in keys for one in (part if isinstance(part, str) else [part])]:
        typing = QTest.keyClicks if isinstance(key, str) else QTest.keyClick
        typing(QApplication.focusWidget(), key)
        QApplication.processEvents()


def type_a_line_of_costs(window, qtbot):
    """Toys, 120 boxes at R50: R6,000 more, by the keys of a grid; the results land meanwhile."""
    assert "R4,425 per child" in texts(work(window))
    click(work(window), "Add a line")
    until_landed(window, qtbot)
    press("Toys", Qt.Key.Key_Return, "12")
    until_landed(window, qtbot)
    press("0", Qt.Key.Key_Tab, "box", Qt.Key.Key_Tab, "50,5", Qt.Key.Key_Return)
    assert "“50,5” has a comma. Type 50.5." in texts(work(window))
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    until_landed(window, qtbot)
    line = window.document.study.costs[-1]
    assert (line.ingredient, line.quantity, line.unit, line.unit_price) == ("Toys", 120, "box", 50)
    assert f"R{(274_346 + 120 * 50) / 62:,.0f} per child" in texts(work(window))
    assert f"R{20_989 * (274_346 + 120 * 50) / 274_346:,.0f}" in report_of(window)
    press(Qt.Key.Key_Left, Qt.Key.Key_F2)
    assert QApplication.focusWidget().accessibleName() == "Price"
    press("60", Qt.Key.Key_Escape)
    QApplication.clipboard().setText("60\t50")
    grid = control(work(window), "Cost sheet")
    grid.setCurrentIndex(grid.currentIndex().siblingAtColumn(3))
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until_landed(window, qtbot)
    assert f"R{(274_346 + 120 * 60 / 2) / 62:,.0f} per child" in texts(work(window))
    press(Qt.Key.Key_Delete)
    until_landed(window, qtbot)
    assert "R4,425 per child" in texts(work(window))


def test_an_evaluator_gets_from_the_effect_to_the_brief(window, qtbot, tmp_path):
    open_sample(window, qtbot)
    step(window, 6)
    assert re.search(
        r"Offer, share with high difficulties: .*−21.1 (percentage )?points", texts(work(window))
    )
    choose_from_menu(window, "Pick another effect", "Offer, share with high difficulties")
    assert "R20,989" in report_of(window)
    type_in(work(window), "Most that one case may cost", "40000")
    type_in(work(window), "Who says so", "The department, 2022")
    until_landed(window, qtbot)
    assert "Change at which a case costs R40,000" in report_of(window)
    before = window.document.study
    type_a_line_of_costs(window, qtbot)
    while window.document.study is not before:
        menu_action(window, "Edit", "Undo").trigger()
    until_landed(window, qtbot)
    assert "R20,989" in report_of(window)
    step(window, 7)
    assert "Every number comes from a result." in texts(window)
    word = words_of(exported(window, qtbot, tmp_path / "out", "Export the brief to Word"))
    assert "SYNTHETIC" in word
    assert "R20,989" in word


# The student: as far as the library goes, the sample; one choice changed, and what moves.


OFFERED = r"Family offered home visits × after\n(\S+)\n(\S+ to \S+)"


def test_a_student_changes_one_choice_and_sees_what_moves(window, qtbot):
    open_sample(window, qtbot)
    step(window, 5)
    first = re.search(OFFERED, report_of(window))
    estimate, interval = first.groups()
    choose(work(window), "Standard errors", "CR1")
    assert window.document.stale
    until_landed(window, qtbot)
    moved = re.search(OFFERED, report_of(window))
    assert moved[1] == estimate
    assert moved[2] != interval
    follow(window.report.browser, "How?", nth=-1)
    told = texts(window.report)
    assert "CR1" in told or "clustered" in told
    click(window.report, "Back")
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until_landed(window, qtbot)
    assert f"{estimate}\n{interval}" in report_of(window)
