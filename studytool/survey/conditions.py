"""A condition of ``where`` told in words, for notes that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.expression import parse
from studytool.core.expression_tree import Binary, Call, Name, Node, Number, Text, Unary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel

FAMILY_LEVELS = ("household", "hh", "family")
"""Levels whose values are IDs of families."""
CHOSEN_BY_ID = "chosen by ID"
"""What is told of a condition that names people or families."""
_COMPARED = {
    "==": "is",
    "!=": "is not",
    "<": "is under",
    "<=": "is at most",
    ">": "is over",
    ">=": "is at least",
}


def in_words(text: str, panel: Panel) -> str:
    """Return a condition in words, such as "site is Johannesburg and Age is at least 6".

    Parameters
    ----------
    text : str
        The condition as written in the document.
    panel : Panel
        Labels of variables and of their values; the column that names people.

    Returns
    -------
    str
        The condition as written where it does more than compare variables with values; no more
        than that it chose people by their ID where it names IDs. Empty for no condition.
    """
    if not text:
        return ""
    condition = parse(text)
    if any(is_id(name, panel) for name in condition.names()):
        return CHOSEN_BY_ID
    return _told(condition.tree, panel.codebook) or text


def is_id(name: str, panel: Panel) -> bool:
    """Return whether a column, or a level by its name, says which person or family a row is of.

    Parameters
    ----------
    name : str
        Column, or level of the design.
    panel : Panel
        Its design names them.
    """
    levels = panel.design.levels
    families = {levels[level] for level in FAMILY_LEVELS if level in levels}
    return levels.get(name, name) in {panel.design.person, *families}


def _told(node: Node, codebook: Mapping[str, Variable]) -> str:
    match node:
        case Binary(mark, left, right) if mark in {"and", "or"}:
            parts = (_side(left, mark, codebook), _side(right, mark, codebook))
            return f"{parts[0]} {mark} {parts[1]}" if all(parts) else ""
        case Binary(mark, Name(name), Text() | Number() as value) if mark in _COMPARED:
            return f"{_label(name, codebook)} {_COMPARED[mark]} {_value(name, value, codebook)}"
        case Unary("not", operand):
            inner = _told(operand, codebook)
            return f"not ({inner})" if inner else ""
        case Call("isin", (Name(name), *values)):
            told = [_value(name, value, codebook) for value in values]
            return f"{_label(name, codebook)} is {' or '.join(told)}" if all(told) else ""
        case Call("is_missing", (Name(name),)):
            return f"{_label(name, codebook)} is missing"
    return ""


def _side(node: Node, mark: str, codebook: Mapping[str, Variable]) -> str:
    """Return one side of ``and`` or ``or``, in brackets where it is the other of the two."""
    told = _told(node, codebook)
    other = isinstance(node, Binary) and node.mark in {"and", "or"} and node.mark != mark
    return f"({told})" if told and other else told


def _label(name: str, codebook: Mapping[str, Variable]) -> str:
    return codebook[name].shown if name in codebook else name


def _value(name: str, value: Node, codebook: Mapping[str, Variable]) -> str:
    if not isinstance(value, (Text, Number)):
        return ""
    written = value.value if isinstance(value, Text) else f"{value.value:g}"
    labels = codebook[name].labels if name in codebook else {}
    return labels.get(written, written)
