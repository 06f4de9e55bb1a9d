"""RawTable: exactly what a file said, before anyone interpreted it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from studytool.core.findings import Finding


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of one file.

    Attributes
    ----------
    frame : DataFrame, n rows
        Cells as the file holds them. A column is float64 where every filled cell is a number,
        datetime64 where every filled cell is a date, and str otherwise (numbers in it written
        with a full stop, dates as ISO 8601). Every csv column is str. Empty cells are missing.
    rows : ndarray of int64, shape (n,)
        Row of the file (counted from 1) each frame row came from.
    source : str
        Name of the file as the document gives it, for messages.
    digest : str
        SHA-256 of the file.
    labels : mapping of column to str
        Variable labels, where the format has them.
    value_labels : mapping of column to mapping of code to str
        Labels of codes; codes are written as text ("1", "-99").
    missing : mapping of column to mapping of code to reason
        User-missing codes declared in the file, by code as text.
    missing_ranges : mapping of column to list of (low, high)
        User-missing ranges declared in the file.
    decimal, thousands : str
        Marks to read numbers in str columns with; `thousands` may be empty.
    findings : tuple of Finding
        What the importer noticed (encoding chosen, rows padded ...).
    """

    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    source: str = ""
    digest: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing_ranges: Mapping[str, list[tuple[float, float]]] = field(default_factory=dict)
    decimal: str = "."
    thousands: str = ""
    findings: tuple[Finding, ...] = ()
