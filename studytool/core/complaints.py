"""What pydantic found wrong with a document, told as StudyErrors at the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WORDS = {
    "union_tag_not_found": 'This needs a kind, such as kind = "...".',
    "int_parsing": "A whole number is needed here.",
    "int_type": "A whole number is needed here.",
    "int_from_float": "A whole number is needed here.",
    "float_parsing": "A number is needed here.",
    "float_type": "A number is needed here.",
    "string_type": "A text in quotes is needed here.",
    "bool_type": "true or false is needed here.",
    "bool_parsing": "true or false is needed here.",
    "tuple_type": "A list in square brackets is needed here.",
    "dict_type": "A table is needed here.",
    "model_type": "A table is needed here.",
    "model_attributes_type": "A table is needed here.",
}


_BOUNDS = {
    "greater_than": "This has to be above {gt}.",
    "greater_than_equal": "This has to be at least {ge}.",
    "less_than": "This has to be below {lt}.",
    "less_than_equal": "This has to be at most {le}.",
    "finite_number": "This has to be a number that is not infinite.",
    "string_too_long": "This may have at most {max_length} characters.",
    "string_pattern_mismatch": "This is not written as it has to be: {pattern}.",
    "too_long": "At most {max_length} entries may stand here.",
}
_LEAST_ENTRIES = "At least {min_length} {entries} needed here."


def _bound(details: ErrorDetails) -> str:
    """Return in plain words which limit was passed, empty where none was."""
    context = details.get("ctx", {})
    match details["type"]:
        case "too_short":
            number = int(context["min_length"])
            entries = "entry is" if number == 1 else "entries are"
            return _LEAST_ENTRIES.format(min_length=number, entries=entries)
        case "string_too_short":
            return "This must not be empty."
        case kind if kind in _BOUNDS:
            return _BOUNDS[kind].format_map(
                {name: _plain(value) for name, value in context.items()}
            )
    return ""


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _place(location: tuple[int | str, ...], document: Any) -> str:  # noqa: ANN401  # parsed TOML
    """Write ``models[1].cluster`` for a location; a step the document has not is a union's tag."""
    place, here = "", document
    for step in location:
        if isinstance(step, int):
            place += f"[{step}]"
            here = here[step] if isinstance(here, list) and step < len(here) else None
        elif isinstance(here, dict) and step in here:
            place += f".{step}" if place else step
            here = here.get(step)
    return place


def _second_of_name(lists: str, name: str, document: Any) -> str:  # noqa: ANN401  # parsed TOML
    """Return the second place with a name among "models and analyses" or such lists."""
    places = [
        f"{key}[{place}].name"
        for key in lists.replace(" and ", ", ").split(", ")
        for place, entry in enumerate(document.get(key) or ())
        if isinstance(entry, dict) and entry.get("name") == name
    ]
    return places[1] if len(places) > 1 else ""


def _complaint(details: ErrorDetails, document: Any) -> DocumentError:  # noqa: ANN401  # parsed TOML
    context = details.get("ctx", {})
    where = _place(details["loc"], document)
    kind = details["type"]
    if kind == "unknown_key":
        place = f"{where}.{context['key']}" if where else str(context["key"])
        return DocumentError(
            f'There is no "{context["key"]}" here.', where=place, remedy=str(context["remedy"])
        )
    if kind == "unknown_name":
        what = f'"{context["name"]}" is not in the document, or no longer.'
        return DocumentError(what, where=str(context["place"]), remedy=str(context["hint"]))
    if kind == "name_twice":
        what = f'The name "{context["name"]}" is given {context["times"]} times.'
        where = _second_of_name(str(context["what"]), str(context["name"]), document)
        return DocumentError(what, where=where, remedy="Give each a name of its own.")
    if kind == "union_tag_invalid":
        known = [name.strip("' ") for name in str(context["expected_tags"]).split(",")]
        what = f'There is no kind "{context["tag"]}".'
        return DocumentError(what, where=where, remedy=nearest(str(context["tag"]), known))
    if kind == "literal_error":
        what = f"This has to be one of: {context['expected']}."
        return DocumentError(what, where=where)
    if kind == "unfit_sensitivity":
        where = f"sensitivity[{context['place']}].model"
    what = _WORDS.get(kind) or _bound(details) or details["msg"].removeprefix("Value error, ")
    if kind == "missing":
        what = f'"{details["loc"][-1]}" is needed here and is not there.'
        where = _place(details["loc"][:-1], document)
    return DocumentError(what[0].upper() + what[1:], where=where)


def complaints(error: ValidationError, document: Any) -> tuple[DocumentError, ...]:  # noqa: ANN401
    """Return one error for each field that is wrong, in the order of the document.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised.
    document : dict
        The parsed document it was raised for, to place errors in.

    Returns
    -------
    tuple of DocumentError
        At least one.
    """
    found: dict[str, DocumentError] = {}
    for details in error.errors(include_url=False, include_input=False):
        complaint = _complaint(details, document)
        found.setdefault(str(complaint), complaint)
    return tuple(found.values())
