"""Edits of variables that touch more than the variable: what names it, and what a new one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studytool.core.errors import DocumentError
from studytool.gui import edits
from studytool.gui.model_edits import free_name
from studytool.gui.readings import shape_of
from studytool.survey.derive import Derived
from studytool.survey.measures.sum_scale import SumScale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.core.spec import Spec
    from studytool.gui.choices import Choices
    from studytool.study import Study
    from studytool.survey.panel import Panel

GROUPS = ("measures", "derived")
"""Lists of the document that hold computed variables."""

_NO_NAMES = frozenset({
    "title", "label", "reason", "source", "name", "unit", "kind", "domain", "version", "lowest",
    "labels", "cut", "file", "model", "models", "analysis", "analyses", "table", "text",
    "sensitivity",
})  # fmt: skip
_NUMBERED = re.compile(r"^(?P<stem>.*?)_?\d+$")
_REFERENCE = re.compile(r"\{([^{}|]+)")
_FEWEST_ITEMS = 2


def users_of_variable(study: Study, name: str) -> tuple[str, ...]:
    """Return what names a variable, in words for a list."""
    groups = (
        ("the model", study.models),
        ("the table", study.analyses),
        ("the variable", study.derived),
        ("the score", study.measures),
        ("the sensitivity analysis", study.sensitivity),
    )
    users = [
        f"{what} “{getattr(item, 'title', '') or item.name}”"
        for what, items in groups
        for item in items
        if _mentions(item, name)
    ]
    if any(_mentions(entry, name) for entry in study.assignment):
        users.append("how people were chosen")
    return tuple(users)


def left_without(users: Sequence[str]) -> str:
    """Return what cannot be had any more without a variable, as a sentence."""
    verb = "need" if len(users) > 1 else "needs"
    return f"{listed(users)} {verb} it and cannot be computed without it."


def listed(users: Sequence[str]) -> str:
    """Return a list of what uses a variable as the beginning of a sentence."""
    *most, last = users
    told = f"{', '.join(most)} and {last}" if most else last
    return f"{told[:1].upper()}{told[1:]}"


def names_of_columns(study: Study) -> set[str]:
    """Return the names of the variables a study makes: no other may have them."""
    made: tuple[Any, ...] = (*study.exposures, *study.measures, *study.derived, *study.variables)
    return {item.name for item in made}


def with_computed(study: Study, group: str, place: int, item: Any) -> Study:  # noqa: ANN401  # either
    """Return the study with a computed variable replaced; what named it follows to a new name.

    Parameters
    ----------
    study : Study
        The study as it is.
    group : str
        "measures" or "derived".
    place : int
        Which of them, from 0.
    item : Measure or Derived
        The variable after the edit.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    items = edits.items_of(study, group)
    before = items[place]
    replaced = (*items[:place], item, *items[place + 1 :])
    if before.name == item.name:
        return edits.changed(study, **{group: replaced})
    refuse_taken(study, item.name, f"{group}[{place}].name")
    followed = edits.changed(study, **{group: replaced})
    return edits.changed(followed, **following(followed, before.name, item.name))


def refuse_taken(study: Study, name: str, where: str) -> None:
    """Raise an error if another variable has a name already.

    Raises
    ------
    DocumentError
        At `where`.
    """
    if name in names_of_columns(study):
        raise DocumentError(
            f"“{name}” is the name of another variable.",
            where=where,
            remedy="Give it a name of its own.",
        )


def with_new_derived(
    study: Study, choices: Choices, panel: Panel | None = None
) -> tuple[Study, str]:
    """Return the study with one more variable by formula, and its name.

    Raises
    ------
    DocumentError
        If there is nothing it could be computed from.
    """
    name = free_name("computed", names_of_columns(study))
    first = _numbers(study, choices, panel)[0]
    made = Derived(name=name, expression=first, label=f"{choices.label(first)}, computed")
    return edits.added(study, "derived", made), name


def with_new_score(study: Study, choices: Choices, panel: Panel | None = None) -> tuple[Study, str]:
    """Return the study with one more score, of items that are numbered alike, and its name.

    Raises
    ------
    DocumentError
        If there is nothing it could be computed from.
    """
    name = free_name("score", names_of_columns(study))
    made = SumScale(name=name, label="New score", items=items_for(study, choices, panel))
    return edits.added(study, "measures", made), name


