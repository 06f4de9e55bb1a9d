"""The blocks a brief is built of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from studytool.core.spec import Kind, one_of

REFERENCE = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")


class Block(Kind):
    """One block of a brief."""

    family: ClassVar[str] = "blocks"

    hidden: bool = Field(default=False, description="Kept, but not part of the brief.")

    def shows(self) -> tuple[str, ...]:
        """Return the names of tables and charts it shows."""
        return ()

    def mentions(self) -> tuple[str, ...]:
        """Return the quantities its text refers to."""
        return ()


class Heading(Block):
    """A heading."""

    kind: Literal["heading"] = "heading"
    text: str = Field(min_length=1, description="The words.")


class Text(Block):
    """Paragraphs, or a list, whose numbers are references such as {visits.visited.estimate}."""

    kind: Literal["text"] = "text"
    text: str | tuple[str, ...] = Field(description="One paragraph, or one a list item.")
    list: bool = Field(default=False, description="Whether each paragraph is a bullet point.")
    boxed: str = Field(
        default="", description="Small heading, such as In short: sets the text between two rules."
    )

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Paragraphs in order; an empty line divides a text."""
        if isinstance(self.text, tuple):
            return self.text
        return tuple(" ".join(part.split()) for part in self.text.split("\n\n") if part.strip())

    def mentions(self) -> tuple[str, ...]:
        """Return the quantities its text refers to, in order."""
        found = (m[1].strip() for part in self.paragraphs for m in REFERENCE.finditer(part))
        return tuple(dict.fromkeys(found))


class TableBlock(Block):
    """A table of the report, or ``returns`` or ``costs``."""

    kind: Literal["table"] = "table"
    table: str = Field(description="Name of a table; returns and costs need no [[tables]] entry.")

    def shows(self) -> tuple[str, ...]:
        """Return the table's name, unless it is made from [roi]."""
        return () if self.table in {"returns", "costs"} else (self.table,)


class FigureBlock(Block):
    """A chart of the report."""

    kind: Literal["figure"] = "figure"
    figure: str = Field(description="Name of a chart.")
    height: float = Field(default=6.0, ge=3, le=20, description="Height in centimetres.")

    def shows(self) -> tuple[str, ...]:
        """Return the chart's name."""
        return (self.figure,)


class FindingsBlock(Block):
    """Read with care: the findings of the results shown, the serious first.

    Each is told in full once; the notes under tables and charts name all of them.
    """

    kind: Literal["findings"] = "findings"
    title: str = Field(default="Read with care", description="Heading above them.")
    least: Literal["note", "warning", "error"] = Field(
        default="warning", description="Mildest level that is told in full."
    )


class MethodsBlock(Block):
    """How the numbers were made: models, standard errors, samples, seed and files."""

    kind: Literal["methods"] = "methods"
    title: str = Field(default="How the numbers were made", description="Heading above it.")


class DecisionsBlock(Block):
    """What people decided about the data, with the number of rows each decision changed."""

    kind: Literal["decisions"] = "decisions"
    title: str = Field(default="What was decided about the data", description="Heading above it.")


def _by_content(table: dict[str, Any]) -> str:
    return next((key for key in ("table", "figure") if key in table), "text")


if TYPE_CHECKING:
    AnyBlock = Block
else:
    AnyBlock = one_of(
        (Heading, Text, TableBlock, FigureBlock, FindingsBlock, MethodsBlock, DecisionsBlock),
        default=_by_content,
    )
