"""Edits of services: what names one, and what a new register becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studytool.core.errors import DocumentError
from studytool.core.spec import kinds
from studytool.exposure import rules
from studytool.exposure.rule import Exposure
from studytool.gui import edits
from studytool.gui.file_root import source_of, with_root
from studytool.gui.model_edits import free_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from studytool.study import Study

_WORDS = frozenset({"title", "label", "reason", "source", "name", "unit"})


def users_of_service(study: Study, name: str) -> tuple[str, ...]:
    """Return what names the variable of a service, in words for a list."""
    groups = (
        ("the model", study.models),
        ("the table", study.analyses),
        ("the variable", study.derived),
        ("the score", study.measures),
    )
    users = [
        f"{what} “{getattr(item, 'title', '') or item.name}”"
        for what, items in groups
        for item in items
        if _names(item, name)
    ]
    if any(_names(entry, name) for entry in study.assignment):
        users.append("how people were chosen")
    return tuple(users)


def with_service(study: Study, place: int, exposure: Exposure) -> Study:
    """Return the study with a service replaced.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Which service, from 0.
    exposure : Exposure
        The service after the edit.

    Raises
    ------
    DocumentError
        If the result would not be a sound document, or the name changed and something uses it.
    """
    before = study.exposures[place]
    if before.name != exposure.name:
        _refuse_used(study, before.name, f"exposures[{place}].name")
    return edits.with_item(study, "exposures", place, exposure)


def with_new_service(study: Study, entry: Mapping[str, Any], path: Path) -> Study:
    """Return the study with one more service; the file stays where it is.

    Parameters
    ----------
    study : Study
        The study as it is.
    entry : mapping
        As `proposed_exposure` makes it.
    path : Path
        The register.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    placed = with_root(study, [path])
    member = kinds(Exposure, rules)[str(entry.get("kind", "ever"))]
    made = member.model_validate({**entry, "source": source_of(placed, path)})
    return edits.added(placed, "exposures", made)


def with_copy(study: Study, place: int) -> Study:
    """Return the study with a service twice, the copy under a name of its own."""
    exposure = study.exposures[place]
    name = free_name(exposure.name, names_of_columns(study))
    label = f"{exposure.label}, copy" if exposure.label else ""
    copy = exposure.model_copy(update={"name": name, "label": label})
    exposures = (*study.exposures[: place + 1], copy, *study.exposures[place + 1 :])
    return edits.changed(study, exposures=exposures)


def without_service(study: Study, place: int) -> Study:
    """Return the study without a service.

    Raises
    ------
    DocumentError
        If something uses its variable; says what.
    """
    _refuse_used(study, study.exposures[place].name, f"exposures[{place}]")
    return edits.without_item(study, "exposures", place)


def names_of_columns(study: Study) -> set[str]:
    """Return the names of the variables a study makes: no other may have them."""
    made: tuple[Any, ...] = (*study.exposures, *study.measures, *study.derived, *study.variables)
    return {item.name for item in made}


def _refuse_used(study: Study, name: str, where: str) -> None:
    users = users_of_service(study, name)
    if users:
        raise DocumentError(
            f"“{name}” is used by {', '.join(users)}.",
            where=where,
            remedy="Take it out there first.",
        )


def _names(item: Any, name: str) -> bool:  # noqa: ANN401  # any entry of the document
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    values = item.model_dump(mode="json", exclude=_WORDS)
    return any(word.search(text) for text in _texts(values))


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # parsed TOML
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
