"""Computes an expression for every row. Imports NumPy: loaded only where there are data."""

from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.expression_columns import (
    Floats,
    Rows,
    Values,
    arithmetic,
    as_numbers,
    both,
    column,
    compare,
    either,
    numbers,
    truth_of,
)
from studytool.core.expression_functions import call
from studytool.core.expression_tree import (
    COMPARISONS,
    Binary,
    Call,
    Name,
    Node,
    Number,
    Text,
    Unary,
    walk,
)

__all__ = ["Rows", "result", "truth"]


def result(tree: Node, rows: Rows) -> pd.Series:
    """Return the expression's value for every row.

    Parameters
    ----------
    tree : Node
        What to compute.
    rows : Rows
        For which rows.

    Returns
    -------
    Series, shape (n_rows,)
        float64 or str, with the index of the columns it read.

    Raises
    ------
    DocumentError
        If a column is unknown or of the wrong type, or the result is a date.
    """
    values = _value(tree, rows)
    if values.sort == "date":
        raise DocumentError(
            "The expression gives a date.",
            remedy="Subtract one date from another for days, or compare them.",
        )
    return pd.Series(
        values.cells,
        index=_index(tree, rows),
        dtype="float64" if values.sort == "number" else "str",
    )


def truth(tree: Node, rows: Rows) -> Floats:
    """Return 1 where a condition is true, 0 where false, missing where it is missing.

    Parameters
    ----------
    tree : Node
        The condition.
    rows : Rows
        For which rows.

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        Truth of each row.
    """
    return truth_of(_value(tree, rows))


def _index(tree: Node, rows: Rows) -> pd.Index:
    for node in walk(tree):
        if isinstance(node, Name):
            return rows.columns[node.name].index
    return pd.RangeIndex(rows.n_rows)


def _value(node: Node, rows: Rows) -> Values:
    if isinstance(node, Name):
        return column(node.name, rows)
    if isinstance(node, Number):
        return numbers(np.full(rows.n_rows, node.value), "a number")
    if isinstance(node, Text):
        return Values("text", np.full(rows.n_rows, node.value, dtype=object), "a text")
    if isinstance(node, Unary):
        return _unary(node, rows)
    if isinstance(node, Call):
        values = [_value(argument, rows) for argument in node.arguments]
        return call(node.function, values, node.by, rows)
    return _binary(node, rows)


def _unary(node: Unary, rows: Rows) -> Values:
    operand = _value(node.operand, rows)
    if node.mark == "not":
        return numbers(1 - truth_of(operand))
    cells = as_numbers(operand, "calculated with")
    return numbers(-cells if node.mark == "-" else cells)


def _binary(node: Binary, rows: Rows) -> Values:
    left, right = _value(node.left, rows), _value(node.right, rows)
    if node.mark in COMPARISONS:
        return compare(node.mark, left, right)
    if node.mark == "and":
        return numbers(both(truth_of(left), truth_of(right)))
    if node.mark == "or":
        return numbers(either(truth_of(left), truth_of(right)))
    return arithmetic(node.mark, left, right)
