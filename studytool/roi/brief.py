"""The brief: words, tables and charts in which every number is a reference to a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from studytool.core.spec import Spec
from studytool.roi.blocks import AnyBlock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.findings import Finding
    from studytool.report.figure import Figure
    from studytool.report.material import Material
    from studytool.report.table import Cell, Table
    from studytool.roi.returns import Returns


class BriefSpec(Spec):
    """The ``[brief]`` of the document."""

    title: str = Field(min_length=1, description="Title of the brief.")
    subtitle: str = Field(default="", description="Line under the title.")
    place: str = Field(default="", description="Programme or series, above the title.")
    audience: str = Field(default="", description="Whom it is for.")
    blocks: tuple[AnyBlock, ...] = Field(default=(), description="What it is built of, in order.")

    def shows(self) -> tuple[str, ...]:
        """Return the names of the tables and charts it shows, each once."""
        return tuple(dict.fromkeys(name for block in self.blocks for name in block.shows()))

    def mentions(self) -> tuple[str, ...]:
        """Return the quantities its text refers to, each once."""
        return tuple(dict.fromkeys(name for block in self.blocks for name in block.mentions()))


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text; `strong` where it leads the paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number in running text.

    Attributes
    ----------
    text : str
        As a reader sees it.
    cell : Cell
        The number itself and the result it comes from; without value where it is hidden.
    """

    text: str
    cell: Cell


Paragraph = tuple[Words | Number, ...]


@dataclass(frozen=True, slots=True)
class HeadingPart:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """Paragraphs.

    Attributes
    ----------
    paragraphs : tuple of Paragraph
        In order.
    bullets : bool
        Whether each is a bullet point.
    boxed : str
        Small heading of text that is set between two rules.
    small : bool
        Whether it is set as small as a note.
    """

    paragraphs: tuple[Paragraph, ...]
    bullets: bool = False
    boxed: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, numbered from 1."""

    table: Table
    number: int


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A chart, numbered from 1; `height` in centimetres."""

    figure: Figure
    number: int
    height: float


Part = HeadingPart | TextPart | TablePart | FigurePart


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief with everything looked up, ready to be written.

    Attributes
    ----------
    title, subtitle, place, audience : str
        From the document.
    parts : tuple of Part
        In order.
    findings : tuple of Finding
        What to mind about the brief itself, such as numbers typed by hand.
    series : str
        What it is called above its title.
    """

    title: str
    subtitle: str
    place: str
    audience: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...] = ()
    series: str = "Brief"


def compose(
    spec: BriefSpec,
    *,
    material: Material,
    tables: Mapping[str, Table],
    figures: Mapping[str, Figure],
    returns: Returns | None,
    minimum: int,
) -> Brief:
    """Look up everything a brief shows.

    Parameters
    ----------
    spec : BriefSpec
        What is asked.
    material : Material
        Results, for the numbers in the text.
    tables, figures : mapping of name to Table, to Figure
        Small cells already hidden.
    returns : Returns or None
        Value for money, where the study asks for it.
    minimum : int
        Numbers that tell of fewer people than this are not shown in the text.

    Returns
    -------
    Brief
        Every number in it keeps the result it comes from.

    Raises
    ------
    DocumentError
        If a block refers to what does not exist; the place is ``brief.blocks[i]``.
    """
    from studytool.roi.composition import composed

    return composed(
        spec,
        material=material,
        tables=tables,
        figures=figures,
        returns=returns,
        minimum=minimum,
    )
