"""Look before opening: the first bytes say what a file is, whatever its name says."""

from __future__ import annotations

import codecs
import stat
from typing import TYPE_CHECKING

from studytool.core.errors import SourceError
from studytool.intake.archive import inspect
from studytool.intake.limits import MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.intake.importer import Importer
    from studytool.intake.limits import Limits

_HEAD_BYTES = 4096
_PIECE = 1 << 20
_OFFICE_BINARY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_KNOWN = (
    (b"%PDF", "a PDF document"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"PAR1", "a parquet file"),
    (b"\x1f\x8b", "a file packed with gzip"),
    (b"7z\xbc\xaf", "a file packed with 7-Zip"),
    (b"Rar!", "a file packed with RAR"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
    (_OFFICE_BINARY, "an old Office file (.xls or .doc)"),
    (b"PK\x03\x04", "a packed file (zip or Office)"),
)
_PACKED = (
    ("xl/workbook", "an Excel workbook"),
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file"),
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_WEB = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<?xml")


def sniff(path: Path, importer: Importer, limits: Limits) -> int:
    """Return the bytes a file holds once unpacked, if it is what its importer reads.

    Parameters
    ----------
    path : Path
        The file.
    importer : Importer
        Who is to read it.
    limits : Limits
        Caps on its size.

    Returns
    -------
    int
        Bytes on disk, or bytes of all parts of a packed file.

    Raises
    ------
    SourceError
        If it is empty, too large, cut short, protected, or something else than it should be.
    """
    size = _size(path, limits)
    head = _head(path)
    if importer.members:
        return _packed_size(path, head, importer, limits)
    if importer.signatures:
        if not head.startswith(importer.signatures):
            raise _other(path, head, importer)
    else:
        _refuse_other_than_text(path, head, importer)
    return size


def _size(path: Path, limits: Limits) -> int:
    try:
        status = path.stat()
    except OSError:
        raise SourceError("The file cannot be opened.", remedy="Check that it is there.") from None
    if stat.S_ISDIR(status.st_mode):
        raise SourceError("This is a folder, not a file.", remedy="Name a file inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError("This is a device, not a file of data.", remedy="Name a file.")
    if status.st_size == 0:
        raise SourceError("The file is empty (0 bytes).", remedy="Copy or export it again.")
    if status.st_size > limits.file_bytes:
        raise SourceError(
            f"The file has {status.st_size / MEGABYTE:.0f} MB; "
            f"at most {limits.file_bytes / MEGABYTE:.0f} MB are read.",
            remedy="Split it, or leave out columns that are not needed.",
        )
    return status.st_size


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceError(
            "The file cannot be opened.",
            why=error.strerror or "",
            remedy="Check that you may read it and that no other program holds it.",
        ) from None


def _packed_size(path: Path, head: bytes, importer: Importer, limits: Limits) -> int:
    if head.startswith(_OFFICE_BINARY):
        raise _office_binary(path)
    if not head.startswith(importer.signatures or (_ZIP,)):
        raise _other(path, head, importer)
    names, unpacked = inspect(path, limits)
    if not any(name.startswith(importer.members) for name in names):
        found = next((noun for part, noun in _PACKED if _holds(names, part)), "a zip file")
        raise _is_not(path, found, importer)
    return unpacked


def _holds(names: tuple[str, ...], part: str) -> bool:
    return any(name.startswith(part) for name in names)


def _office_binary(path: Path) -> SourceError:
    if _contains(path, "EncryptedPackage".encode("utf-16-le")):
        return SourceError(
            "The file is protected by a password.",
            why="What is inside cannot be read without it.",
            remedy="Open it in Excel, remove the password (File > Info) and save it again.",
        )
    named = "" if path.suffix.lower() in {".xls", ".doc"} else f" named {path.suffix}"
    return SourceError(
        f"This is an old Office file (.xls or .doc){named}.",
        remedy="Open it in Excel or LibreOffice and save it as .xlsx.",
    )


def _contains(path: Path, wanted: bytes) -> bool:
    kept = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if wanted in kept + piece:
                return True
            kept = piece[-len(wanted) :]
    return False


def _refuse_other_than_text(path: Path, head: bytes, importer: Importer) -> None:
    if head.startswith(_OFFICE_BINARY):
        raise _office_binary(path)
    known = any(head.startswith(mark) for mark, _ in _KNOWN)
    if known or _bare(head).lower().startswith(_WEB):
        raise _other(path, head, importer)
    if not head.startswith(_WIDE_MARKS) and not _is_wide(importer) and _contains(path, b"\x00"):
        raise SourceError(
            "This is not a text file: it holds bytes that no text has (NUL).",
            remedy='Export it again as csv in UTF-8, or name the encoding, as "utf-16".',
        )


def _is_wide(importer: Importer) -> bool:
    encoding = str(getattr(importer, "encoding", None) or "")
    return encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32"))


def _bare(head: bytes) -> bytes:
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _other(path: Path, head: bytes, importer: Importer) -> SourceError:
    return _is_not(path, _noun(head), importer)


def _noun(head: bytes) -> str:
    for mark, noun in _KNOWN:
        if head.startswith(mark):
            return noun
    bare = _bare(head)
    if bare.startswith(b"<?xml") and b"<html" not in bare.lower():
        return "an XML file"
    if bare.startswith(b"<"):
        return "a web page (HTML)"
    return "a file of unknown content" if b"\x00" in head else "plain text"


def _is_not(path: Path, found: str, importer: Importer) -> SourceError:
    ending = path.suffix or "without an ending"
    return SourceError(
        f"This is {found} named {ending}, not {importer.noun}.",
        remedy=f"Export it again as {importer.noun}, or say what it is with kind.",
    )
