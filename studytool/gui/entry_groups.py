"""Groups of entries that a brief and models rest on: what each is called, how one is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.gui.model_edits import free_name
from studytool.gui.widgets.entry_forms import EntryGroup
from studytool.models.family import Family
from studytool.report.disclosure import Released
from studytool.study import Reproduces

if TYPE_CHECKING:
    from studytool.core.spec import Spec
    from studytool.gui.document import Document

_FEWEST = 2
_SAY_WHY = "Say why it may be shown"


def _new_family(document: Document) -> dict[str, Spec]:
    models = [model.name for model in document.study.models]
    name = free_name("family", {family.name for family in document.study.families})
    made = Family(name=name, members=tuple(models[:_FEWEST])) if len(models) >= _FEWEST else None
    return {} if made is None else {name: made}


def _new_number(document: Document) -> dict[str, Spec]:
    return {
        model.title or model.name: Reproduces(
            quantity=f"{model.name}.{term}.estimate",
            published=0,
            tolerance=0.005,
            source="Say where it is printed",
        )
        for model in document.study.models
        if (term := _first_term(document, model.name))
    }


def _first_term(document: Document, name: str) -> str:
    run = document.run
    found = run.material.models.get(name) if run is not None else None
    return next(iter(found[1].shown), "") if found is not None else ""


def _hidden(document: Document) -> dict[str, Spec]:
    """Return an entry for each cell that is hidden now, by its table and its place."""
    from studytool.report.disclosure import hidden_cells

    run, study = document.run, document.study
    made: dict[str, Spec] = {}
    for name, table in run.tables.items() if run is not None else ():
        for words, key in hidden_cells(table, study.disclosure.minimum, study.released).items():
            title = f"{table.caption or name}: {words}"
            made[title] = Released(table=name, cell=key, reason=_SAY_WHY)
    return made


def _cell_words(entry: Any) -> str:  # noqa: ANN401  # a Released
    where = ", ".join(f"{name} {value}" for name, value in entry.cell.items())
    return f"{entry.table}: {where}"


FAMILIES = EntryGroup(
    key="families",
    spec=Family,
    title="Outcomes judged together",
    noun="family of outcomes",
    told=lambda entry: f"{entry.name}: {', '.join(entry.members)}",
    add="Judge outcomes together …",
    offered=_new_family,
    waits="Two models are needed, one for each outcome.",
)
REPRODUCES = EntryGroup(
    key="reproduces",
    spec=Reproduces,
    title="Published numbers to meet",
    noun="published number",
    told=lambda entry: f"{entry.quantity}: {entry.published:g}",
    add="Add a published number …",
    offered=_new_number,
    waits="A model with a result is needed first.",
)
RELEASED = EntryGroup(
    key="released",
    spec=Released,
    title="Small cells that may be shown",
    noun="small cell",
    told=_cell_words,
    add="Show a hidden cell …",
    offered=_hidden,
    waits="No cell of a table is hidden now.",
)
