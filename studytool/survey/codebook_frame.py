"""The codebook as a table: one row a variable, with how many cells are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.survey.codebook import Variable

_SHOWN_LABELS = 4
_SORTS = {"number": "number", "text": "text", "date": "date"}


def codebook_frame(entries: Iterable[Variable], frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row a variable.

    Parameters
    ----------
    entries : iterable of Variable
        The codebook.
    frame : DataFrame, optional
        The panel's cells, to count those filled and those missing.

    Returns
    -------
    DataFrame
        Name, label, who was asked, domain, kind, unit, range, values; how many cells are filled
        and missing, where there are cells.
    """
    found = list(entries)
    columns: dict[str, pd.Series] = {
        "Name": _texts([entry.name for entry in found]),
        "Label": _texts([entry.label for entry in found]),
        "Asked of": _texts([(entry.informant or "").replace("_", " ") for entry in found]),
        "Domain": _texts([entry.domain for entry in found]),
        "Kind": _texts([_SORTS[entry.type] for entry in found]),
        "Unit": _texts([entry.unit for entry in found]),
        "Range": _texts([_range(entry) for entry in found]),
        "Values": _texts([_values(entry) for entry in found]),
    }
    if frame is not None:
        filled = np.array([_filled(frame, entry.name) for entry in found], dtype=np.float64)
        columns["Filled"] = pd.Series(filled)
        columns["Missing"] = pd.Series(len(frame) - filled)
    return pd.DataFrame(columns)


def _filled(frame: pd.DataFrame, name: str) -> float:
    return float(frame[name].notna().sum()) if name in frame else np.nan


def _texts(cells: Sequence[str]) -> pd.Series:
    return pd.Series(cells, dtype="str")


def _range(entry: Variable) -> str:
    if entry.range is None:
        return ""
    low, high = entry.range
    return f"{low:g} to {high:g}"


def _values(entry: Variable) -> str:
    pairs = [f"{value} {text}" for value, text in entry.labels.items()]
    rest = len(pairs) - _SHOWN_LABELS
    return ", ".join((*pairs[:_SHOWN_LABELS], *([f"and {rest} more"] if rest > 0 else [])))
