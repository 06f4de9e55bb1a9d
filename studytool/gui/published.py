"""A published result in the window: when a study is one, and its checklist beside the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui.checklist_page import ChecklistPage

if TYPE_CHECKING:
    from studytool.gui.main_window import MainWindow
    from studytool.study import Study


def is_published(study: Study) -> bool:
    """Say whether a study is there to reproduce a result in print."""
    return study.about is not None and bool(study.reproduces)


def show_checklist(window: MainWindow) -> None:
    """Show the published numbers beside those of the study, in the place of the report.

    Parameters
    ----------
    window : MainWindow
        With a study open.
    """
    bench = window.workbench()
    page = window.checklist
    if page is None:
        page = window.checklist = ChecklistPage(window.document)
        page.closed.connect(lambda: bench.show_side(None))
        page.scripts_asked.connect(lambda: _export_scripts(window))
        if window.report is not None:
            window.report.output.told.connect(page.say)
    bench.show_side(page)


def _export_scripts(window: MainWindow) -> None:
    if window.report is not None:
        window.report.output.export("scripts")
