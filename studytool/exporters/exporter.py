"""The family of exporters and what they write."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studytool.report.figure import Figure
    from studytool.report.material import Material
    from studytool.report.table import Table
    from studytool.roi.brief import Brief


@dataclass(frozen=True, slots=True)
class Output:
    """Everything that may leave: small cells already suppressed.

    Attributes
    ----------
    title : str
        Title of the study.
    tables : mapping of name to Table
        In the order of the document.
    figures : mapping of name to Figure
        In the order of the document.
    brief : Brief or None
        The brief, where the study asks for one.
    notes : tuple of str
        How the numbers were made: version, digests, seed; what was suppressed and what was decided.
    material : Material or None
        The data and the results behind it all, for exporters that are `internal`; None otherwise.
    """

    title: str
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    brief: Brief | None
    notes: tuple[str, ...]
    material: Material | None = None

    @property
    def banner(self) -> str:
        """What stands on every page and sheet: SYNTHETIC DATA where a title says so, or nothing."""
        titles = [self.title]
        if self.brief is not None:
            titles += [self.brief.title, self.brief.subtitle, self.brief.place]
        return "SYNTHETIC DATA" if "synthetic" in " ".join(titles).lower() else ""


class Exporter(Kind):
    """A way to write an output. Members add the verb `write`.

    `filename` is what the file is called in the folder the person chose; `needs_brief` says that
    there is nothing to write without a brief; `internal` that it writes rows of respondents, for
    the study's own team, and so only where it is asked for by name. `write` makes one file, or one
    folder of files.
    """

    family: ClassVar[str] = "exporters"
    filename: ClassVar[str] = ""
    needs_brief: ClassVar[bool] = False
    internal: ClassVar[bool] = False

    @abstractmethod
    def write(self, output: Output, path: Path) -> None:
        """Write `output` to a new file, or folder, at `path`.

        Raises
        ------
        StudyError
            If the file cannot be written.
        """
