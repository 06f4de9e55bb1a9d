"""A panel with some of its rows, or with rows added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studytool.survey.panel import Panel


def with_rows(panel: Panel, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Panel:
    """Return the panel with these rows alone; a position given twice is there twice.

    Parameters
    ----------
    panel : Panel
        n rows.
    rows : ndarray of bool, shape (n,), or of int
        Which rows.
    """
    positions = rows.nonzero()[0] if rows.dtype == bool else rows
    return replace(
        panel,
        frame=panel.frame.iloc[positions].reset_index(drop=True),
        reasons=panel.reasons.iloc[positions].reset_index(drop=True),
    )
