"""Findings about rows of a file: how many, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import several
from studytool.core.findings import Finding

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.findings import Level
    from studytool.intake.raw import RawTable

MOST_CELLS = 10_000
"""Cells a finding lists before it counts the rest."""


def counted(
    raw: RawTable,
    concerned: npt.NDArray[np.bool_],
    *,
    code: str,
    level: Level,
    message: str,
    remedy: str = "",
    column: str = "",
) -> tuple[Finding, ...]:
    """Return a finding about rows of a file, or nothing where there are none.

    Parameters
    ----------
    raw : RawTable
        The file.
    concerned : ndarray of bool, shape (m,)
        Rows it is about.
    code, level, message, remedy
        As in `Finding`; ``{rows}`` in the message becomes "3 rows of visits.csv".
    column : str
        Column to name with each row.

    Returns
    -------
    tuple of Finding
        One, or none.
    """
    total = int(concerned.sum())
    if not total:
        return ()
    listed = raw.rows[concerned][:MOST_CELLS]
    values: tuple[str, ...] = ()
    if column in raw.frame:
        written = raw.frame[column][concerned].dropna().astype(str).unique()
        values = tuple(written[:MOST_CELLS].tolist())
    place = f", column {column}" if column else ""
    cells = [f"{raw.source}, row {row}{place}" for row in listed]
    if total > MOST_CELLS:
        cells.append(f"and {total - MOST_CELLS} more")
    said = message.format(rows=f"{several(total, 'row')} of {raw.source}")
    return (Finding(level, code, said, raw.source, remedy, tuple(cells), values),)
