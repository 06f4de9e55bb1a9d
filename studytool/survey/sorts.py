"""What each variable's cells are: numbers, texts, dates or IDs, the same in every file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.survey.cell_formats import dates, numbers, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.typed import Sort

Counts = npt.NDArray[np.int64]
_ENOUGH = 0.9
_PADDED = re.compile("0[0-9]+")


def sorts_of(files: Sequence[OpenedFile], design: PanelDesign, date: str | None) -> dict[str, Sort]:
    """Return the sort of every variable, in the order of the files.

    Parameters
    ----------
    files : sequence of OpenedFile
        All files.
    design : PanelDesign
        Persons and levels are IDs, and so is what tables join by.
    date : str or None
        Panel's name of the interview date.

    Returns
    -------
    dict of name to sort
        From the keys, else from the codebook, else from nine in ten of the filled cells.
    """
    joins = {opened.file.join for opened in files if opened.file.join}
    keys = {design.person, *design.levels.values(), *joins}
    days = {date, *(opened.file.date for opened in files)}
    uses: dict[str, list[tuple[OpenedFile, ColumnUse]]] = {}
    for opened in files:
        for use in opened.uses:
            uses.setdefault(use.name, []).append((opened, use))
    return {name: _sort(name, served, keys, days, design) for name, served in uses.items()}


def _sort(
    name: str,
    served: Sequence[tuple[OpenedFile, ColumnUse]],
    keys: Collection[str | None],
    days: Collection[str | None],
    design: PanelDesign,
) -> Sort:
    if name in keys:
        return "id"
    if name in days or any(use.column == opened.file.date for opened, use in served):
        return "date"
    for _, use in served:
        if use.variable is not None:
            return use.variable.type
    counts = np.zeros(5, dtype=np.int64)
    for opened, use in served:
        cells = opened.raw.frame[use.column]
        counts += _counted(cells, opened.raw.decimal, opened.raw.thousands, design.missing)
    return _inferred(counts)


def _counted(cells: pd.Series, decimal: str, thousands: str, missing: Collection[str]) -> Counts:
    """Count cells: filled, numbers, dates in texts, true dates, and numbers that begin with 0."""
    codes, found = pd.factorize(cells.array)
    distinct = pd.Series(found, dtype=cells.dtype)
    times = np.bincount(codes[codes >= 0], minlength=len(distinct))
    if cells.dtype.kind == "f":
        total = int(times.sum())
        return np.array([total, total, 0, 0, 0], dtype=np.int64)
    if cells.dtype.kind == "M":
        total = int(times.sum())
        return np.array([total, 0, 0, total, 0], dtype=np.int64)
    written = texts(distinct).to_numpy(dtype=object, na_value=None).tolist()
    filled = np.array([text is not None and text not in missing for text in written], dtype=bool)
    shaped = ~np.isnan(numbers(distinct, decimal=decimal, thousands=thousands))
    padded = np.array([_PADDED.fullmatch(text or "") is not None for text in written], dtype=bool)
    dated = np.zeros(len(distinct), dtype=bool) if shaped.all() else dates(distinct).notna()
    chosen = (filled, filled & shaped, filled & np.asarray(dated), padded & False, filled & padded)
    return np.array([int(times[mask].sum()) for mask in chosen], dtype=np.int64)


def _inferred(counts: Counts) -> Sort:
    filled, shaped, dated, true_dates, padded = counts.tolist()
    if true_dates and true_dates + dated >= _ENOUGH * filled:
        return "date"
    if not padded and shaped >= _ENOUGH * filled:
        return "number"
    return "text"
