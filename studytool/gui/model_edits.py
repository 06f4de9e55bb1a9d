"""Edits of models that touch more than the model: its tables, what names it, who was chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studytool.catalogue import families
from studytool.core.errors import DocumentError
from studytool.gui import edits
from studytool.gui.model_titles import title_of_model
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.pooled import Pooled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.gui.choices import Choices
    from studytool.models.family import Family
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.report.material import TableSpec
    from studytool.study import Study

_LISTS = ("models", "analyses", "members")
_SINGLE = ("model", "analysis")


def with_model(study: Study, place: int, model: ModelSpec) -> Study:
    """Return the study with a model replaced; what named it follows it to a new name.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Which model, from 0.
    model : ModelSpec
        The model after the edit.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    before = study.models[place]
    models = _replaced(study.models, place, model)
    if before.name == model.name and (before.kind_name() == model.kind_name()):
        return edits.with_item(study, "models", place, model)
    tables = tuple(_fitting(table, before, model) for table in study.tables)
    if before.name == model.name:
        return edits.changed(study, models=models, tables=tables)
    return edits.changed(study, models=models, **following(study, before.name, model.name))


def with_new_model(study: Study, choices: Choices, like: ModelSpec | None) -> Study:
    """Return the study with one more model and a table that shows it.

    Parameters
    ----------
    study : Study
        The study as it is.
    choices : Choices
        Its names: the first service and the first variable make the question.
    like : ModelSpec or None
        A model whose question is taken over instead.

    Raises
    ------
    DocumentError
        If there is no variable that could be an outcome, or nothing that could have changed it.
    """
    return with_added(study, choices, new_model(study, choices, like))


def new_model(study: Study, choices: Choices, like: ModelSpec | None) -> ModelSpec:
    """Return one more model, of the method that fits the data most often.

    Parameters
    ----------
    study : Study
        The study as it is.
    choices : Choices
        Its names.
    like : ModelSpec or None
        A model whose question is taken over.

    Raises
    ------
    DocumentError
        If there is no variable that could be an outcome, or nothing that could have changed it.
    """
    name = free_name("model", names_taken(study))
    member = FixedEffects if study.panel.person else Pooled
    question = _question(like) if like is not None else {}
    if not question.get("treatment"):
        question = _first(study, choices) | {name: one for name, one in question.items() if one}
    return member.model_validate(question | {"name": name})


