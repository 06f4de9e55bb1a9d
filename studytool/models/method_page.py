"""The registry of methods as plain text: one page each, wrapped, labels on the left."""

from __future__ import annotations

from textwrap import TextWrapper
from typing import TYPE_CHECKING, get_args

from studytool.models.method import About
from studytool.models.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.models.method import Method

LABEL = 18
"""Width of the labels on the left."""

LEAST = 40
"""Narrower than this nothing is wrapped."""

PROPERTIES = {
    "scale": "ten times the outcome gives ten times the estimate",
    "shift": "where the outcome has its 0 does not matter",
    "row_order": "the order of rows does not reach a number",
    "relabelling": "the names of people do not reach a number",
    "uniform_p": "p is uniform where there is no effect and there are enough clusters",
}
"""What a property means, in the order in which they are told."""

Entry = tuple[str, str | tuple[str, ...]]


def estimator_page(member: type[ModelSpec], width: int) -> str:
    """Return what an estimator says of itself.

    Parameters
    ----------
    member : type
        The estimator.
    width : int
        Letters a line.
    """
    entries: list[Entry] = [
        ("Question", member.question),
        ("Compares", member.compares),
        ("Right when", member.right_when),
        ("Wrong when", member.wrong_when),
        ("Needs", member.needs_in_words),
        ("Assumes", member.assumes),
        ("Equation", member.equation),
        ("Standard errors", member.standard_errors),
        ("Options", options_of(member)),
        ("Edge cases", member.edge_cases),
        ("Properties", tuple(PROPERTIES[one] for one in PROPERTIES if one in member.properties)),
        ("Verified against", member.verified),
        ("Sources", member.sources),
    ]
    return page(f'{member.in_words()}, kind = "{member.kind_name()}"', entries, width)


def method_page(method: Method, width: int) -> str:
    """Return what a method says of itself that is no estimator.

    Parameters
    ----------
    method : Method
        Standard errors, draws, adjustments of p-values and so on.
    width : int
        Letters a line.
    """
    entries: list[Entry] = [
        ("What for", method.does),
        ("Asked for by", method.asked_by),
        ("Equation", method.equation),
        ("Edge cases", method.edge_cases),
        ("Verified against", method.verified),
        ("Sources", method.sources),
    ]
    return page(method.name, entries, width)


def registry(
    estimators: Iterable[type[ModelSpec]], methods: Sequence[Method], *, width: int
) -> str:
    """Return every page: estimators, the common ones first, then the others by what they are for.

    Parameters
    ----------
    estimators : iterable of type
        Every estimator.
    methods : sequence of Method
        Every other method.
    width : int
        Letters a line.
    """
    ordered = sorted(estimators, key=lambda member: member.order)
    parts = [heading("Estimators"), *(estimator_page(member, width) for member in ordered)]
    for about in get_args(About):
        those = sorted((one for one in methods if one.about == about), key=_name)
        parts += [heading(about.capitalize())] * bool(those)
        parts += [method_page(method, width) for method in those]
    return "\n\n".join(parts)


def options_of(member: type[ModelSpec]) -> tuple[str, ...]:
    """Return the options that only this estimator has, each with what it is for."""
    own = {
        name: field
        for name, field in member.model_fields.items()
        if name not in ModelSpec.model_fields and name != "kind"
    }
    return tuple(f"{name}: {field.description}" for name, field in own.items())


def page(title: str, entries: Sequence[Entry], width: int) -> str:
    """Return one page: its title, and the entries that say something.

    Parameters
    ----------
    title : str
        First line.
    entries : sequence of (str, str or tuple of str)
        Label and what is told, one text or several.
    width : int
        Letters a line.
    """
    lines = [title, "-" * min(len(title), width)]
    for label, told in entries:
        if told:
            lines += _wrapped(label, told, width)
    return "\n".join(lines)


def heading(text: str) -> str:
    """Return the head of several pages."""
    return f"{text.upper()}\n{'=' * len(text)}"


def _name(method: Method) -> str:
    return method.name.casefold()


def _wrapped(label: str, told: str | tuple[str, ...], width: int) -> list[str]:
    """Return one entry: its label once, a mark before each of several texts."""
    texts = (told,) if isinstance(told, str) else told
    mark = "- " if len(texts) > 1 else ""
    lines: list[str] = []
    for place, text in enumerate(texts):
        start = f"{label:<{LABEL}}" if place == 0 else " " * LABEL
        fill = TextWrapper(
            width=max(width, LEAST),
            initial_indent=start + mark,
            subsequent_indent=" " * (LABEL + len(mark)),
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += fill.wrap(text)
    return lines
