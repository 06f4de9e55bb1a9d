from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

from studytool.core.errors import ModelError
from studytool.gui import theme
from studytool.gui.document import Document
from studytool.gui.jobs import Jobs
from studytool.gui.tokens import COLOURS
from studytool.gui.widgets.report_view import ReportView
from tests.gui.by_label import click, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run


@pytest.fixture
def document(sample_study_path: Path, sample_run: Run) -> Document:
    made = Document()
    made.open(sample_study_path)
    made.show_run(sample_run)
    return made


@pytest.fixture
def view(qtbot: QtBot, document: Document) -> Iterator[ReportView]:
    jobs = Jobs()
    made = ReportView(document, jobs)
    qtbot.addWidget(made)
    made.resize(758, 700)
    made.show()
    qtbot.waitUntil(lambda: "Table 1." in made.browser.toPlainText())
    yield made
    jobs.close()


def page(view: ReportView) -> str:
    return view.browser.toPlainText()


def place(view: ReportView, name: str) -> int:
    return view.shown.place_of(name)


def told(view: ReportView) -> str:
    """Return the line that says which rows are explained."""
    lines = [label.text() for label in view.why.findChildren(QLabel)]
    return next(line for line in lines if line.startswith("From the "))


def test_the_report_is_the_run(view: ReportView) -> None:
    text = page(view)
    assert "Table 1. Home visits and difficulties" in text
    assert "\N{MINUS SIGN}2.93" in text
    assert "Figure 1. " in text


def test_charts_are_painted_into_the_page(qtbot: QtBot, view: ReportView) -> None:
    qtbot.waitUntil(lambda: view.browser._images.get("f_path") is not None, timeout=20_000)
    assert view.browser._images["f_path"].width() >= view.browser.room


def test_a_result_leads_to_its_settings(qtbot: QtBot, view: ReportView) -> None:
    with qtbot.waitSignal(view.settings_asked) as asked:
        view.follow(f"settings:{place(view, 't_offer')}")
    assert asked.args == ["models[1]"]


def test_the_head_of_a_model_leads_to_that_model(qtbot: QtBot, view: ReportView) -> None:
    with qtbot.waitSignal(view.settings_asked) as asked:
        view.follow(f"model:{place(view, 't_offer')}:offer")
    names = [model.name for model in view.shown.study.models]
    assert asked.args == [f"models[{names.index('offer')}]"]
    assert f'href="model:{place(view, "t_offer")}:offer"' in view.browser.toHtml()


def test_why_this_n_explains_the_model_that_was_chosen(view: ReportView) -> None:
    view.choose("offer")
    view.follow(f"why:{place(view, 't_offer')}")
    assert told(view).count("Offer, ANCOVA") == 1
    view.choose("offer_did")
    assert "Offer, difference-in-differences" in told(view)


def test_why_this_n_of_another_table_explains_its_first_model(view: ReportView) -> None:
    view.choose("offer")
    view.follow(f"why:{place(view, 't_cases')}")
    assert "Offer, share with high difficulties" in told(view)


def test_old_results_stay_stale_until_the_new_land(
    qtbot: QtBot, view: ReportView, document: Document, sample_run: Run
) -> None:
    document.edit("standard errors", document.study.model_copy(update={"seed": 7}))
    qtbot.waitUntil(lambda: "standard errors" in page(view))
    assert "Stale since" in page(view)
    assert "\N{MINUS SIGN}2.93" in page(view)
    document.undo.undo()
    document.show_run(sample_run)
    qtbot.waitUntil(lambda: "Stale since" not in page(view))


def test_why_and_back(view: ReportView) -> None:
    view.follow(f"why:{place(view, 't_offer')}")
    assert view.why.isVisible()
    assert not view.browser.isVisible()
    assert any("477" in label.text() for label in view.why.findChildren(QLabel))
    view.why.back_asked.emit()
    assert view.browser.isVisible()


def test_how_and_back(view: ReportView) -> None:
    view.follow(f"how:{place(view, 't_safety')}")
    assert view.how.isVisible()
    view.how.back_asked.emit()
    assert view.browser.isVisible()


def test_findings_open_and_close(view: ReportView) -> None:
    at = place(view, "t_offer")
    view.follow(f"findings:{at}")
    assert "What you can do." in page(view)
    view.follow(f"findings:{at}")
    assert "What you can do." not in page(view)


def test_moving_changes_the_numbers(qtbot: QtBot, view: ReportView) -> None:
    view.editor.move(place(view, "t_offer"), 1)
    qtbot.waitUntil(lambda: "Table 2. Home visits and difficulties" in page(view))


def test_an_error_is_shown_above_the_old_results(
    qtbot: QtBot, view: ReportView, document: Document
) -> None:
    document.show_error(ModelError("This model cannot be.", where="models[0]"))
    qtbot.waitUntil(lambda: "This model cannot be." in page(view))
    assert "Table 4." in page(view)
    with qtbot.waitSignal(view.settings_asked) as asked:
        view.follow("place:models[0]")
    assert asked.args == ["models[0]"]


def test_the_page_follows_the_theme(qtbot: QtBot, view: ReportView) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    try:
        theme.apply(application, "dark")
        dark = COLOURS["dark"]["ink"].lower()
        qtbot.waitUntil(lambda: dark in view.browser.toHtml().lower())
    finally:
        theme.apply(application, "light")


def test_what_is_heard_says_captions_and_charts(view: ReportView) -> None:
    assert "Table 1. Home visits" in view.browser.accessibleDescription()
    assert view.browser.accessibleName() == "Report"


def test_copy_says_what_it_copied(view: ReportView) -> None:
    view.copy()
    said = [label.text() for label in view.findChildren(QLabel)]
    assert any(text.startswith("Copied ") for text in said)


def test_a_table_is_copied_by_its_link_as_html_and_text(view: ReportView) -> None:
    view.follow(f"copy:{place(view, 't_offer')}")
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.html().count("<table") >= 1
    for said in (copied.html(), copied.text()):
        assert "Home visits and difficulties" in said
        assert "\N{MINUS SIGN}2.93" in said
    assert "Copied Table 1." in texts(view)


def test_a_chart_is_copied_by_its_link_as_dots_and_outlines(qtbot: QtBot, view: ReportView) -> None:
    view.follow(f"copy:{place(view, 'f_path')}")
    qtbot.waitUntil(lambda: "Copied Figure 1." in texts(view), timeout=20_000)
    copied = QGuiApplication.clipboard().mimeData()
    picture = QImage.fromData(copied.data("image/png"))
    assert picture.width() > 600
    assert b"<svg" in copied.data("image/svg+xml").data()


@pytest.mark.parametrize(
    ("name", "reader"), [("Export to Word", docx.Document), ("Export to Excel", load_workbook)]
)
def test_the_bar_writes_the_files(
    qtbot: QtBot, view: ReportView, tmp_path: Path, name: str, reader: Callable[[str], object]
) -> None:
    view.output.ask_file = lambda _, name: tmp_path / name.name
    click(view.bar, name)
    qtbot.waitUntil(lambda: "Wrote " in texts(view), timeout=30_000)
    (written,) = tmp_path.iterdir()
    assert reader(str(written)) is not None


def test_the_bar_copies_all_tables(view: ReportView) -> None:
    click(view.bar, "Copy")
    assert f"Copied {len(view.shown.seen)} tables." in texts(view)
    assert "Table 1." in QGuiApplication.clipboard().text()


def test_an_empty_study_says_where_to_begin(qtbot: QtBot) -> None:
    jobs = Jobs()
    view = ReportView(Document(), jobs)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: "No data yet" in page(view))
    jobs.close()