def with_added(study: Study, choices: Choices, model: ModelSpec) -> Study:
    """Return the study with a model, a table that shows it, and its own chart if it has one.

    Parameters
    ----------
    study : Study
        The study as it is.
    choices : Choices
        Its names.
    model : ModelSpec
        The model, under a name that is free.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    title = title_of_model(model, choices)
    table = _table_for(model)(
        name=free_name(f"t_{model.name}", names_shown(study)), title=title, models=(model.name,)
    )
    charts = study.charts
    if model.drawn_as:
        name = free_name(f"f_{model.name}", {*names_shown(study), table.name})
        charts = (*charts, _chart_of(model)(name=name, title=title, model=model.name))
    return edits.changed(
        study, models=(*study.models, model), tables=(*study.tables, table), charts=charts
    )


def with_copy(study: Study, place: int) -> Study:
    """Return the study with a model twice, the copy under a name of its own, in a table."""
    model = study.models[place]
    name = free_name(model.name, names_taken(study))
    title = f"{model.title}, copy" if model.title else ""
    copy = model.model_copy(update={"name": name, "title": title})
    kind = _table_for(model)
    table = kind(name=free_name(f"t_{name}", names_shown(study)), title=title, models=(name,))
    models = (*study.models[: place + 1], copy, *study.models[place + 1 :])
    return edits.changed(study, models=models, tables=(*study.tables, table))


def without_model(study: Study, place: int) -> Study:
    """Return the study without a model, taken out of the tables and charts that show it.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Which model, from 0.

    Raises
    ------
    DocumentError
        If the brief or the value for money rests on it; says which.
    """
    return without_result(study, "models", place)


def without_result(study: Study, group: str, place: int) -> Study:
    """Return the study without a model or an analysis, and without what shows it alone.

    Parameters
    ----------
    study : Study
        The study as it is.
    group : str
        "models" or "analyses".
    place : int
        Which of them, from 0.

    Raises
    ------
    DocumentError
        If the brief or the value for money rests on it; says which.
    """
    items = edits.items_of(study, group)
    name = items[place].name
    tested = [asked.name for asked in study.sensitivity if asked.model == name]
    users = dict.fromkeys(user for one in (name, *tested) for user in users_of(study, one))
    rests = [user for user in users if user in {"the value for money", "the brief"}]
    if rests:
        raise DocumentError(
            f"{' and '.join(rests).capitalize()} rests on it.",
            where=f"{group}[{place}]",
            remedy="Take its numbers out there first.",
        )
    tables: tuple[Any, ...] = study.tables
    charts: tuple[Any, ...] = study.charts
    for one in (name, *tested):
        tables, charts = _without(tables, one), _without(charts, one)
    left = {item.name for item in (*tables, *charts)}
    report = tuple(item for item in study.report if set(item.shows()) <= left)
    gone = {name, *tested}
    quoted = tuple(one for one in study.reproduces if one.quantity.split(".")[0] not in gone)
    released = tuple(cell for cell in study.released if cell.table in left)
    fields = {group: (*items[:place], *items[place + 1 :])}
    return edits.changed(
        study,
        **fields,
        tables=tables,
        charts=charts,
        families=_families_without(study.families, name),
        sensitivity=tuple(asked for asked in study.sensitivity if asked.model != name),
        report=report,
        reproduces=quoted,
        released=released,
    )


def users_of(study: Study, name: str) -> tuple[str, ...]:
    """Return what shows or uses a result, in words for a list."""
    shown: list[Any] = [*study.tables, *study.charts]
    users = [f"“{item.title or item.name}”" for item in shown if name in item.uses()]
    users += [f"“{family.name}”" for family in study.families if name in family.members]
    users += [
        f"“{asked.title or asked.name}”" for asked in study.sensitivity if asked.model == name
    ]
    if study.roi is not None and study.roi.effect.split(".")[0] == name:
        users.append("the value for money")
    mentioned = study.brief.mentions() if study.brief is not None else ()
    if any(mention.split(".")[0] == name for mention in mentioned):
        users.append("the brief")
    return tuple(users)


def with_assignment(study: Study, entry: Assignment | None, *, before: Assignment | None) -> Study:
    """Return the study with one entry of how people were chosen added, replaced or taken out.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    if before is None:
        return edits.added(study, "assignment", entry) if entry is not None else study
    place = study.assignment.index(before)
    if entry is None:
        return edits.without_item(study, "assignment", place)
    return edits.with_item(study, "assignment", place, entry)


