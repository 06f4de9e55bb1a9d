"""Which rows of a wave table add up to which: what a hidden cell could be worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.report.wave_points import WavePoint

    Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by the key of a row.

    Attributes
    ----------
    parts, totals : mapping of key to tuple of str
        Sums a row is a part of, and sums it is the total of.
    """

    parts: Mapping[Key, tuple[str, ...]]
    totals: Mapping[Key, tuple[str, ...]]


def sums_of(points: Sequence[WavePoint]) -> Sums:
    """Return which rows without groups are the sum of which rows by group.

    A row is the total where, wave by wave, as many were asked as in all the groups together.

    Parameters
    ----------
    points : sequence of WavePoint
        All numbers of a table.
    """
    rows: dict[Key, list[WavePoint]] = {}
    for point in points:
        rows.setdefault(point.key, []).append(point)
    divided: dict[tuple[str, str, str], list[Key]] = {}
    for key, own in rows.items():
        if own[0].by and not own[0].total:
            divided.setdefault((own[0].analysis, own[0].variable, own[0].by), []).append(key)
    parts: dict[Key, tuple[str, ...]] = {}
    totals: dict[Key, tuple[str, ...]] = {}
    for (analysis, variable, by), keys in divided.items():
        name = f"{analysis}/{variable}/{by}"
        asked = _bases([point for key in keys for point in rows[key]])
        for key, own in rows.items():
            whole = own[0].total or not own[0].by
            if whole and own[0].variable == variable and _bases(own) == asked:
                totals[key] = (*totals.get(key, ()), name)
                parts |= dict.fromkeys(keys, (name,))
    return Sums(parts, totals)


def _bases(points: Sequence[WavePoint]) -> dict[str, float]:
    """Return how many were asked, by wave."""
    asked: dict[str, float] = {}
    for point in points:
        asked[point.wave] = asked.get(point.wave, 0.0) + (point.cell.base or 0.0)
    return asked
