"""What answers are called, and which of them a share counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.survey.cell_formats import plain_number
from studytool.survey.codebook import Variable

if TYPE_CHECKING:
    from studytool.survey.panel import Panel

Floats = npt.NDArray[np.float64]


def variable_of(panel: Panel, name: str) -> Variable:
    """Return the codebook's entry of a column, an empty one where it has none."""
    return panel.codebook.get(name) or Variable(name=name)


def value_label(variable: Variable, value: str | float) -> str:
    """Return what a value is called in the codebook, or the value itself as text."""
    code = value if isinstance(value, str) else f"{value:.15g}"
    return variable.labels.get(code, code)


def measured(panel: Panel, name: str) -> Floats:
    """Return the answers of a numeric variable, shape (n,), missing as NaN.

    Raises
    ------
    DocumentError
        If the variable holds texts or dates.
    """
    column = panel.frame[name]
    if not pd.api.types.is_numeric_dtype(column.dtype):
        raise DocumentError(
            f'"{name}" holds no numbers, so it has no mean.',
            remedy='Ask for a share: statistic = "percent" with level.',
        )
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def yes_of(answers: Floats, everyone: Floats) -> int | None:
    """Return how many gave the higher of two answers: their mean tells it.

    Parameters
    ----------
    answers : ndarray of float64, shape (k,)
        Valid answers behind a mean.
    everyone : ndarray of float64, shape (n,)
        All answers to the question, missing as NaN.

    Returns
    -------
    int or None
        None where more than two answers were given, or others than 0 and 1 stand in `answers`.
    """
    given = np.unique(everyone[~np.isnan(everyone)])
    if given.size != 2:  # noqa: PLR2004  # yes and no
        given = np.array([0.0, 1.0])
    if not np.isin(answers, given).all():
        return None
    return int((answers == given[1]).sum())


def cases(panel: Panel, name: str, level: str | float | None) -> tuple[Floats, str]:
    """Return which answers are the value that a share counts.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    name : str
        Variable.
    level : str, float or None
        The value, by its code or its name in the codebook; None for 1 of a 0/1 variable.

    Returns
    -------
    cases : ndarray of float64, shape (n,)
        1 for the value, 0 for other valid answers, NaN where there is none.
    called : str
        What the value is called; empty for 1 of a 0/1 variable.

    Raises
    ------
    DocumentError
        If no value is named and the variable is not 0/1, or the named value does not exist.
    """
    column, variable = panel.frame[name], variable_of(panel, name)
    valid = column.notna().to_numpy()
    if level is None:
        _require_zero_one(name, column, variable)
        code: str | float = 1.0
    else:
        code = _code(variable, column, level)
    found = (column == code).to_numpy(dtype=bool, na_value=False)
    answers = np.where(valid, found.astype(np.float64), np.nan)
    return answers, "" if level is None else value_label(variable, code)


def _require_zero_one(name: str, column: pd.Series, variable: Variable) -> None:
    numeric = pd.api.types.is_numeric_dtype(column.dtype)
    if numeric and bool(column.dropna().isin([0, 1]).all()):
        return
    known = ", ".join(f'"{label}"' for label in variable.labels.values()) or "its values"
    raise DocumentError(
        f'"{name}" is not a 0/1 variable, and nothing says which value to count.',
        remedy=f"Say level = {{ {name} = ... }} with one of: {known}.",
    )


def _code(variable: Variable, column: pd.Series, level: str | float) -> str | float:
    """Return the code of a value that is named by its label or its code."""
    by_label = {label: code for code, label in variable.labels.items()}
    written = level if isinstance(level, str) else f"{level:.15g}"
    code = by_label.get(written, written)
    named = bool(variable.labels) and code not in variable.labels
    if pd.api.types.is_numeric_dtype(column.dtype):
        number = plain_number(code)
        if number is not None and not named:
            return number
        raise _unknown(variable, written, list(by_label))
    if named or not bool((column == code).any() or variable.labels):
        raise _unknown(variable, written, list(by_label))
    return code


def _unknown(variable: Variable, written: str, known: list[str]) -> DocumentError:
    return DocumentError(
        f'"{variable.name}" has no value called "{written}".', remedy=nearest(written, known)
    )
