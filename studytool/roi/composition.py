"""A brief put together: blocks become parts, every number with the result it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from studytool.core.errors import DocumentError, ReleaseError, StudyError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.report.labels import model_label
from studytool.roi import blocks
from studytool.roi.brief import (
    Brief,
    FigurePart,
    HeadingPart,
    Number,
    TablePart,
    TextPart,
    Words,
)
from studytool.roi.references import Lookup, paragraph_of, typed_numbers
from studytool.roi.returns_cells import returns_cells
from studytool.roi.telling import (
    decision_lines,
    finding_lines,
    in_short,
    method_lines,
    named_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studytool.report.figure import Figure
    from studytool.report.material import Material
    from studytool.report.table import Cell, Table
    from studytool.roi.brief import BriefSpec, Paragraph, Part
    from studytool.roi.returns import Returns

_Shown = TypeVar("_Shown")
_Placed = Sequence[tuple[int, blocks.Block]]


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a brief is made from; the tables of costs and returns are among the others."""

    lookup: Lookup
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    returns: Returns | None


def composed(
    spec: BriefSpec,
    *,
    material: Material,
    tables: Mapping[str, Table],
    figures: Mapping[str, Figure],
    returns: Returns | None,
    minimum: int,
) -> Brief:
    """Look up everything a brief shows. See `studytool.roi.brief.compose`."""
    further = {} if returns is None else returns_cells(returns)
    lookup = Lookup(material, further, tables, minimum)
    sources = _Sources(lookup, tables, figures, returns)
    placed = [(place, block) for place, block in enumerate(spec.blocks) if not block.hidden]
    shown = _shown(placed, sources)
    for _, block in placed:
        if isinstance(block, blocks.FindingsBlock):
            shown = [_with_short_notes(part, block) for part in shown]
    told = [part for part in shown if part is not None]
    if not any(isinstance(block, blocks.FindingsBlock) for _, block in placed):
        _refuse_untold(told, sources)
    parts = [
        made
        for (_, block), part in zip(placed, shown, strict=True)
        for made in ([part] if part is not None else _telling(block, told, sources))
    ]
    return Brief(
        title=spec.title,
        subtitle=spec.subtitle,
        place=spec.place,
        audience=spec.audience,
        parts=tuple(parts),
        findings=tuple(_typed(spec, placed, shown)),
    )


def _refuse_untold(told: Sequence[Part], sources: _Sources) -> None:
    """Refuse a text that uses a result with a serious finding which the brief tells nowhere."""
    texts = [part for part in told if isinstance(part, TextPart)]
    noted = {
        name
        for part in told
        if isinstance(part, (TablePart, FigurePart))
        for name in _results([part], None)
    }
    for name in dict.fromkeys(_results(texts, sources.returns)):
        if name not in sources.lookup.material.models or name in noted:
            continue
        _, result = sources.lookup.material.models[name]
        serious = next((found for found in result.findings if found.level == "error"), None)
        if serious is not None:
            raise ReleaseError(
                f'The brief uses "{name}", which carries a serious finding, and tells it nowhere.',
                where="brief.blocks",
                why=serious.message,
                remedy='Add a block of kind = "findings", or use another result.',
            )


def _shown(placed: Sequence[tuple[int, blocks.Block]], sources: _Sources) -> list[Part | None]:
    """Return the part of each block that shows something, None for one that tells of the rest."""
    table_numbers, figure_numbers = count(1), count(1)
    parts: list[Part | None] = []
    for place, block in placed:
        with _at(f"brief.blocks[{place}]"):
            match block:
                case blocks.Heading():
                    parts.append(HeadingPart(block.text))
                case blocks.Text():
                    parts.append(_text(block, sources.lookup))
                case blocks.TableBlock():
                    table = _named(block.table, sources.tables, "table")
                    parts.append(TablePart(table, next(table_numbers)))
                case blocks.FigureBlock():
                    figure = _named(block.figure, sources.figures, "chart")
                    parts.append(FigurePart(figure, next(figure_numbers), block.height))
                case _:
                    parts.append(None)
    return parts


def _with_short_notes(part: Part | None, block: blocks.FindingsBlock) -> Part | None:
    """Return the part with its findings in short: the block of findings tells them in full."""
    match part:
        case TablePart():
            short = in_short(part.table, heading=block.title, least=block.least)
            return replace(part, table=short)
        case FigurePart():
            drawn = in_short(part.figure, heading=block.title, least=block.least)
            return replace(part, figure=drawn)
    return part


def _text(block: blocks.Text, lookup: Lookup) -> TextPart:
    paragraphs = tuple(paragraph_of(text, lookup) for text in block.paragraphs)
    return TextPart(paragraphs, bullets=block.list, boxed=block.boxed)


