"""The family of importers: how a file from outside becomes a table."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.intake.parsed import Parsed


class Importer(Kind):
    """Options every importer has. Members add theirs and the verb `read`.

    Attributes
    ----------
    noun : str
        What the file is called in a message, such as ``an Excel workbook``.
    suffixes : tuple of str
        Endings of file names that mean this kind.
    signatures : tuple of bytes
        First bytes such a file may have; empty for plain text.
    members : tuple of str
        For packed files: beginnings of names of parts, one of which must be inside.
    """

    family: ClassVar[str] = "importers"
    noun: ClassVar[str] = "a data file"
    suffixes: ClassVar[tuple[str, ...]] = ()
    signatures: ClassVar[tuple[bytes, ...]] = ()
    members: ClassVar[tuple[str, ...]] = ()

    header_row: int = Field(
        default=1, ge=1, description="Row of the file (counted from 1) that holds the column names."
    )
    rows: int | None = Field(
        default=None,
        ge=0,
        description="How many rows after the header to read, empty ones aside; all where absent.",
    )
    skip_footer: int = Field(
        default=0, ge=0, description="How many rows at the foot are not data (totals, notes)."
    )

    def place_of(self, source: str, *, where: str = "") -> Path | None:  # noqa: ARG002  # for members
        """Return where a source lies, for importers that know it themselves.

        Parameters
        ----------
        source : str
            What the document names.
        where : str
            Place in the document, for messages.

        Returns
        -------
        Path or None
            An existing file; None where a source is a file inside the root of the study.

        Raises
        ------
        SourceError
            If there is no such file.
        """
        return None

    @abstractmethod
    def read(self, path: Path) -> Parsed:
        """Read one file; runs inside the capped process, never in the program itself.

        Places in errors and findings are rows and columns; the caller puts the file's name
        before them.

        Parameters
        ----------
        path : Path
            A file that `intake.sniff` has let through.

        Returns
        -------
        Parsed
            Exactly what the file says.

        Raises
        ------
        SourceError
            If the file cannot be read safely.
        """
