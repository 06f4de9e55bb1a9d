"""What an expression says, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
"""Marks that compare two values."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """A mark before a value: ``-``, ``+`` or ``not``."""

    mark: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """A mark between two values."""

    mark: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is applied to; `by` names the columns of ``by=``."""

    function: str
    arguments: tuple[Node, ...]
    by: tuple[str, ...] = ()


Node = Number | Text | Name | Unary | Binary | Call


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of `node`, in the order written."""
    if isinstance(node, Unary):
        return (node.operand,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Call):
        return (*node.arguments, *(Name(name) for name in node.by))
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and everything in it, in the order written."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def height(node: Node) -> int:
    """Return how many levels the tree has; a single number has one."""
    levels, waiting = 0, [node]
    while waiting:
        levels += 1
        waiting = [child for one in waiting for child in children(one)]
    return levels