def _named(name: str, known: Mapping[str, _Shown], what: str) -> _Shown:
    if name in known:
        return known[name]
    remedy = nearest(name, list(known))
    if name in {"returns", "costs"}:
        remedy = "Add [roi] and [[costs]] to the document."
    raise DocumentError(f'There is no {what} "{name}".', remedy=remedy)


def _telling(block: blocks.Block, shown: Sequence[Part], sources: _Sources) -> Iterator[Part]:
    """Yield heading and lines of a block that tells of the others; nothing to tell, no heading."""
    material = sources.lookup.material
    lines: tuple[Paragraph, ...] = ()
    names = list(dict.fromkeys(_results(shown, sources.returns)))
    bullets = False
    match block:
        case blocks.FindingsBlock():
            findings = _findings(shown, names, sources)
            lines = finding_lines(
                findings,
                least=block.least,
                labels=[model_label(spec) for spec, _ in material.models.values()],
                returns=sources.returns,
            )
            bullets = True
        case blocks.MethodsBlock():
            models = [name for name in names if name in material.models]
            # the notes of the returns stand under their table, where that is shown
            told = any(isinstance(p, TablePart) and p.table.kind == "returns" for p in shown)
            returns = None if told else sources.returns
            lines = method_lines(material, models, returns=returns, minimum=sources.lookup.minimum)
        case blocks.DecisionsBlock():
            lines = decision_lines(material.panel, sources.lookup.minimum)
    title = getattr(block, "title", "")
    if lines and title:
        yield HeadingPart(title)
    if lines:
        yield TextPart(lines, bullets=bullets, small=True)


def _cells(parts: Sequence[Part]) -> Iterator[Cell]:
    for part in parts:
        match part:
            case TablePart():
                yield from (cell for row in part.table.rows for cell in row.cells)
            case FigurePart():
                yield from (cell for point in part.figure.data for cell in point.values())
            case TextPart():
                yield from (
                    run.cell for line in part.paragraphs for run in line if isinstance(run, Number)
                )


def _results(parts: Sequence[Part], returns: Returns | None) -> Iterator[str]:
    """Yield the names of the results that are shown, in order of first use."""
    for cell in _cells(parts):
        name = cell.source.partition(".")[0]
        if name == "roi" and returns is not None:
            yield returns.effect.partition(".")[0]
        elif name:
            yield name


def _findings(parts: Sequence[Part], names: Sequence[str], sources: _Sources) -> Iterator[Finding]:
    """Yield findings: as tables and charts carry them, then of results in the text alone."""
    in_tables: set[str] = set()
    for part in parts:
        if isinstance(part, TablePart):
            yield from part.table.findings
        elif isinstance(part, FigurePart):
            yield from part.figure.findings
        if not isinstance(part, (TextPart, HeadingPart)):
            in_tables.update(_results([part], sources.returns))
    material = sources.lookup.material
    several = sum(name in material.models for name in names) > 1
    for name in names:
        if name in material.models and name not in in_tables:
            found = named_findings(*material.models[name], several=several)
        elif name in material.analyses and name not in in_tables:
            found = material.analyses[name][1].findings
        else:
            continue
        yield from (finding.told(sources.lookup.minimum) for finding in found)


def _typed(spec: BriefSpec, placed: _Placed, shown: Sequence[Part | None]) -> Iterator[Finding]:
    """Yield a finding for each place of the brief that holds a number typed by hand."""
    heads = (spec.title, spec.subtitle, spec.place)
    if any(typed_numbers((Words(text),)) for text in heads):
        yield _typed_at("The head of the brief", "brief.title")
    for (place, block), part in zip(placed, shown, strict=True):
        lines: tuple[Paragraph, ...] = ()
        if isinstance(block, blocks.Text) and isinstance(part, TextPart):
            lines = (*part.paragraphs, (Words(block.boxed),))
        elif isinstance(block, blocks.Heading):
            lines = ((Words(block.text),),)
        if any(typed_numbers(line) for line in lines):
            yield _typed_at(f"Block {place + 1} of the brief", f"brief.blocks[{place}]")


def _typed_at(what: str, where: str) -> Finding:
    return Finding(
        "warning",
        "typed_number",
        f"{what} holds a number typed by hand: it does not change when the results do.",
        where=where,
        remedy="Refer to the result in a text, such as {visits.visited.estimate}.",
    )


@contextmanager
def _at(where: str) -> Iterator[None]:
    try:
        yield
    except StudyError as error:
        raise error.placed(where) from None
