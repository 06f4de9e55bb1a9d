"""Summary of one variable, wave by wave: what its cells hold, before anything is modelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.survey.codebook import wave_name

if TYPE_CHECKING:
    import pandas as pd

    from studytool.survey.panel import Panel

_FEW = 8


@dataclass(frozen=True, slots=True)
class WaveSummary:
    """What a variable holds in one wave.

    Attributes
    ----------
    label : str
        The wave.
    filled, rows : int
        Cells with a value, and rows.
    mean, lowest, highest : float or None
        Of the values there are; None where they are no numbers, or there are none.
    counts : tuple of (str, int)
        Rows by value, named as the codebook does; empty where there are many values.
    """

    label: str
    filled: int
    rows: int
    mean: float | None = None
    lowest: float | None = None
    highest: float | None = None
    counts: tuple[tuple[str, int], ...] = ()


def summary_of(panel: Panel, name: str) -> tuple[WaveSummary, ...]:
    """Return what a variable holds in each wave.

    Parameters
    ----------
    panel : Panel
        The checked data.
    name : str
        One of its columns.

    Returns
    -------
    tuple of WaveSummary
        One a wave, in order; empty where there is no such column.
    """
    if name not in panel.frame:
        return ()
    cells, wave = panel.frame[name], panel.frame[panel.design.wave]
    values = _named_values(panel, name)
    return tuple(
        _of_wave(cells[wave == number], panel.waves.get(number) or wave_name(number), values)
        for number in map(float, sorted(wave.unique()))
    )


def _named_values(panel: Panel, name: str) -> dict[object, str]:
    """Return the values to count one by one, with their names; none where there are many."""
    found = sorted(panel.frame[name].dropna().unique().tolist())
    labels = panel.codebook[name].labels if name in panel.codebook else {}
    if len(found) > _FEW or (not labels and panel.frame[name].dtype.kind in "fiM"):
        return {}
    return {value: labels.get(_written(value), str(value)) for value in found}


def _of_wave(cells: pd.Series, label: str, values: dict[object, str]) -> WaveSummary:
    there = cells.dropna()
    counted = there.value_counts()
    counts = tuple((text, int(counted.get(value, 0))) for value, text in values.items())
    if there.dtype.kind not in "fi" or there.empty:
        return WaveSummary(label, len(there), len(cells), counts=counts)
    return WaveSummary(
        label,
        len(there),
        len(cells),
        mean=float(there.mean()),
        lowest=float(there.min()),
        highest=float(there.max()),
        counts=counts,
    )


def _written(value: object) -> str:
    """Return a value as the codebook writes it: 1 for 1.0."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole and isinstance(value, float) else str(value)
