"""Who was interviewed: rows, people and those in every wave, before or after decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from studytool.survey.cell_formats import ids

if TYPE_CHECKING:
    from studytool.survey.panel import Panel
    from studytool.survey.wave_grid import OpenedWaves


@dataclass(frozen=True, slots=True)
class Interviewed:
    """Rows and people by wave.

    Attributes
    ----------
    labels : tuple of str
        One a wave.
    rows : tuple of int
        Rows of the children's files.
    left_out : tuple of int
        Rows that are no person of their own: an ID that occurs twice, or left out as decided.
    people : tuple of int
        People; `rows` less `left_out`.
    in_all : int
        People in every wave.
    in_any : int
        People in any wave.
    decided : bool
        Whether decisions have been carried out.
    """

    labels: tuple[str, ...]
    rows: tuple[int, ...]
    left_out: tuple[int, ...]
    people: tuple[int, ...]
    in_all: int
    in_any: int
    decided: bool


def interviewed(waves: OpenedWaves, panel: Panel | None = None) -> Interviewed | None:
    """Count rows and people.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    panel : Panel, optional
        Made from the same files; without it IDs count as the files write them.

    Returns
    -------
    Interviewed or None
        None where nobody has said which column names the person.
    """
    keys = _keys(waves)
    if keys is None:
        return None
    decided = panel is not None and panel.design.person == waves.design.person
    people = keys.dropna()
    if panel is not None and decided:
        people = pd.DataFrame(
            {
                "id": panel.frame[panel.design.person],
                "wave": panel.frame[panel.design.wave].astype("float64"),
            }
        )
    people = people.drop_duplicates()
    rows = [int((keys["wave"] == wave).sum()) for wave in waves.waves]
    counts = [int((people["wave"] == wave).sum()) for wave in waves.waves]
    times = people["id"].value_counts()
    return Interviewed(
        labels=tuple(_label(waves, wave) for wave in waves.waves),
        rows=tuple(rows),
        left_out=tuple(all_ - one for all_, one in zip(rows, counts, strict=True)),
        people=tuple(counts),
        in_all=int((times == len(waves.waves)).sum()),
        in_any=len(times),
        decided=decided,
    )


def _keys(waves: OpenedWaves) -> pd.DataFrame | None:
    """Return ID and wave of every row of the children's files."""
    parts = []
    for opened in waves.files:
        if opened.file.table != "child" or opened.waves is None:
            continue
        column = next((u.column for u in opened.uses if u.name == waves.design.person), None)
        if column is None:
            return None
        names = ids(opened.raw.frame[column])
        parts.append(pd.DataFrame({"id": names.array, "wave": opened.waves}))
    return pd.concat(parts, ignore_index=True) if parts else None


def _label(waves: OpenedWaves, wave: float) -> str:
    named = (
        f.file.label
        for f in waves.files
        if f.waves is not None and wave in f.waves and f.file.label
    )
    return next(named, f"{wave:g}")
