"""The safe arithmetic of ``[[derived]]`` and ``where``: read by us, no Python evaluated.

Numbers, 'texts', names of columns, ``+ - * / **``, comparisons, ``and or not``, brackets, and the
functions of `expression_parser.FUNCTIONS`. What is missing stays missing, in logic as well:
``missing and false`` is false, ``missing and true`` is missing. What has no answer (a division by
zero, the logarithm of a negative number) is missing, never infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.expression_parser import read
from studytool.core.expression_tree import COMPARISONS, Binary, Call, Name, Node, Text, walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that could be read.

    Attributes
    ----------
    text : str
        As written.
    tree : Node
        What it says.
    """

    text: str
    tree: Node

    def names(self) -> tuple[str, ...]:
        """Return the columns it reads, in order of first use."""
        found = (node.name for node in walk(self.tree) if isinstance(node, Name))
        return tuple(dict.fromkeys(found))

    def text_names(self) -> tuple[str, ...]:
        """Return the columns it compares with a text, so that they must be read as text."""
        groups = [
            (node.left, node.right) if isinstance(node, Binary) else node.arguments
            for node in walk(self.tree)
            if (isinstance(node, Binary) and node.mark in COMPARISONS)
            or (isinstance(node, Call) and node.function == "isin")
        ]
        found = (
            part.name
            for parts in groups
            if any(isinstance(part, Text) for part in parts)
            for part in parts
            if isinstance(part, Name)
        )
        return tuple(dict.fromkeys(found))


def parse(text: str) -> Expression:
    """Read an expression; no data are needed.

    Parameters
    ----------
    text : str
        As written in the study document.

    Returns
    -------
    Expression
        Ready to be evaluated.

    Raises
    ------
    DocumentError
        If it cannot be read; says at which character, and why.
    """
    return Expression(text, read(text))


def evaluate(
    expression: Expression,
    columns: Mapping[str, pd.Series],
    *,
    n_rows: int,
    person: pd.Series | None = None,
    wave: pd.Series | None = None,
    waves: Sequence[float] = (),
) -> pd.Series:
    """Compute an expression for every row.

    Parameters
    ----------
    expression : Expression
        What to compute.
    columns : mapping of str to Series, shape (n_rows,)
        Columns it may read: numbers, texts or dates. Rows are matched by position.
    n_rows : int
        Rows in each column.
    person, wave : Series, shape (n_rows,), optional
        Who and when; ``lag``, ``diff`` and ``first`` need them.
    waves : sequence of float
        Waves of the study in order; those in `wave` where empty.

    Returns
    -------
    Series, shape (n_rows,)
        float64 (true is 1, false is 0), or str; missing where there is no answer.

    Raises
    ------
    DocumentError
        If a column does not exist or is not of the type the expression needs.
    """
    from studytool.core.expression_values import Rows, result

    rows = Rows(columns, n_rows=n_rows, person=person, wave=wave, waves=tuple(waves))
    return result(expression.tree, rows)


def keep(
    text: str | Expression,
    columns: Mapping[str, pd.Series],
    *,
    n_rows: int,
    person: pd.Series | None = None,
    wave: pd.Series | None = None,
    waves: Sequence[float] = (),
) -> npt.NDArray[np.bool_]:
    """Return which rows a ``where`` keeps: those where it is true.

    Parameters
    ----------
    text : str or Expression
        The condition; an empty text keeps every row.
    columns, n_rows, person, wave, waves
        As in `evaluate`.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        False where the condition is false, and where it is missing.

    Raises
    ------
    DocumentError
        If it cannot be read, or gives texts instead of true and false.
    """
    import numpy as np

    if isinstance(text, str) and not text.strip():
        return np.ones(n_rows, dtype=bool)
    expression = parse(text) if isinstance(text, str) else text
    from studytool.core.expression_values import Rows, truth

    rows = Rows(columns, n_rows=n_rows, person=person, wave=wave, waves=tuple(waves))
    return np.asarray(truth(expression.tree, rows) == 1)
