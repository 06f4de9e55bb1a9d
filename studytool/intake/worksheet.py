"""What a worksheet's XML says that its cells do not: errors, and formulas never calculated.

The reader of cells gives both as empty, so they would pass for missing answers.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Place = tuple[int, int]

_BLOCK = 4 << 20
_KEPT = 64 << 10
_ERRORS = (b't="e"', b"t='e'")
_UNCALCULATED = (b"</f><v></v>", b"</f></c>", b"</f><v/>", b"</f><v />")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def silent_cells(path: Path, sheet: str) -> tuple[list[Place], list[Place]]:
    """Return the cells of a sheet that hold an error, and those whose formula has no result.

    Parameters
    ----------
    path : Path
        An xlsx or xlsm file.
    sheet : str
        Name of the worksheet.

    Returns
    -------
    list of (int, int)
        Row and column, both counted from 1, of each cell with an error such as #REF!.
    list of (int, int)
        The same for formulas that no program has calculated.
    """
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        errors, uncalculated = list[tuple[int, int]](), list[tuple[int, int]]()
        if part is not None:
            for block in _blocks(archive, part):
                errors += _marked(block, _ERRORS, inside=True)
                uncalculated += _marked(block, _UNCALCULATED, inside=False)
    return errors, uncalculated


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Name of the part that holds a sheet, or None where the workbook does not say."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  # expat caps entities, and the process is capped
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # as above
    except (KeyError, ET.ParseError):
        return None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the sheet in pieces that end between two cells."""
    kept = b""
    with archive.open(part) as file:
        while piece := file.read(_BLOCK):
            text = kept + piece
            end = text.rfind(b"</c>") + len(b"</c>")
            if end < len(b"</c>") + 1:
                kept = text[-_KEPT:]
                continue
            kept = text[end:]
            yield text[:end]


def _marked(block: bytes, marks: tuple[bytes, ...], *, inside: bool) -> Iterator[Place]:
    """Yield the place of each cell with a mark: inside its opening tag, or after it."""
    for mark in marks:
        at = block.find(mark)
        while at >= 0:
            start = block.rfind(b"<c ", 0, at)
            tag = block[start : block.find(b">", start)] if start >= 0 else b""
            in_tag = at < start + len(tag)
            if tag and in_tag == inside and (inside or b't="str"' not in tag):
                yield from _place(tag)
            at = block.find(mark, at + len(mark))


def _place(tag: bytes) -> Iterator[Place]:
    if found := _REFERENCE.search(tag):
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - ord("A") + 1
        yield int(found[2]), column
