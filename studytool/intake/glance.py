"""A glance at a file nobody has described yet: how it can be read, tried and told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studytool.core.counted import several
from studytool.core.errors import SourceError, StudyError
from studytool.core.progress import Progress, Silent
from studytool.intake.reader import ReadRequest, importer_for, open_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from studytool.intake.raw import RawTable

    Read = Callable[[ReadRequest], RawTable]

_HEADERS = 4
_WINDOWS = "cp1252"


@dataclass(frozen=True, slots=True)
class Glance:
    """One table of one file.

    Attributes
    ----------
    path : Path
        The file.
    options : mapping
        Importer options by which it was read, or with which it was refused.
    table : RawTable or None
        Its rows.
    error : StudyError or None
        Why it cannot be read.
    """

    path: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    table: RawTable | None = None
    error: StudyError | None = None

    @property
    def title(self) -> str:
        """Name of the file, and of its sheet where it has several."""
        sheet = self.options.get("sheet")
        return f"{self.path.name}, {sheet}" if sheet else self.path.name

    @property
    def decided(self) -> str:
        """What was decided on the way, in words."""
        if self.table is None:
            return ""
        said = [finding.message for finding in self.table.findings]
        row = self.options.get("header_row", 1)
        if row != 1:
            said.append(f"Row {row} holds the names of the columns.")
        rows, columns = self.table.frame.shape
        return " ".join((*said, f"{several(rows, 'row')}, {several(columns, 'column')}."))


def glances(path: Path, progress: Progress | None = None) -> tuple[Glance, ...]:
    """Look at a file: one glance a sheet for a workbook, otherwise one.

    Parameters
    ----------
    path : Path
        The file.
    progress : Progress, optional
        A cancel takes effect here.

    Returns
    -------
    tuple of Glance
        With an error in the place of a table where it cannot be read.
    """
    with open_reader(progress=progress or Silent()) as read:
        first = _tried(path, {}, read)
        sheets = _sheets(first.error)
        return tuple(_tried(path, {"sheet": sheet}, read) for sheet in sheets) or (first,)


def glance(path: Path, options: Mapping[str, Any], progress: Progress | None = None) -> Glance:
    """Look at one table of a file; what the options leave open is tried.

    Parameters
    ----------
    path : Path
        The file.
    options : mapping
        Importer options that are known.
    progress : Progress, optional
        A cancel takes effect here.

    Returns
    -------
    Glance
        The header row is tried from the first on, letters as UTF-8 and then as Windows writes them.
    """
    with open_reader(progress=progress or Silent()) as read:
        return _tried(path, options, read)


def _tried(path: Path, options: Mapping[str, Any], read: Read) -> Glance:
    """Return the first of a few ways of reading that names every column."""
    tried = dict(options)
    found = _read(path, tried, read)
    if found.error is not None and "is not in UTF" in found.error.what:
        tried["encoding"] = _WINDOWS
        found = _read(path, tried, read)
    if "header_row" in options or _sound(found) or _sheets(found.error):
        return found
    for row in range(2, _HEADERS + 1):
        other = _read(path, tried | {"header_row": row}, read)
        if _sound(other):
            return other
    return found


def _read(path: Path, options: Mapping[str, Any], read: Read) -> Glance:
    try:
        importer = importer_for(path.name, dict(options))
        table = read(ReadRequest(importer, path, path.name))
    except StudyError as error:
        return Glance(path, options, error=error)
    return Glance(path, {"kind": importer.kind_name(), **options}, table)


def _sound(found: Glance) -> bool:
    """Whether the header row names every column."""
    if found.table is None:
        return False
    codes = {finding.code for finding in found.table.findings}
    return "columns_unnamed" not in codes and len(found.table.frame.columns) > 1


def _sheets(error: StudyError | None) -> tuple[str, ...]:
    """Return the sheets that a refusal to choose among them names."""
    if not isinstance(error, SourceError) or "several sheets" not in error.what:
        return ()
    return tuple(re.findall(r'"([^"]*)"', error.what))
