"""The family of importers: how a file from outside becomes a raw table."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.intake.raw import RawTable


class Importer(Kind):
    """Options every importer has. Members add theirs and the verb `read`."""

    family: ClassVar[str] = "importers"
    suffixes: ClassVar[tuple[str, ...]] = ()

    header_row: int = Field(
        default=1, ge=1, description="Row of the file (counted from 1) that holds the column names."
    )
    rows: int | None = Field(
        default=None, ge=0, description="How many rows after the header to read; all where absent."
    )
    skip_footer: int = Field(
        default=0, ge=0, description="How many rows at the foot are not data (totals, notes)."
    )

    @abstractmethod
    def read(self, path: Path) -> RawTable:
        """Read one file; runs inside the capped process, never in the program itself.

        Parameters
        ----------
        path : Path
            A file that `intake.sniff` has let through.

        Returns
        -------
        RawTable
            Exactly what the file says.

        Raises
        ------
        SourceError
            If the file cannot be read safely.
        """
