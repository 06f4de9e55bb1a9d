"""What each action of the window does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studytool.gui.about import About
from studytool.gui.edits import changed
from studytool.gui.main_actions import STEPS, THEMES
from studytool.gui.published import show_checklist
from studytool.gui.start_cards import SAMPLE
from studytool.gui.widgets.item_head import ItemHead

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.gui.main_window import MainWindow
    from studytool.gui.widgets.report_view import ReportView


def connect_deeds(window: MainWindow) -> None:
    """Connect every action of a window with what it does."""
    does = _of_files(window) | _of_the_study(window) | _of_the_window(window)
    for key, action in window.deeds.items():
        action.triggered.connect(partial(_do, does[key]))


def _do(do: Callable[[], object], checked: bool = False) -> None:  # noqa: ARG001  # Qt's
    do()


def _of_files(window: MainWindow) -> dict[str, Callable[[], object]]:
    opening = window.opening
    return {
        "new": opening.new,
        "open": opening.choose,
        "sample": partial(opening.open_library, SAMPLE),
        "start": opening.close,
        "save": opening.save,
        "save_as": opening.save_as,
        "word": partial(_in_report, window, lambda report: report.output.export("docx")),
        "excel": partial(_in_report, window, lambda report: report.output.export("xlsx")),
        "scripts": partial(_in_report, window, lambda report: report.output.export("scripts")),
        "close": opening.close,
        "quit": window.close,
    }


def _of_the_study(window: MainWindow) -> dict[str, Callable[[], object]]:
    return {
        "undo": window.document.undo.undo,
        "redo": window.document.undo.redo,
        "copy": partial(_in_report, window, lambda report: report.copy()),
        "add_note": partial(_in_report, window, partial(_add_text, "note")),
        "add_heading": partial(_in_report, window, partial(_add_text, "heading")),
        "rename": partial(_rename, window),
        "rename_study": partial(_rename_study, window),
        "settings": lambda: window.workbench().reveal("title"),
        "run": window.runner.run_now,
        "cancel": window.runner.cancel,
    }


def _of_the_window(window: MainWindow) -> dict[str, Callable[[], object]]:
    pages = {f"step_{title.lower()}": title.lower() for title in STEPS}
    pages |= {"findings": "findings", "notes": "notes"}
    goes = {deed: partial(_go_to, window, page) for deed, page in pages.items()}
    themes = {deed: partial(window.show_theme, deed.removeprefix("theme_")) for deed in THEMES}
    return {
        **goes,
        **themes,
        "checklist": partial(show_checklist, window),
        "next_pane": window.next_pane,
        "previous_pane": partial(window.next_pane, -1),
        "help": window.show_help,
        "search": window.top.search.begin,
        "about": lambda: About(window).open(),
    }


def _go_to(window: MainWindow, page: str) -> None:
    window.workbench().go_to(page)


def _in_report(window: MainWindow, do: Callable[[ReportView], None]) -> None:
    bench = window.workbench()
    if window.report is not None:
        bench.show_side(window.report)
        do(window.report)


def _add_text(field: str, report: ReportView) -> None:
    report.editor.add_text(field, len(report.shown.items))


def _rename(window: MainWindow) -> None:
    """Rename what the keyboard is on in the report, else what the step has open, else the study."""
    report, focused = window.report, window.focusWidget()
    if report is not None and focused is report.browser:
        place = report.browser.entry_at(report.browser.cursorRect().center())
        if report.editor.retitle(place):
            return
    heads = [head for head in window.workbench().findChildren(ItemHead) if head.isVisible()]
    if heads and heads[0].tabs.count():
        heads[0].rename_asked.emit()
    else:
        _rename_study(window)


def _rename_study(window: MainWindow) -> None:
    def taken(title: str) -> None:
        if title:
            study = changed(window.document.study, title=title)
            window.document.edit("Rename the study", study)

    window.line.ask_text(
        "What is the title of the study?",
        "It stands on the brief and in every file that is written.",
        window.document.study.title,
        taken,
        answer="Rename",
    )