def free_name(like: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: ``model``, ``model_2``, ``model_3`` ..."""
    known = set(taken)
    if like not in known:
        return like
    stem = re.sub(r"_\d+$", "", like)
    number = 2
    while f"{stem}_{number}" in known:
        number += 1
    return f"{stem}_{number}"


def names_taken(study: Study) -> set[str]:
    """Return the names that models, analyses and their tests have: no other may have them."""
    named: list[Any] = [*study.models, *study.analyses, *study.sensitivity]
    return {item.name for item in named}


def names_shown(study: Study) -> set[str]:
    """Return the names that tables and charts have."""
    named: list[Any] = [*study.tables, *study.charts]
    return {item.name for item in named}


def _question(like: ModelSpec) -> dict[str, Any]:
    names = ("outcome", "treatment", "sample", "where", "cluster", "covariance")
    return {name: getattr(like, name) for name in names}


def _first(study: Study, choices: Choices) -> dict[str, Any]:
    outcomes = [item.name for item in study.measures] or [
        variable.name for variable in study.variables if variable.type == "number"
    ]
    outcomes = outcomes or [choice.name for choice in choices.variables]
    treatments = [choice.name for choice in (*choices.services, *choices.variables)]
    treatments = [name for name in treatments if name not in outcomes[:1]]
    if not outcomes or not treatments:
        raise DocumentError(
            "A model needs an outcome and something that may have changed it.",
            where="models",
            remedy="Add the waves, and link a service.",
        )
    cluster = ["household"] if "household" in study.panel.levels else ["person"]
    return {
        "outcome": outcomes[0],
        "treatment": treatments[0],
        "cluster": tuple(cluster) if study.panel.person else (),
        "covariance": "cr2" if study.panel.person else None,
    }


def _table_for(model: ModelSpec) -> Any:  # noqa: ANN401  # tables differ in what they take
    """Return the sort of table that shows a model."""
    return families()["tables"][model.shown_in]


def _chart_of(model: ModelSpec) -> Any:  # noqa: ANN401  # charts differ in what they take
    """Return the sort of chart that draws a model by itself."""
    return families()["charts"][model.drawn_as]


def _replaced(models: tuple[ModelSpec, ...], place: int, model: ModelSpec) -> tuple[Any, ...]:
    return (*models[:place], model, *models[place + 1 :])


def _fitting(table: TableSpec, before: ModelSpec, model: ModelSpec) -> TableSpec:
    """Return a table that shows this model alone as one of the sort its new kind needs."""
    kind, was = _table_for(model), _table_for(before)
    if kind is was or type(table) is not was or table.uses() != (model.name,):
        return table
    made: TableSpec = kind(name=table.name, title=table.title, models=(model.name,))
    return made


def _without(items: Iterable[Any], name: str) -> tuple[Any, ...]:
    """Return tables or charts without a result; those that showed it alone are left out."""
    kept = []
    for item in items:
        if name not in item.uses():
            kept.append(item)
            continue
        several = next((field for field in _LISTS if len(getattr(item, field, ())) > 1), None)
        if several is not None and name in getattr(item, several):
            rest = tuple(one for one in getattr(item, several) if one != name)
            kept.append(item.model_copy(update={several: rest}))
    return tuple(kept)


def _families_without(families: Iterable[Family], name: str) -> tuple[Family, ...]:
    """Return families without a model; one of a single model is none any more."""
    left = (
        family.model_copy(update={"members": tuple(one for one in family.members if one != name)})
        for family in families
    )
    return tuple(family for family in left if len(family.members) > 1)


def following(study: Study, old: str, new: str) -> dict[str, Any]:
    """Return the parts of a study that name a result, under its new name, by field.

    Parameters
    ----------
    study : Study
        The study as it is.
    old, new : str
        Name of a model or an analysis before and after.
    """
    quoted = re.compile(rf"\{{{re.escape(old)}\.")
    start = f"{old}."

    def told(value: Any) -> Any:  # noqa: ANN401  # parsed TOML
        if isinstance(value, str):
            text = quoted.sub(f"{{{new}.", value)
            return f"{new}.{text.removeprefix(start)}" if text.startswith(start) else text
        if isinstance(value, dict):
            return {key: told(one) for key, one in value.items()}
        return [told(one) for one in value] if isinstance(value, list) else value

    fields: dict[str, Any] = {
        group: tuple(_named(item, old, new) for item in getattr(study, group))
        for group in ("tables", "charts", "families", "sensitivity")
    }
    for group in ("roi", "brief"):
        part = getattr(study, group)
        if part is not None:
            fields[group] = told(part.model_dump(mode="json", by_alias=True, exclude_none=True))
    fields["reproduces"] = tuple(
        one.model_copy(update={"quantity": told(one.quantity)}) for one in study.reproduces
    )
    return fields


def _named(item: Any, old: str, new: str) -> Any:  # noqa: ANN401  # a table or a chart
    changes: dict[str, Any] = {}
    for field in _LISTS:
        names = getattr(item, field, ())
        if old in names:
            changes[field] = tuple(new if name == old else name for name in names)
    for field in _SINGLE:
        if getattr(item, field, None) == old:
            changes[field] = new
    return item.model_copy(update=changes) if changes else item
