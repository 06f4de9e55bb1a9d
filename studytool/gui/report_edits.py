"""The report rearranged: pure functions from one study to the next, each one undoable edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui import edits
from studytool.report.labels import model_label
from studytool.report.outline import ReportItem, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.study import Study


def arranged(study: Study, *, tables: Iterable[str], charts: Iterable[str]) -> list[ReportItem]:
    """Return the whole report in order, also what nobody has placed yet.

    Parameters
    ----------
    study : Study
        Its `report` says what a person arranged.
    tables, charts : iterable of str
        Names of what there is to show, of the latest run.
    """
    return list(outline(study.report, tables, charts))


def moved(study: Study, items: Sequence[ReportItem], place: int, by: int) -> Study:
    """Return the study with one shown entry moved past its shown neighbour.

    Parameters
    ----------
    study : Study
        The study as it is.
    items : sequence of ReportItem
        The whole report, from `arranged`.
    place : int
        Which entry.
    by : {-1, 1}
        Up or down; nothing moves beyond an end.
    """
    order = list(items)
    to = place + by
    while 0 <= to < len(order) and order[to].hidden:
        to += by
    if 0 <= to < len(order):
        order.insert(to, order.pop(place))
    return edits.changed(study, report=tuple(order))


def hidden(study: Study, items: Sequence[ReportItem], place: int) -> Study:
    """Return the study with one entry kept, but not shown."""
    return _replaced(study, items, place, items[place].model_copy(update={"hidden": True}))


def all_shown(study: Study, items: Sequence[ReportItem]) -> Study:
    """Return the study with every hidden entry shown again."""
    return edits.changed(
        study, report=tuple(item.model_copy(update={"hidden": False}) for item in items)
    )


def with_text(study: Study, items: Sequence[ReportItem], place: int, item: ReportItem) -> Study:
    """Return the study with a heading or a note put in at `place`."""
    order = list(items)
    order.insert(place, item)
    return edits.changed(study, report=tuple(order))


def retyped(study: Study, items: Sequence[ReportItem], place: int, text: str) -> Study:
    """Return the study with another text in a heading or a note."""
    field = "heading" if items[place].heading else "note"
    return _replaced(study, items, place, items[place].model_copy(update={field: text}))


def renamed(study: Study, item: ReportItem, title: str) -> Study:
    """Return the study with another title above a table or a chart."""
    group, place = place_of(study, item)
    spec = getattr(study, group)[place]
    return edits.with_item(study, group, place, spec.model_copy(update={"title": title}))


def deleted(study: Study, items: Sequence[ReportItem], place: int) -> Study:
    """Return the study without an entry; its table or chart goes with it.

    Raises
    ------
    DocumentError
        If the brief or a released cell refers to it; says what.
    """
    item = items[place]
    rest = tuple(other for other in study.report if other != item)
    if not item.shows():
        return edits.changed(study, report=(*items[:place], *items[place + 1 :]))
    group, where = place_of(study, item)
    kept = getattr(study, group)
    return edits.changed(study, report=rest, **{group: (*kept[:where], *kept[where + 1 :])})


def is_asked_for(study: Study, item: ReportItem) -> bool:
    """Whether the document asks for this table or chart; the costs make theirs unasked."""
    names = [shown.name for shown in (study.tables if item.table else study.charts)]
    return (item.table or item.chart) in names


def place_of(study: Study, item: ReportItem) -> tuple[str, int]:
    """Return the list of the document that holds a table or chart, and its place there.

    Raises
    ------
    ValueError
        If the document does not ask for it.
    """
    group = "tables" if item.table else "charts"
    names = [shown.name for shown in getattr(study, group)]
    return group, names.index(item.table or item.chart)


def settings_place(study: Study, item: ReportItem) -> str:
    """Return the place of the document where a result is decided: its model, its analysis.

    Parameters
    ----------
    study : Study
        The study.
    item : ReportItem
        A table or a chart of it.

    Returns
    -------
    str
        Such as ``models[1]``; the table itself where it shows no single kind of result.
    """
    if not is_asked_for(study, item):
        return "costs" if item.table == "costs" else "roi"
    group, place = place_of(study, item)
    for name in getattr(study, group)[place].uses():
        for results in ("models", "analyses"):
            names = [result.name for result in getattr(study, results)]
            if name in names:
                return f"{results}[{names.index(name)}]"
    return f"{group}[{place}]"


def models_behind(study: Study, item: ReportItem) -> tuple[str, ...]:
    """Return the names of the models a table or chart shows."""
    if not is_asked_for(study, item):
        return ()
    group, place = place_of(study, item)
    there = {model.name for model in study.models}
    named = with_tested(study, getattr(study, group)[place].uses())
    return tuple(name for name in named if name in there)


def with_tested(study: Study, names: Sequence[str]) -> tuple[str, ...]:
    """Return names of results, the model in the place of what puts it to the test."""
    tested = {asked.name: asked.model for asked in study.sensitivity}
    return tuple(dict.fromkeys(tested.get(name, name) for name in names))


def model_heads(study: Study, item: ReportItem) -> dict[str, str]:
    """Return the name of the model by the head that spans its columns, where it has one."""
    names = models_behind(study, item)
    return {model_label(model): model.name for model in study.models if model.name in names}


def place_of_model(study: Study, name: str) -> str:
    """Return the place of the document where a model is asked for; empty for none of that name."""
    names = [model.name for model in study.models]
    return f"models[{names.index(name)}]" if name in names else ""


def _replaced(study: Study, items: Sequence[ReportItem], place: int, item: ReportItem) -> Study:
    return edits.changed(study, report=(*items[:place], item, *items[place + 1 :]))
