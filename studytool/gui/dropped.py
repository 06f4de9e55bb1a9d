"""Dropped files: a study is opened, survey files go to the first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studytool.gui.main_window import MainWindow

DOCUMENT_ENDINGS = frozenset({".toml"})
SURVEY_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".sav", ".dta", ".parquet"})


def take_files(window: MainWindow, paths: Sequence[Path]) -> None:
    """Take files that a person dropped on the window.

    Parameters
    ----------
    window : MainWindow
        Opens the first study among them; else shows the survey files in the first step.
    paths : sequence of Path
        What was dropped; files of no known kind are told in the message line.
    """
    documents = [path for path in paths if path.suffix.lower() in DOCUMENT_ENDINGS]
    surveys = [path for path in paths if path.suffix.lower() in SURVEY_ENDINGS]
    if documents:
        window.opening.open(documents[0])
    elif surveys:
        _add_surveys(window, surveys)
    else:
        names = ", ".join(path.name for path in paths)
        told = "Survey files are xlsx, sav and csv; a study is a toml file."
        window.line.say("warning", f"{names}: no survey file and no study.", told)


def _add_surveys(window: MainWindow, paths: Sequence[Path]) -> None:
    if window.bench is None or not window.bench.isVisible():
        window.document.new()
        window.show_study()
    bench = window.workbench()
    bench.go_to("waves")
    add = getattr(bench.steps.get("waves"), "add_files", None)
    if callable(add):
        add(paths)
