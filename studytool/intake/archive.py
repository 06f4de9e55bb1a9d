"""What a zip file would unpack to, found out without keeping any of it.

The sizes a zip file declares are written by whoever made it, so every part is unpacked piece by
piece, counted and thrown away before a parser is let near it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from studytool.core.errors import SourceError
from studytool.intake.limits import MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.intake.limits import Limits

_PIECE = 256 << 10
_END = b"PK\x05\x06"
_END_BYTES = 22
_COMMENT_BYTES = 0xFFFF
_ZIP64 = 0xFFFF
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1
_RATIO_FROM = 50 * MEGABYTE
_SAVE_AGAIN = "Open it in the program that made it, save it again and take that copy."


def inspect(path: Path, limits: Limits) -> tuple[tuple[str, ...], int]:
    """Return the names of the parts of a zip file and the bytes they really unpack to.

    Parameters
    ----------
    path : Path
        A file that begins like a zip file.
    limits : Limits
        Caps on entries, size and ratio.

    Returns
    -------
    tuple of str
        Names of the parts.
    int
        Bytes of all parts, unpacked.

    Raises
    ------
    SourceError
        If it is cut short or damaged, or unpacks to more than the limits allow.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        _refuse_many(_declared_entries(file, size), limits)
        parts = _parts(path)
        _refuse_many(len(parts), limits)
        _refuse_large(sum(part.file_size for part in parts), size, limits)
        _refuse_shared_bytes(parts)
        unpacked = 0
        for part in parts:
            unpacked += _unpacked(file, part, room=limits.unpacked_bytes - unpacked)
            _refuse_large(unpacked, size, limits)
    return tuple(part.filename for part in parts), unpacked


def _damaged(why: str) -> SourceError:
    return SourceError("The file is damaged.", why=why, remedy=_SAVE_AGAIN)


def _declared_entries(file: BinaryIO, size: int) -> int:
    """Entries by the end record; read before the directory, which may itself be huge."""
    file.seek(max(0, size - _END_BYTES - _COMMENT_BYTES))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise SourceError(
            "The file is cut short: its end is missing.",
            why="A download or copy may have stopped before the end.",
            remedy="Copy or download it again.",
        )
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    if entries == _ZIP64:
        raise _damaged("It says that it has more parts than a workbook can have.")
    return entries


def _parts(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _damaged("Its table of contents cannot be read.") from None


def _refuse_many(entries: int, limits: Limits) -> None:
    if entries > limits.entries:
        raise SourceError(
            f"The file holds {entries} parts; at most {limits.entries} are read.",
            why="No survey file needs that many; it may be made to exhaust the computer.",
            remedy=_SAVE_AGAIN,
        )


def _refuse_large(unpacked: int, size: int, limits: Limits) -> None:
    much = unpacked > limits.unpacked_bytes
    if much or (unpacked > _RATIO_FROM and unpacked > limits.ratio * size):
        raise SourceError(
            f"The file is small on disk ({size / MEGABYTE:.1f} MB) "
            f"but unpacks to {unpacked / MEGABYTE:.0f} MB or more.",
            why="Such a file may be made to exhaust the computer (a zip bomb).",
            remedy="If it is real data, save it as csv.",
        )


def _refuse_shared_bytes(parts: list[zipfile.ZipInfo]) -> None:
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise _damaged("Two of its parts lie on top of each other.")
        end = part.header_offset + _LOCAL.size + part.compress_size


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo, *, room: int) -> int:
    """Bytes that one part unpacks to, at most a piece more than `room`."""
    if part.flag_bits & _ENCRYPTED:
        raise SourceError(
            "The file is protected by a password.",
            remedy="Open it, remove the password and save it again.",
        )
    _seek_data(file, part)
    if part.compress_type == zipfile.ZIP_STORED:
        count = part.compress_size
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        count = _inflated(file, part.compress_size, room)
    else:
        raise _damaged("It is packed in a way that workbooks are not.")
    if count != part.file_size and count <= room:
        raise _damaged("A part of it unpacks to another size than the file says.")
    return count


def _seek_data(file: BinaryIO, part: zipfile.ZipInfo) -> None:
    file.seek(part.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise _damaged("A part of it is not where the file says.")
    *_, name_bytes, extra_bytes = _LOCAL.unpack(header)
    file.seek(name_bytes + extra_bytes, 1)


def _inflated(file: BinaryIO, packed: int, room: int) -> int:
    unpacker, count = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed > 0 and (piece := file.read(min(_PIECE, packed))):
            packed -= len(piece)
            while piece:
                count += len(unpacker.decompress(piece, _PIECE))
                if count > room:
                    return count
                piece = unpacker.unconsumed_tail
    except zlib.error:
        raise _damaged("A part of it cannot be unpacked.") from None
    return count if unpacker.eof else -1
