"""Recovery copy: unsaved work is written aside every few seconds, and offered after a crash."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QTimer

from studytool.api import open_study
from studytool.core.crash import folder_for_reports
from studytool.core.errors import StudyError
from studytool.gui.document import new_study, write_text
from studytool.gui.study_changes import changes
from studytool.study import parse_study

if TYPE_CHECKING:
    from studytool.gui.document import Document
    from studytool.study import Study

SECONDS = 5


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Unsaved work of a window that did not close in order.

    Attributes
    ----------
    file : Path
        The copy.
    path : Path or None
        The document it is a copy of; None if it had no file yet.
    folder : Path
        Folder the document's own paths start from.
    when : datetime
        When it was written, local time.
    edits : int
        Edits that were not saved.
    text : str
        The document as TOML.
    """

    file: Path
    path: Path | None
    folder: Path
    when: datetime
    edits: int
    text: str

    @property
    def name(self) -> str:
        """Name of the document, or of a study that had no file yet."""
        return self.path.name if self.path is not None else "a new study"

    def study(self) -> Study:
        """Return the study of the copy.

        Raises
        ------
        StudyError
            If the copy is not sound.
        """
        return parse_study(self.text, folder=self.folder, source=self.name)

    def changes(self) -> tuple[str, ...]:
        """Return what differs from the saved document, in plain words; a line each.

        Raises
        ------
        StudyError
            If the copy, or the document it is a copy of, is not sound or is gone.
        """
        saved = open_study(self.path) if self.path is not None else new_study()
        return changes(saved, self.study())

    def discard(self) -> None:
        """Delete the copy."""
        self.file.unlink(missing_ok=True)


def folder_for_copies() -> Path:
    """Return the folder of this person's account where recovery copies are kept."""
    return folder_for_reports() / "unsaved"


class RecoveryCopy(QObject):
    """Writes the document aside while it has unsaved edits; removes the copy once it has none.

    Parameters
    ----------
    document : Document
        What is open.
    folder : Path, optional
        Where copies go; the person's own folder where left out.
    """

    def __init__(
        self, document: Document, folder: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._file = (folder or folder_for_copies()) / f"{os.getpid()}-{uuid4().hex[:8]}.json"
        self._lock = QLockFile(str(_lock_of(self._file)))
        self._lock.setStaleLockTime(0)
        self._kept: Study | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    def keep(self) -> None:
        """Write the copy if there are new unsaved edits; a full disk is no reason to stop."""
        if not self._document.modified:
            self._remove()
        elif self._document.study is not self._kept:
            with suppress(OSError, StudyError):
                self._write()

    def close(self) -> None:
        """Remove the copy: the window closes in order."""
        self._timer.stop()
        self._remove()
        self._lock.unlock()

    def _write(self) -> None:
        study, undo = self._document.study, self._document.undo
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if not self._lock.isLocked():
            self._lock.tryLock(0)
        kept = {
            "path": str(self._document.path or ""),
            "folder": str(study.folder),
            "when": datetime.now().astimezone().isoformat(),
            "edits": abs(undo.index() - max(undo.cleanIndex(), 0)),
            "text": study.to_toml(),
        }
        write_text(self._file, json.dumps(kept))
        self._kept = study

    def _remove(self) -> None:
        self._kept = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def left_behind(folder: Path | None = None) -> tuple[LeftBehind, ...]:
    """Return the unsaved work of windows that are gone, the latest first.

    Parameters
    ----------
    folder : Path, optional
        Where copies are kept; the person's own folder where left out.
    """
    files = sorted((folder or folder_for_copies()).glob("*.json"))
    found = [_read(file) for file in files if _is_orphan(file)]
    copies = [copy for copy in found if copy is not None]
    return tuple(sorted(copies, key=lambda copy: copy.when, reverse=True))


def _lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")


def _is_orphan(file: Path) -> bool:
    lock = QLockFile(str(_lock_of(file)))
    lock.setStaleLockTime(0)
    free = lock.tryLock(0)
    lock.unlock()
    return free


def _read(file: Path) -> LeftBehind | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return LeftBehind(
            file=file,
            path=Path(kept["path"]) if kept["path"] else None,
            folder=Path(kept["folder"]),
            when=datetime.fromisoformat(kept["when"]),
            edits=int(kept["edits"]),
            text=str(kept["text"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
