"""The report as a document to be printed: for a study that asks for no brief of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.outline import outline
from studytool.roi import blocks
from studytool.roi.brief import Brief, BriefSpec, HeadingPart, TextPart, Words, compose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.report.figure import Figure
    from studytool.report.material import Material
    from studytool.report.outline import ReportItem
    from studytool.report.table import Table
    from studytool.roi.brief import Part
    from studytool.roi.returns import Returns


def report_brief(
    title: str,
    items: Sequence[ReportItem],
    *,
    material: Material,
    tables: Mapping[str, Table],
    figures: Mapping[str, Figure],
    returns: Returns | None,
    minimum: int,
) -> Brief:
    """Return the live report as a document: its entries in order, findings and methods after them.

    Parameters
    ----------
    title : str
        Title of the study.
    items : sequence of ReportItem
        Order, headings and notes as a person arranged them.
    material, tables, figures, returns, minimum
        As for `studytool.roi.brief.compose`.
    """
    shown = [item for item in outline(items, tables, figures) if not item.hidden]
    typed = {place: item for place, item in enumerate(shown) if not item.shows()}
    results = [_block(item) for item in shown if item.shows()]
    spec = BriefSpec(
        title=title, blocks=(*results, blocks.FindingsBlock(least="note"), blocks.MethodsBlock())
    )
    made = compose(
        spec, material=material, tables=tables, figures=figures, returns=returns, minimum=minimum
    )
    left = list(made.parts)
    parts = [_typed(typed[place]) if place in typed else left.pop(0) for place in range(len(shown))]
    return Brief(
        title=title, subtitle="", place="", audience="", parts=(*parts, *left), series="Report"
    )


def _block(item: ReportItem) -> blocks.Block:
    if item.table:
        return blocks.TableBlock(table=item.table)
    return blocks.FigureBlock(figure=item.chart)


def _typed(item: ReportItem) -> Part:
    """Return a heading or a note as it was typed: nothing in it is looked up."""
    if item.heading:
        return HeadingPart(item.heading)
    lines = [line.strip() for line in item.note.splitlines() if line.strip()]
    return TextPart(tuple((Words(line),) for line in lines))
