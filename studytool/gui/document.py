"""Document: the study, how it came to be, and its latest run. The one thing screens look at."""

from __future__ import annotations

import errno
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from studytool.api import open_study
from studytool.core.errors import SourceError
from studytool.study import Study

if TYPE_CHECKING:
    from studytool.core.errors import StudyError
    from studytool.outcome import Run


_REASONS = {
    errno.ENOSPC: "The disk is full",
    errno.EFBIG: "The disk takes no file of that size",
    errno.EROFS: "The folder can be read, but nothing can be written to it",
    errno.EACCES: "You may not write into this folder",
    errno.EPERM: "You may not write into this folder",
    errno.ENOENT: "There is no such folder",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history.

    Attributes
    ----------
    when : datetime
        Local time.
    what : str
        Object and what happened, such as "model visits: child and wave effects".
    """

    when: datetime
    what: str


class _EditStudy(QUndoCommand):
    """One edit: undoing it brings the previous study back, the very same value."""

    def __init__(self, document: Document, text: str, study: Study) -> None:
        super().__init__(text)
        self._document = document
        self._before = document.study
        self._after = study

    def redo(self) -> None:
        """Show the study after the edit."""
        self._document.show_study(self._after, self.text())

    def undo(self) -> None:
        """Show the study before the edit."""
        self._document.show_study(self._before, f"undone: {self.text()}")


class Document(QObject):
    """What is open: a study, its undo stack, its latest run.

    Attributes
    ----------
    study : Study
        What is asked for now.
    path : Path or None
        Where it was opened from or saved to.
    run : Run or None
        The latest finished run; it may be of an earlier study, see `stale`.
    stale : str
        What changed since `run`; empty where the run is of this study.
    error : StudyError or None
        Why the study as it is cannot be run.
    history : tuple of Event
        What happened, oldest first.
    undo : QUndoStack
        Every edit.
    awaited : bool
        Whether a run of the study as it is now is on its way.
    """

    changed = Signal()
    """The study was replaced: edited, undone, redone, opened."""
    ran = Signal()
    """Run, stale or error are new."""
    said = Signal()
    """The history has one more event."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo = QUndoStack(self)
        self.study = new_study()
        self.path: Path | None = None
        self.run: Run | None = None
        self.stale = ""
        self.awaited = False
        self.error: StudyError | None = None
        self.history: tuple[Event, ...] = ()

    @property
    def modified(self) -> bool:
        """Whether there are edits that are not saved."""
        return not self.undo.isClean()

    @property
    def name(self) -> str:
        """Name of the file, or of a study that has none yet."""
        return self.path.name if self.path is not None else "new study"

    def edit(self, text: str, study: Study) -> None:
        """Replace the study as one undoable step; nothing happens where it is the same.

        Parameters
        ----------
        text : str
            What the person did, for the history and the undo menu: "Add model visits".
        study : Study
            The study after it, made by `edits`.
        """
        if study != self.study:
            self.undo.push(_EditStudy(self, text, study))

    def show_study(self, study: Study, text: str) -> None:
        """Take `study` as what is asked for now, and tell everyone; `edit` is the way in."""
        self.study = study
        self.stale = text
        self.error = None
        self.tell(text)
        self.changed.emit()
        self.ran.emit()

    def show_run(self, run: Run) -> None:
        """Take a finished run; it is current if it is of the study as it is now."""
        self.run = run
        self.error = None
        if run.study == self.study:
            self.stale = ""
        self.ran.emit()

    def show_error(self, error: StudyError) -> None:
        """Keep the latest run and tell why the study cannot be run."""
        self.error = error
        self.ran.emit()

    def run_again(self) -> None:
        """Ask for another run of the study as it is, where a file may have changed."""
        self.error = None
        self.changed.emit()
        self.ran.emit()

    def tell(self, what: str) -> None:
        """Add a line to the history."""
        self.history = (*self.history, Event(datetime.now().astimezone(), what))
        self.said.emit()

    def new(self) -> None:
        """Start a study of nothing."""
        self._take(new_study(), None, "new study")

    def open(self, path: Path) -> None:
        """Open a study document.

        Raises
        ------
        StudyError
            If there is none or it is not sound; what is open stays open.
        """
        study = open_study(path)
        self._take(study, path, f"opened {path.name}")

    def open_copy(self, path: Path) -> None:
        """Open a study document as one that has no file yet: the original stays as it is.

        Raises
        ------
        StudyError
            If there is none or it is not sound; what is open stays open.
        """
        self._take(open_study(path), None, f"opened a copy of {path.name}")

    def restore(self, study: Study, path: Path | None) -> None:
        """Take a study from a recovery copy: it counts as not saved."""
        self._take(study, path, "recovered")
        self.undo.resetClean()

    def save(self, path: Path | None = None) -> None:
        """Write the document; the old file stays whole if that fails.

        Parameters
        ----------
        path : Path, optional
            Where to; where it was opened from if left out.

        Raises
        ------
        SourceError
            If it cannot be written.
        """
        target = path or self.path
        if target is None:
            raise SourceError("This study has no file yet.", remedy="Choose where to save it.")
        placed = self.study if target.parent.resolve() == self.study.folder else self._moved(target)
        write_text(target, placed.to_toml())
        self.path = target
        if placed != self.study:
            self.study = placed
            self.changed.emit()
        self.undo.setClean()
        self.tell(f"saved {target.name}")

    def _moved(self, target: Path) -> Study:
        """Return the study as a document of another folder: its root stays where it is."""
        root = self.study.root
        files = self.study.files.model_copy(update={"root": str(root)})
        return self.study.model_copy(update={"files": files}).placed(target.parent.resolve())

    def _take(self, study: Study, path: Path | None, text: str) -> None:
        self.undo.clear()
        self.path = path
        self.run = None
        self.history = ()
        self.show_study(study, text)


def new_study() -> Study:
    """Return the study of nothing, to which files are added."""
    return Study(title="New study")


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all.

    Raises
    ------
    SourceError
        If it cannot be written; what was there is still there.
    """
    scratch = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".studytool-", delete=False
        ) as file:
            scratch = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
        kept = "; the old file is unchanged." if path.exists() else "."
        raise SourceError(
            f"{path.name} cannot be saved there{kept}",
            where=str(path.parent),
            why=_REASONS.get(error.errno or 0, error.strerror or ""),
            remedy="Choose another folder, or make room there.",
        ) from error
