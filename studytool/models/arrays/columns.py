"""Key words of the document become columns of a panel, and columns become integer codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import ModelError, UnknownLevelError
from studytool.core.spec import nearest
from studytool.models.terms import factors_of_product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Codes
    from studytool.survey.panel import Panel


def find_column(name: str, panel: Panel) -> str:
    """Return the column that ``person``, ``wave``, a level or a column's own name stands for.

    Parameters
    ----------
    name : str
        One word of an effect or a cluster.
    panel : Panel
        The linked panel.

    Returns
    -------
    str
        A column of its frame.

    Raises
    ------
    ModelError
        If there is none.
    """
    design = panel.design
    if name == "person" and design.person is None and name not in panel.frame:
        raise ModelError(
            "The model asks for people, and the panel does not say who is who.",
            why="Without a person column every row is a person of its own.",
            remedy='Name the person column in [panel], or leave "person" out of this model.',
        )
    words = {"person": design.person, "wave": design.wave, **design.levels}
    column = words.get(name) or name
    if column not in panel.frame:
        known = [*words, *map(str, panel.frame.columns)]
        raise UnknownLevelError(
            f'There is no level or column "{name}" in the data.', remedy=nearest(name, known)
        )
    return column


def find_columns(text: str, panel: Panel) -> tuple[str, ...]:
    """Return the columns of an effect or cluster such as ``school*wave``."""
    return tuple(find_column(name, panel) for name in factors_of_product(text))


def codes_of(columns: list[pd.Series]) -> Codes:
    """Return one code for each combination of values that occurs.

    Parameters
    ----------
    columns : list of Series, shape (n,)
        Columns without missing values.

    Returns
    -------
    ndarray of int, shape (n,)
        0, 1, 2, ... in the order of the sorted values, whatever the order of the rows.
    """
    codes = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        one = pd.factorize(column, sort=True)[0].astype(np.intp)
        codes = np.unique(codes * (int(one.max(initial=0)) + 1) + one, return_inverse=True)[1]
    return codes.astype(np.intp)


def people_of(panel: Panel) -> Codes:
    """Return the code of each row's person; every row its own where the panel names no person.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.

    Returns
    -------
    ndarray of int, shape (n,)
        Codes in the order of the sorted identifiers.
    """
    if panel.design.person is None:
        return np.arange(len(panel.frame), dtype=np.intp)
    return codes_of([panel.frame[panel.design.person]])


def waves_of(panel: Panel) -> NDArray[np.float64]:
    """Return the wave of each row; 0 everywhere where the data have no wave column.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.

    Returns
    -------
    ndarray of float64, shape (n,)
        Waves.
    """
    if panel.design.wave not in panel.frame:
        return np.zeros(len(panel.frame))
    return np.asarray(panel.frame[panel.design.wave], dtype=float)


def numbers(frame: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Return a column as numbers.

    Parameters
    ----------
    frame : DataFrame, n rows
        The data.
    column : str
        One of its columns.

    Returns
    -------
    ndarray of float64, shape (n,)
        Values; NaN where missing.

    Raises
    ------
    ModelError
        If the column does not exist or does not hold numbers.
    """
    if column not in frame:
        raise ModelError(
            f'There is no column "{column}" in the data.',
            remedy=nearest(column, [str(name) for name in frame.columns]),
        )
    values = frame[column]
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_numeric_dtype(values.dtype):
        return np.asarray(values.to_numpy(dtype=float, na_value=np.nan))
    words = _words(values)
    if words:
        raise ModelError(
            f'"{column}" holds {words}, and the model needs numbers.',
            remedy=_WORDS[words],
        )
    raise ModelError(
        f'"{column}" holds {_what(values)}, and the model needs numbers.',
        remedy=f'Write "C({column})" to give each of its values a level of its own, '
        "or recode it to numbers in the codebook.",
    )


def means_by_code(
    columns: NDArray[np.float64], codes: Codes, weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the (weighted) mean of each column over the rows of each code.

    Parameters
    ----------
    columns : ndarray, shape (n, c)
        Columns.
    codes : ndarray of int, shape (n,)
        Codes 0, 1, ... without gaps, such as of people.
    weights : ndarray, shape (n,), optional
        Positive weights.

    Returns
    -------
    ndarray, shape (G, c)
        Means.
    """
    share = np.ones(codes.size) if weights is None else weights
    total = np.bincount(codes, share)
    sums = [np.bincount(codes, share * column) for column in columns.T]
    return np.column_stack(sums) / total[:, None]


def is_yes_no(values: NDArray[np.float64]) -> bool:
    """Tell whether all values are 0 (no) or 1 (yes)."""
    return bool(((values == 0) | (values == 1)).all())


_WORDS = {
    "the words TRUE and FALSE": "Recode them in the codebook:"
    ' recode = { "TRUE" = 1, "FALSE" = 0 }, as the file writes them.',
    "words for infinity (inf)": "Look at how it was computed, or list that word under missing in"
    " the codebook.",
}
_TRUTHS = ("true", "false")
_ENDLESS = ("inf", "infinity")


def _words(values: pd.Series) -> str:
    """Return which words stand in place of numbers, empty where a text is no such word."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return ""
    written = values.dropna().astype("str").str.strip().str.lower().str.lstrip("+-")
    if len(written) and written.isin(_TRUTHS).all():
        return "the words TRUE and FALSE"
    return "words for infinity (inf)" if written.isin(_ENDLESS).any() else ""


def _what(values: pd.Series) -> str:
    return "dates" if pd.api.types.is_datetime64_any_dtype(values.dtype) else "text"
