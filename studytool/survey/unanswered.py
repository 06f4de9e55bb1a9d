"""Rows in which everything is there and an expression still has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studytool.core.expression import Expression
from studytool.core.expression_tree import Call, Name, children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from studytool.core.expression_tree import Node

Mask = NDArray[np.bool_]

OTHER_ROWS = ("lag", "diff", "first", "mean")
"""Functions that read other rows: what they find there is an input, and may be missing."""


def find_unanswered(tree: Node, compute: Callable[[Expression], pd.Series]) -> Mask:
    """Return the rows in which all inputs have a value and the expression has none.

    Parameters
    ----------
    tree : Node
        What the expression says.
    compute : callable
        Computes an expression for every row.

    Returns
    -------
    ndarray of bool, shape (n,)
        Rows without an answer, also inside lag(), diff(), first() and mean(). A first wave, which
        has no earlier one, is not among them.
    """

    def is_missing(part: Node) -> Mask:
        # a date cannot be a result, but whether it is missing can
        return np.asarray(compute(Expression("", Call("is_missing", (part,)))) == 1)

    parts = list(_inputs(tree))
    found = is_missing(tree)
    for part in parts if found.any() else ():
        found = found & ~is_missing(part)
    for part in parts:
        if isinstance(part, Call):
            found = found | find_unanswered(part.arguments[0], compute)
    return found


def _inputs(node: Node) -> Iterator[Node]:
    """Yield the columns of a tree and its calls that read other rows, not what is in these."""
    if isinstance(node, Name) or (isinstance(node, Call) and node.function in OTHER_ROWS):
        yield node
        return
    for child in children(node):
        yield from _inputs(child)
