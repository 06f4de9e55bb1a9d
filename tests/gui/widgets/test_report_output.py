from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studytool.gui.document import Document
from studytool.gui.jobs import Jobs
from studytool.gui.report_shown import shown_now
from studytool.gui.widgets.report_output import ReportOutput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run


@pytest.fixture
def output(qtbot: QtBot, sample_study_path: Path, sample_run: Run) -> Iterator[ReportOutput]:
    window, jobs, document = QWidget(), Jobs(), Document()
    qtbot.addWidget(window)
    document.open(sample_study_path)
    document.show_run(sample_run)
    yield ReportOutput(document, jobs, window)
    jobs.close()


def document_of(output: ReportOutput) -> Document:
    return output._document


@pytest.mark.parametrize(("kind", "name"), [("docx", "brief.docx"), ("xlsx", "tables.xlsx")])
def test_a_file_is_written_where_asked(
    qtbot: QtBot, output: ReportOutput, tmp_path: Path, kind: str, name: str
) -> None:
    proposed: list[str] = []

    def ask(_: str, path: Path) -> Path:
        proposed.append(path.name)
        return tmp_path / f"mine.{kind}"

    output.ask_file = ask
    said: list[str] = []
    output.told.connect(said.append)
    with qtbot.waitSignal(output.wrote, timeout=30_000) as wrote:
        output.export(kind)
    assert proposed == [f"{document_of(output).study.title}, {name}"]
    assert wrote.args == [(tmp_path / f"mine.{kind}",)]
    assert [path.name for path in tmp_path.iterdir()] == [f"mine.{kind}"]
    assert said[-1] == f"Wrote mine.{kind} in {tmp_path}."
    assert document_of(output).history[-1].what == f"wrote mine.{kind} in {tmp_path}"


def test_nothing_is_written_where_nobody_chose(output: ReportOutput, tmp_path: Path) -> None:
    output.ask_file = lambda *_: None
    output.export("xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told(
    qtbot: QtBot, output: ReportOutput, tmp_path: Path
) -> None:
    file = tmp_path / "a file"
    file.write_text("x", encoding="utf-8")
    output.ask_file = lambda _, proposed: file / proposed.name
    said: list[str] = []
    output.told.connect(said.append)
    output.export("xlsx")
    qtbot.waitUntil(lambda: any("cannot be written" in text for text in said), timeout=30_000)


def test_stale_results_are_not_exported(output: ReportOutput) -> None:
    assert output.why_not("docx") == ""
    document = document_of(output)
    document.edit("Rename", document.study.model_copy(update={"title": "Another"}))
    assert output.why_not("docx")
    assert output.why_not("xlsx")


def test_all_tables_are_copied(output: ReportOutput) -> None:
    shown = shown_now(document_of(output))
    output.copy_tables(shown)
    text = QGuiApplication.clipboard().text()
    assert "Table 1. " in text
    assert f"Table {len(shown.seen)}. " in text


def test_a_chart_is_copied(qtbot: QtBot, output: ReportOutput) -> None:
    shown = shown_now(document_of(output))
    with qtbot.waitSignal(output.told, timeout=20_000):
        output.copy_entry(shown, shown.place_of("f_path"))
    formats = QGuiApplication.clipboard().mimeData().formats()
    assert {"image/png", "image/svg+xml"} <= set(formats)
