"""Office files packed the same way every time, and written or refused in plain words."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from studytool.core.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Date in the properties of every file: the same study gives the same bytes."""

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


def packed_again(content: bytes) -> bytes:
    """Return a zip file with the same entries in the same order and no clock in it.

    Parameters
    ----------
    content : bytes
        A docx or xlsx file.
    """
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return made.getvalue()


def write_bytes(content: bytes, path: Path) -> None:
    """Write a whole file at once.

    Raises
    ------
    StudyError
        If it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be written.",
            where=str(path),
            why=error.strerror or "",
            remedy="Close it if it is open elsewhere, or choose another folder.",
        ) from None


def plain_text(text: str) -> str:
    """Return `text` without the control characters that office files may not hold."""
    return "".join(mark for mark in text if mark in "\t\n" or mark >= " ").replace("\ufffe", "")
