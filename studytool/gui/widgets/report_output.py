"""What leaves the report: copies on the clipboard, and files written in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from studytool.core.errors import StudyError
from studytool.gui.chart_images import png, size_of, svg
from studytool.gui.clipboard import copied_chart, copied_tables
from studytool.gui.written_files import proposed_name, wrote

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.core.progress import Progress
    from studytool.gui.document import Document
    from studytool.gui.jobs import Jobs
    from studytool.gui.report_shown import Shown
    from studytool.report.figure import Figure

FILES = {"docx": "Word", "xlsx": "Excel", "scripts": "script"}
_USUAL = {"docx": "brief.docx", "xlsx": "tables.xlsx"}
"""What the kinds of one file are called without a study."""
_IN_THE_TEAM = "it holds rows of children under codes and must stay in the team"
_COPY_WIDTH, _COPY_RATIO = 674, 2.0


class ReportOutput(QObject):
    """Copies and exports.

    Attributes
    ----------
    ask_file : callable
        Asks where a file goes, with a proposal; returns None where the person thought better of it.
    ask_folder : callable
        The same for several files.
    """

    told = Signal(str)
    """What was done, or why it could not be."""
    wrote = Signal(object)
    """These files (a tuple of Path) were written."""
    broke = Signal(object)
    """A fault of the program while copying or writing."""

    def __init__(self, document: Document, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = jobs
        self._window = parent
        self.ask_file: Callable[[str, Path], Path | None] = self._ask_file
        self.ask_folder: Callable[[str], Path | None] = self._ask_folder

    def copy_tables(self, shown: Shown) -> None:
        """Copy every table that is shown."""
        if shown.seen:
            QGuiApplication.clipboard().setMimeData(copied_tables(shown.seen))
            many = len(shown.seen)
            self.told.emit(f"Copied {many} {'table' if many == 1 else 'tables'}.")

    def copy_entry(self, shown: Shown, place: int) -> None:
        """Copy one table (HTML and text) or one chart (PNG and SVG)."""
        item = shown.items[place]
        if item.table:
            made = copied_tables([(shown.words(place), shown.tables[item.table])])
            QGuiApplication.clipboard().setMimeData(made)
            self.told.emit(f"Copied {shown.words(place)}.")
        elif item.chart:
            self._copy_chart(shown.figures[item.chart], shown.words(place))

    def why_not(self, kind: str) -> str:
        """Return why files of that kind cannot be written now; empty where they can."""
        if self._document.run is None:
            return "There is no result yet."
        if self._document.stale:
            return "The results are being brought up to date."
        output = self._document.run.output
        if kind == "docx" and output.brief is None and not (output.tables or output.figures):
            return "There is no table and no chart to write yet."
        if kind == "scripts" and not self._document.run.results:
            return "There is no model to write scripts of yet."
        return ""

    def export(self, kind: str) -> None:
        """Ask where files of that kind go and write them: "docx", "xlsx" or "scripts"."""
        run, why_not = self._document.run, self.why_not(kind)
        if run is None or why_not:
            self.told.emit(why_not)
            return
        asked = self._asked(kind)
        if asked is None:
            return
        folder, name = asked

        def work(progress: Progress) -> tuple[Path, ...]:
            from studytool.api import export  # the office libraries load in the thread

            progress.step(f"{FILES[kind]} file", 0, 1)
            return export(run, folder, formats=[kind], name=name)

        self.told.emit(f"Writing the {FILES[kind]} file \N{HORIZONTAL ELLIPSIS}")
        self._jobs.start(work, done=self._written, failed=self._failed, kind="export")

    def _written(self, paths: tuple[Path, ...]) -> None:
        told = wrote(paths)
        self._document.tell(told[:1].lower() + told[1:].rstrip("."))
        self.told.emit(told)
        self.wrote.emit(paths)

    def _failed(self, fault: Exception) -> None:
        if isinstance(fault, StudyError):
            told = (fault.what, fault.why, "Choose another folder, or close the file elsewhere.")
            self.told.emit(" ".join(filter(None, told)))
            return
        self.told.emit("")
        self.broke.emit(fault)

    def _copy_chart(self, figure: Figure, words: str) -> None:
        size = size_of(figure, width=_COPY_WIDTH, ratio=_COPY_RATIO)

        def work(progress: Progress) -> tuple[bytes, bytes]:
            progress.step(words, 0, 1)
            return png(figure, size), svg(figure, size)

        def done(made: tuple[bytes, bytes]) -> None:
            text = f"{words}. {figure.caption}. {figure.alt_text}"
            QGuiApplication.clipboard().setMimeData(copied_chart(*made, text))
            self.told.emit(f"Copied {words}.")

        self._jobs.start(work, done=done, failed=self._failed, kind="copy")

    def _asked(self, kind: str) -> tuple[Path, str] | None:
        """Return the folder and the name of the file, empty for several; None for neither."""
        if kind not in _USUAL:
            folder = self.ask_folder(FILES[kind])
            return None if folder is None else (folder, "")
        usual = _USUAL[kind]
        if kind == "docx" and self._document.study.brief is None:
            usual = usual.replace("brief", "report")
        name = proposed_name(self._document.study.title, usual)
        chosen = self.ask_file(FILES[kind], self._start() / name)
        return None if chosen is None else (chosen.parent, chosen.name)

    def _start(self) -> Path:
        return self._document.path.parent if self._document.path is not None else Path.home()

    def _ask_file(self, kind: str, proposed: Path) -> Path | None:
        ending = proposed.suffix
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, f"Save the {kind} file", str(proposed), f"{kind} (*{ending})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)

    def _ask_folder(self, kind: str) -> Path | None:
        title = f"Folder for the {kind} files"
        if kind == FILES["scripts"]:
            title = f"{title}: {_IN_THE_TEAM}"
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self._start()))
        return Path(chosen) if chosen else None
