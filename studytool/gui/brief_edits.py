"""Edits of the brief, and what its blocks are called: from one study to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.gui import edits
from studytool.roi import blocks
from studytool.roi.brief import BriefSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.roi.blocks import Block
    from studytool.study import Study

ICONS: Mapping[str, str] = {
    "heading": "heading",
    "text": "letter-text",
    "table": "table",
    "figure": "chart-line",
    "findings": "message-square-warning",
    "methods": "book-open",
    "decisions": "gavel",
}
_LONGEST = 60
_RETURNS = {"returns": "Value for money", "costs": "What it cost"}


def kind_of(block: Block) -> str:
    """Return the kind of a block, as the document writes it."""
    return block.kind_name() or "text"


def started(study: Study) -> Study:
    """Return the study with a first brief of what it shows."""
    made: list[Any] = [
        blocks.Text(boxed="In short", text="Say here in two sentences what was found."),
        *(blocks.TableBlock(table=table.name) for table in study.tables[:2]),
    ]
    if study.roi is not None and study.costs:
        made += [
            blocks.Heading(text="What it cost and what came back"),
            blocks.TableBlock(table="returns"),
        ]
    made += [blocks.FindingsBlock(), blocks.MethodsBlock()]
    return edits.changed(study, brief=BriefSpec(title=study.title, blocks=tuple(made)))


def with_head(study: Study, brief: BriefSpec) -> Study:
    """Return the study with another title, place or audience of the brief."""
    return edits.changed(study, brief=brief)


def with_block(study: Study, place: int, block: Block) -> Study:
    """Return the study with one block replaced."""
    order = list(_blocks(study))
    order[place] = block
    return _with(study, order)


def with_new_block(study: Study, place: int, block: Block) -> Study:
    """Return the study with a block put in before `place`."""
    order = list(_blocks(study))
    order.insert(place, block)
    return _with(study, order)


def without_block(study: Study, place: int) -> Study:
    """Return the study without a block."""
    order = list(_blocks(study))
    del order[place]
    return _with(study, order)


def moved_block(study: Study, place: int, to: int) -> Study:
    """Return the study with a block at another place; nothing moves beyond an end."""
    order = list(_blocks(study))
    if 0 <= to < len(order):
        order.insert(to, order.pop(place))
    return _with(study, order)


def turned(study: Study, place: int) -> Study:
    """Return the study with a block hidden, or shown again."""
    block = _blocks(study)[place]
    return with_block(study, place, block.model_copy(update={"hidden": not block.hidden}))


def titles(study: Study) -> dict[str, str]:
    """Return what the tables and charts of a study are called, by name."""
    items: list[Any] = [*study.tables, *study.charts]
    return {item.name: item.title or item.name for item in items} | _RETURNS


def block_words(block: Block, study: Study) -> tuple[str, str]:
    """Return what a block is called in the list, and what it shows.

    Parameters
    ----------
    block : Block
        A block of the brief.
    study : Study
        Its tables and charts have titles.
    """
    match block:
        case blocks.Heading():
            return block.text, "heading"
        case blocks.Text():
            text = " ".join(block.paragraphs)
            return block.boxed or _short(blocks.REFERENCE.sub("…", text)), _numbers(block)
        case blocks.TableBlock():
            return titles(study).get(block.table, block.table), f"table {block.table}"
        case blocks.FigureBlock():
            return titles(study).get(block.figure, block.figure), f"chart {block.figure}"
        case blocks.FindingsBlock():
            return block.title, "from the findings of what is shown"
    told = {"methods": "models, samples, seed and files", "decisions": "decisions about the data"}
    return str(getattr(block, "title", "")), told.get(kind_of(block), "")


def result_place(study: Study, name: str) -> str:
    """Return the place of the document where a quantity comes from, such as ``models[1]``."""
    first = name.partition(".")[0]
    for group in ("models", "analyses"):
        names = [item.name for item in getattr(study, group)]
        if first in names:
            return f"{group}[{names.index(first)}]"
    return first if first in {"roi", "panel"} else ""


def _numbers(block: blocks.Text) -> str:
    many = len(block.mentions())
    what = ["list"] if block.list else ["text"]
    if many:
        what.append(f"{many} number{'s' if many > 1 else ''}")
    return ", ".join(what)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: text.rfind(" ", 0, _LONGEST)] + " …"


def _blocks(study: Study) -> tuple[Block, ...]:
    return () if study.brief is None else study.brief.blocks


def _with(study: Study, order: list[Block]) -> Study:
    values = {} if study.brief is None else dict(study.brief)
    return edits.changed(study, brief=values | {"blocks": tuple(order)})
