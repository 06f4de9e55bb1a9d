"""From one study to the next: pure functions, each result checked as a whole document is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from studytool.core.complaints import complaints
from studytool.core.errors import DocumentError
from studytool.study import Study

if TYPE_CHECKING:
    from studytool.core.spec import Spec


def changed(study: Study, **fields: Any) -> Study:  # noqa: ANN401  # values of the study's fields
    """Return the study with some of its fields replaced.

    Parameters
    ----------
    study : Study
        The study as it is; it stays as it is.
    **fields
        New values by name of the field.

    Returns
    -------
    Study
        Checked as a document is.

    Raises
    ------
    DocumentError
        If the result would not be a sound document; placed at the field, further errors are
        its notes.
    """
    values = {name: getattr(study, name) for name in Study.model_fields} | fields
    try:
        made = Study.model_validate(values)
    except ValidationError as error:
        first, *others = complaints(error, study.model_dump(mode="json") | fields)
        for other in others:
            first.add_note(str(other))
        raise first from None
    return made.placed(study.folder)


def items_of(study: Study, group: str) -> tuple[Any, ...]:
    """Return the entries of a list of the document, such as "models".

    Raises
    ------
    DocumentError
        If the list is kept in a file of its own.
    """
    items = getattr(study, group)
    if not isinstance(items, tuple):
        raise DocumentError(
            f"The {group} of this study are kept in the file {items}.",
            where=group,
            remedy="Change them there, or move them into the document first.",
        )
    return items


def added(study: Study, group: str, item: Spec) -> Study:
    """Return the study with one more entry at the end of a list."""
    return changed(study, **{group: (*items_of(study, group), item)})


def with_item(study: Study, group: str, place: int, item: Spec) -> Study:
    """Return the study with one entry of a list replaced.

    Parameters
    ----------
    study : Study
        The study as it is.
    group : str
        The list, such as "models".
    place : int
        Which entry, from 0.
    item : Spec
        The new entry.
    """
    items = list(items_of(study, group))
    items[place] = item
    return changed(study, **{group: tuple(items)})


def without_item(study: Study, group: str, place: int) -> Study:
    """Return the study without one entry of a list.

    Raises
    ------
    DocumentError
        If something else of the study refers to it; says what.
    """
    items = items_of(study, group)
    return changed(study, **{group: (*items[:place], *items[place + 1 :])})


def moved(study: Study, group: str, place: int, to: int) -> Study:
    """Return the study with one entry of a list at another place of the list."""
    items = list(items_of(study, group))
    items.insert(to, items.pop(place))
    return changed(study, **{group: tuple(items)})
