"""Opening: new, open, save and close, and what is asked before unsaved work goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studytool.api import library
from studytool.core.errors import StudyError
from studytool.core.identity import text_digest
from studytool.gui.edits import changed
from studytool.gui.message_line import Choice
from studytool.gui.recovery_copy import folder_for_copies
from studytool.study import Files

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.gui.document import Document
    from studytool.gui.message_line import MessageLine
    from studytool.gui.recovery_copy import LeftBehind
    from studytool.gui.settings import Settings

_FILTER = "Study documents (*.toml);;All files (*)"
QUESTION = "question"


class Opening(QObject):
    """Keeps the document and its file together; says what goes wrong in the message line.

    Parameters
    ----------
    document : Document
        What is open.
    settings : Settings
        Remembers recent documents.
    line : MessageLine
        Where it asks and tells.
    window : QWidget
        Owner of the file dialogs.

    Attributes
    ----------
    ask_open, ask_save, ask_folder : callable
        Return the Path a person chose, or None; file dialogs unless replaced.
    """

    opened = Signal()
    """A study is open: a new one, one of a file, one of the library, a recovered one."""
    closed = Signal()
    """No study is open any more."""

    def __init__(
        self, document: Document, settings: Settings, line: MessageLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._settings, self._line = document, settings, line
        self._window = window
        self._lock: QLockFile | None = None
        self.ask_open: Callable[[], Path | None] = self._dialog_open
        self.ask_save: Callable[[], Path | None] = self._dialog_save
        self.ask_folder: Callable[[], Path | None] = self._dialog_folder

    def new(self) -> None:
        """Start a study of nothing."""
        self.leave(lambda: self._take(self._document.new))

    def choose(self) -> None:
        """Let a person choose a document, and open it."""
        path = self.ask_open()
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a document; one that another window has open is offered as a copy."""
        self.leave(lambda: self._open(path))

    def open_copy(self, path: Path) -> None:
        """Open a document as one that has no file yet."""
        self.leave(lambda: self._take(lambda: self._document.open_copy(path)))

    def open_library(self, name: str) -> None:
        """Open a copy of a study of the library."""
        self.open_copy(library()[name])

    def recover(self, copy: LeftBehind) -> None:
        """Open the work that a window left behind; the copy goes once there is another."""

        def restore() -> None:
            self._document.restore(copy.study(), copy.path)
            copy.discard()

        self.leave(lambda: self._take(restore))

    def save(self) -> bool:
        """Write the study to its file, or ask for one; return whether it is written."""
        return self.save_as() if self._document.path is None else self._save(None)

    def save_as(self) -> bool:
        """Ask for a file and write the study to it; return whether it is written."""
        path = self.ask_save()
        if path is None:
            return False
        return self._save(path if path.suffix else path.with_suffix(".toml"))

    def find_files(self) -> None:
        """Let a person say which folder holds the files now; the document then looks there."""
        folder = self.ask_folder()
        if folder is None:
            return
        study = changed(self._document.study, files=Files(root=str(folder)))
        self._document.edit(f"files are in {folder.name}", study)

    def close(self) -> None:
        """Close the study."""
        self.leave(self._close)

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then`, after asking about work that is not saved.

        Parameters
        ----------
        then : callable
            What follows once the work is saved or given up.
        """
        if not self._document.modified:
            then()
            return
        document = self._document
        name = document.name if document.path is not None else f"“{document.study.title}”"
        self._line.say(
            "warning",
            f"There are changes in {name} that are not saved.",
            about=QUESTION,
            choices=(
                Choice("Save", lambda: self.save() and then()),
                Choice("Do not save", lambda: self._give_up(then)),
                Choice("Keep working", lambda: None),
            ),
        )

    def unlock(self) -> None:
        """Let other windows open the document."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _give_up(self, then: Callable[[], object]) -> None:
        self._document.undo.setClean()
        then()

    def _close(self) -> None:
        self.unlock()
        self._document.new()
        self.closed.emit()

    def _open(self, path: Path) -> None:
        again = self._lock is not None and self._document.path == path.resolve()
        lock = self._lock if again else _lock_on(path)
        if lock is None:
            self._line.say(
                "warning",
                f"{path.name} is open in another window.",
                "Two windows would write over each other.",
                choices=(Choice("Open a copy", lambda: self.open_copy(path)),),
            )
        elif self._take(lambda: self._document.open(path.resolve()), lock):
            self._settings.add_recent(path, self._document.study.title)

    def _take(self, take: Callable[[], object], lock: QLockFile | None = None) -> bool:
        try:
            take()
        except StudyError as error:
            self._line.say_error(error)
            return False
        if lock is not self._lock:
            self.unlock()
        self._lock = lock
        self._line.clear()
        self.opened.emit()
        return True

    def _save(self, path: Path | None) -> bool:
        before = self._document.path
        try:
            self._document.save(None if path is None else path.resolve())
        except StudyError as error:
            elsewhere = Choice("Save as …", self.save_as)
            self._line.say_error(error, choices=(elsewhere,))
            return False
        saved = self._document.path
        if saved is not None:
            if saved != before:
                self.unlock()
                self._lock = _lock_on(saved)
            self._settings.add_recent(saved, self._document.study.title)
        return True

    def _dialog_open(self) -> Path | None:
        folder = str(self._document.study.folder)
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open a study", folder, _FILTER)
        return Path(chosen) if chosen else None

    def _dialog_save(self) -> Path | None:
        place = self._document.path or Path.home() / f"{_file_name(self._document.study.title)}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(place), _FILTER)
        return Path(chosen) if chosen else None

    def _dialog_folder(self) -> Path | None:
        folder = str(self._document.study.root)
        told = "Folder that holds the files"
        chosen = QFileDialog.getExistingDirectory(self._window, told, folder)
        return Path(chosen) if chosen else None


def _file_name(title: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in title.casefold()).split()
    return f"{'_'.join(words[:6]) or 'study'}.toml"


def _lock_on(path: Path) -> QLockFile | None:
    """Return a lock that is ours, or None where another window has the document open."""
    folder = folder_for_copies()
    lock = QLockFile(str(folder / f"{text_digest(str(path.resolve()))[:16]}.open"))
    lock.setStaleLockTime(0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return lock
    taken = not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError
    return None if taken else lock
