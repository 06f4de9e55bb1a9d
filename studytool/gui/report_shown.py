"""What the report shows at a moment: the study, what may leave of its run, and the order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.gui import report_edits
from studytool.gui.report_page import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.exporters.exporter import Output
    from studytool.gui.document import Document
    from studytool.report.figure import Figure
    from studytool.report.outline import ReportItem
    from studytool.report.table import Table
    from studytool.study import Study


@dataclass(frozen=True, slots=True)
class Shown:
    """The report at a moment.

    Attributes
    ----------
    study : Study
        What is asked for.
    output : Output or None
        What may leave of the latest run: small cells hidden.
    items : tuple of ReportItem
        The whole report in order, hidden entries too.
    """

    study: Study
    output: Output | None
    items: tuple[ReportItem, ...]

    @property
    def tables(self) -> Mapping[str, Table]:
        """Tables of the run, by name."""
        return self.output.tables if self.output is not None else {}

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Charts of the run, by name."""
        return self.output.figures if self.output is not None else {}

    @property
    def seen(self) -> tuple[tuple[str, Table], ...]:
        """Its words ("Table 1") and the table, for each table that is not hidden."""
        words = numbered(self.items)
        return tuple(
            (word, self.tables[item.table])
            for item, word in zip(self.items, words, strict=True)
            if item.table and word
        )

    def words(self, place: int) -> str:
        """Return what an entry is called: "Table 2", "the note"."""
        item = self.items[place]
        if item.shows():
            return numbered(self.items)[place] or item.shows()[0]
        return "the heading" if item.heading else "the note"

    def title(self, place: int) -> str:
        """Return the title above a table or a chart."""
        item = self.items[place]
        shown = self.tables[item.table] if item.table else self.figures[item.chart]
        return shown.caption

    def place_of(self, name: str) -> int:
        """Return which entry shows a table or chart; -1 for none."""
        return next((at for at, item in enumerate(self.items) if name in item.shows()), -1)

    def spoken(self) -> str:
        """Return what is shown, in words, for a reader who hears it."""
        parts = []
        for item, words in zip(self.items, numbered(self.items), strict=True):
            if words and item.table:
                parts.append(f"{words}. {self.tables[item.table].caption}.")
            elif words:
                figure = self.figures[item.chart]
                parts.append(f"{words}. {figure.caption}. {figure.alt_text}")
        return " ".join(parts)


def shown_now(document: Document) -> Shown:
    """Return what the report of a document shows now."""
    output = document.run.output if document.run is not None else None
    tables = output.tables if output is not None else {}
    charts = output.figures if output is not None else {}
    items = report_edits.arranged(document.study, tables=tables, charts=charts)
    return Shown(document.study, output, tuple(items))