def with_copy(study: Study, group: str, place: int) -> tuple[Study, str]:
    """Return the study with a computed variable twice, and the name of the copy."""
    items = edits.items_of(study, group)
    before = items[place]
    name = free_name(before.name, names_of_columns(study))
    label = f"{before.label}, copy" if before.label else ""
    copy = before.model_copy(update={"name": name, "label": label})
    made = (*items[: place + 1], copy, *items[place + 1 :])
    return edits.changed(study, **{group: made}), name


def items_for(study: Study, choices: Choices, panel: Panel | None = None) -> tuple[str, ...]:
    """Return the items a new score begins with: the largest numbered set no score uses yet.

    Raises
    ------
    DocumentError
        If there are no variables.
    """
    names = _numbers(study, choices, panel)
    used = {name for measure in study.measures for name in measure.inputs()}
    sets: dict[str, list[str]] = {}
    for name in names:
        found = _NUMBERED.match(name)
        if found is not None and name not in used:
            sets.setdefault(found["stem"], []).append(name)
    largest = max(sets.values(), key=len, default=[])
    free = [name for name in names if name not in used]
    return tuple(largest if len(largest) >= _FEWEST_ITEMS else (free or names)[:_FEWEST_ITEMS])


def _numbers(study: Study, choices: Choices, panel: Panel | None) -> Sequence[str]:
    """Return the names of variables of the files that hold numbers."""
    computed = {item.name for group in GROUPS for item in edits.items_of(study, group)}
    entries = (*(panel.codebook.values() if panel is not None else ()), *study.variables)
    words = {entry.name for entry in entries if entry.type != "number"}
    words |= {*study.panel.levels.values()}
    names = [one.name for one in choices.variables if one.name not in computed | words]
    if not names:
        raise DocumentError(
            "There is nothing to compute from yet.",
            where="measures",
            remedy="Add the files of the waves first.",
        )
    return names


def following(study: Study, old: str, new: str) -> dict[str, Any]:
    """Return the parts of a study that name a variable, under its new name, by field.

    Parameters
    ----------
    study : Study
        The study as it is.
    old, new : str
        Name of a service, a score or a computed variable before and after.
    """
    word = re.compile(rf"(?<![\w.]){re.escape(old)}(?!\w)")
    term = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")

    def quoted(reference: str) -> str:
        result, dot, rest = reference.partition(".")
        return result + dot + term.sub(new, rest)

    def told(value: Any) -> Any:  # noqa: ANN401  # parsed TOML
        if isinstance(value, str):
            return _REFERENCE.sub(lambda found: "{" + quoted(found[1]), value)
        if isinstance(value, dict):
            return {key: told(one) for key, one in value.items()}
        return [told(one) for one in value] if isinstance(value, list) else value

    groups = ("models", "analyses", "sensitivity", "assignment", "tables", "charts", *GROUPS)
    fields: dict[str, Any] = {
        group: tuple(_renamed(item, word, old, new) for item in getattr(study, group))
        for group in groups
    }
    if study.roi is not None:
        fields["roi"] = study.roi.model_copy(update={"effect": quoted(study.roi.effect)})
    if study.brief is not None:
        written = study.brief.model_dump(mode="json", by_alias=True, exclude_none=True)
        fields["brief"] = told(written)
    fields["reproduces"] = tuple(
        one.model_copy(update={"quantity": quoted(one.quantity)}) for one in study.reproduces
    )
    return fields


def _renamed(item: Any, word: re.Pattern[str], old: str, new: str) -> Any:  # noqa: ANN401  # any spec
    """Return an entry in which a variable is called otherwise."""

    def renamed(value: Any) -> Any:  # noqa: ANN401  # any value of a field
        if isinstance(value, str):
            return word.sub(new, value)
        if isinstance(value, dict):
            return {new if key == old else key: one for key, one in value.items()}
        return type(value)(map(renamed, value)) if isinstance(value, (tuple, list)) else value

    fields = {name: getattr(item, name) for name in _naming(type(item))}
    changes = {name: renamed(value) for name, value in fields.items()}
    different = {name: value for name, value in changes.items() if value != fields[name]}
    return item.model_copy(update=different) if different else item


def _naming(spec: type[Spec]) -> Iterator[str]:
    """Yield the fields of a spec that may name a variable."""
    for name, field in spec.model_fields.items():
        if name not in _NO_NAMES and not shape_of(field.annotation).literals:
            yield name


def _mentions(item: Any, name: str) -> bool:  # noqa: ANN401  # any entry of the document
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    values = {field: getattr(item, field) for field in _naming(type(item))}
    return any(word.search(text) for value in values.values() for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # any value of a field
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one)
