"""Study changes: what differs between two studies, in the words of the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.gui.words import field_label
from studytool.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studytool.core.spec import Spec

_ONE: Mapping[str, str] = {
    "waves": "wave",
    "variables": "variable",
    "derived": "computed variable",
    "measures": "score",
    "exposures": "service",
    "analyses": "description",
    "models": "model",
    "tables": "table",
    "charts": "chart",
    "costs": "cost",
    "parameters": "assumption",
}
_WHOLE: Mapping[str, str] = {
    "title": "title",
    "seed": "seed",
    "files": "folder of the files",
    "panel": "key of the panel",
    "assignment": "how children were chosen",
    "decisions": "decisions about the data",
    "report": "order and notes of the report",
    "disclosure": "protection of small cells",
    "released": "small cells that may be shown",
    "roi": "value for money",
    "brief": "brief",
    "reproduces": "published numbers to meet",
}
_LONGEST = 60


def changes(before: Study, after: Study) -> tuple[str, ...]:
    """Return what differs between two studies, a line each, in the order of the document.

    Parameters
    ----------
    before, after : Study
        Neither is run; what respondents answered is in neither.
    """
    found: list[str] = []
    for group in Study.model_fields:
        old, new = getattr(before, group), getattr(after, group)
        if old == new:
            continue
        if group in _ONE:
            found += _of_items(_ONE[group], old, new)
        else:
            found.append(_of_whole(_WHOLE.get(group, group), old, new))
    return tuple(found)


def _of_whole(what: str, old: object, new: object) -> str:
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) != len(new):
        return f"{_capital(what)}: {len(old)} before, {len(new)} now"
    return f"{_capital(what)}{_from_to(old, new)}"


def _of_items(what: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[str]:
    was, now = _by_name(old), _by_name(new)
    for name in now:
        if name not in was:
            yield f"{_capital(what)} {name}: added"
    for name in was:
        if name not in now:
            yield f"{_capital(what)} {name}: removed"
        elif was[name] != now[name]:
            yield from _of_fields(f"{_capital(what)} {name}", was[name], now[name])
    both = [name for name in was if name in now]
    if both != [name for name in now if name in was]:
        yield f"{_capital(what)}s: in another order"


def _of_fields(what: str, old: Spec, new: Spec) -> Iterator[str]:
    if type(old) is not type(new):
        yield f"{what}: another method"
        return
    for name in type(new).model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{what}, {field_label(type(new), name).lower()}{_from_to(was, now)}"


def _by_name(items: tuple[Any, ...]) -> dict[str, Any]:
    """Return items by what they are called; those called alike are numbered."""
    found: dict[str, Any] = {}
    for item in items:
        called = str(getattr(item, "name", "") or getattr(item, "number", "") or "")
        name = called or str(getattr(item, "label", "") or "without a name")
        alike, tried = 1, name
        while tried in found:
            alike += 1
            tried = f"{name} ({alike})"
        found[tried] = item
    return found


def _from_to(old: object, new: object) -> str:
    was, now = _said(old), _said(new)
    return f": {was} before, {now} now" if was and now and was != now else ": changed"


def _said(value: object) -> str:
    """Return a value in words; empty where it takes too many."""
    if value is None or value in ((), ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple) and all(isinstance(part, str | int | float) for part in value):
        value = ", ".join(str(part) for part in value)
    if not isinstance(value, str | int | float):
        return ""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
