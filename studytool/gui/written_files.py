"""Files that were written: their names proposed from the study, told, opened, and found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from studytool.report.notes import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST, _MOST_NAMED = 80, 3


def proposed_name(title: str, usual: str) -> str:
    """Return what a file may be called: the title of the study, then what the file is.

    Parameters
    ----------
    title : str
        Of the study.
    usual : str
        Name of the file without a study, such as ``brief.docx``.
    """
    words = " ".join(_NOT_IN_NAMES.sub(" ", title).split())
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition(" ")[0] or words[:_LONGEST]
    words = words.rstrip(" .,")
    return f"{words}, {usual}" if words else usual


def wrote(paths: Sequence[Path]) -> str:
    """Return which files were written, and where."""
    names = [path.name for path in paths]
    told = listed(names) if len(names) <= _MOST_NAMED else f"{len(names)} files"
    return f"Wrote {told} in {folder_of(paths)}."


def folder_of(paths: Sequence[Path]) -> Path:
    """Return the folder that all files lie in."""
    return min((path.parent for path in paths), key=lambda folder: len(folder.parts))


def show(path: Path) -> bool:
    """Open a file, or a folder, with the program the computer has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
