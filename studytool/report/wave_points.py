"""One number of one wave, as tables and charts need it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studytool.report.labels import variable_label, written
from studytool.report.table import Cell, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.describe.analysis import Analysis, Description, Value
    from studytool.survey.codebook import Variable

_BARE = {"yes", "no", "true", "false"}
_NUMBER = re.compile(r"-?[\d.]+")
_DECIMALS = {"percent": 0, "mean": 1, "count": 0}
_UNITS: dict[str, Unit] = {"percent": "percent", "mean": "number", "count": "count"}


@dataclass(frozen=True, slots=True)
class WavePoint:
    """A share, mean or count of one variable, group and wave.

    Attributes
    ----------
    analysis, variable, label : str
        Where it comes from and what it is called.
    by, group : str
        Grouping variable and the group's value; empty without groups.
    total : bool
        Whether it is of all groups together.
    wave, wave_label : str
        The wave, a number without fraction as "3", and what it is called.
    order : float
        Place of the wave on an axis.
    statistic : str
        "percent", "mean" or "count".
    cell : Cell
        The number, with its interval and the people behind it.
    by_label : str
        What the grouping variable is called, where its values need it: "Yes" alone says nothing.
    """

    analysis: str
    variable: str
    label: str
    by: str
    group: str
    total: bool
    wave: str
    wave_label: str
    order: float
    statistic: str
    cell: Cell
    by_label: str = ""

    @property
    def group_label(self) -> str:
        """What its group is called in the data."""
        return "All" if self.total or not self.group else self.group

    @property
    def group_name(self) -> str:
        """What its group is called in print, with its variable where the value needs it."""
        bare = self.group_label.lower() in _BARE or _NUMBER.fullmatch(self.group_label)
        return (
            f"{self.by_label}: {self.group_label}" if self.by_label and bare else self.group_label
        )

    @property
    def head(self) -> str:
        """What its row is called where no heading says the variable."""
        return f"{self.label}: {self.group_name}" if self.by else self.label

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its row stands for."""
        own = (("analysis", self.analysis), ("variable", self.variable))
        if not self.by:
            return own
        group = self.group_label
        return (*own, ("group", group), (self.by, group))

    @property
    def interval_cell(self) -> Cell:
        """The interval alone, with the people behind it."""
        cell = self.cell
        return Cell(
            unit=cell.unit,
            decimals=cell.decimals,
            low=cell.low,
            high=cell.high,
            count=cell.count,
            base=cell.base,
        )

    @property
    def n_cell(self) -> Cell:
        """The valid answers."""
        base = self.cell.base
        return Cell(value=base, unit="count", decimals=0, count=base)


def statistic_of(analysis: Analysis, description: Description) -> str:
    """Return "percent", "mean" or "count": what the numbers of a description are."""
    asked = getattr(analysis, "statistic", "percent")
    return asked if asked in _UNITS and description.rows else "percent"


def interval_level(analysis: Analysis) -> str:
    """Return the level of an analysis' intervals, such as "95 %"."""
    return f"{100 * getattr(analysis, 'interval', 0.95):.3g} %"


def wave_points(
    description: Description,
    *,
    analysis: str,
    statistic: str,
    decimals: int | None = None,
    codebook: Mapping[str, Variable] | None = None,
) -> tuple[WavePoint, ...]:
    """Return the rows of a description by wave.

    Parameters
    ----------
    description : Description
        Rows with variable, label, by, group, wave, wave_label, value, count, n, low, high, reason.
    analysis : str
        Its name.
    statistic : str
        What the numbers are.
    decimals : int, optional
        Decimals shown; by default none for percents and counts, one for means.
    codebook : mapping of name to Variable, optional
        Says what grouping variables are called.
    """
    places = _DECIMALS[statistic] if decimals is None else decimals
    points = tuple(_point(row, analysis, statistic, places) for row in description.rows)
    if codebook is None:
        return points
    return tuple(
        replace(point, by_label=variable_label(codebook, point.by)) if point.by else point
        for point in points
    )


def _point(row: dict[str, Value], analysis: str, statistic: str, decimals: int) -> WavePoint:
    wave = row.get("wave")
    value = number_of(row.get("value"))
    n = number_of(row.get("n"))
    cell = Cell(
        value=value,
        unit=_UNITS[statistic],
        decimals=decimals,
        low=number_of(row.get("low")),
        high=number_of(row.get("high")),
        count=number_of(row.get("count")),
        base=n,
        reason="" if value is not None else str(row.get("reason") or "no valid answer"),
        source=f"{analysis}.{row.get('variable')}",
    )
    by = text_of(row.get("by"))
    group = text_of(row.get("group"))
    return WavePoint(
        analysis=analysis,
        variable=text_of(row.get("variable")),
        label=text_of(row.get("label")) or text_of(row.get("variable")),
        by=by,
        group=group,
        total=bool(by) and group in {"", "all"},
        wave=written(wave) if wave is not None else "",
        wave_label=text_of(row.get("wave_label")) or (written(wave) if wave is not None else "All"),
        order=number_of(wave) or 0.0,
        statistic=statistic,
        cell=cell,
    )


def number_of(value: Value) -> float | None:
    """Return a number, None where there is none or it is not finite."""
    if value is None or isinstance(value, str):
        return None
    return float(value) if math.isfinite(value) else None


def text_of(value: Value) -> str:
    """Return a text, empty for none; a whole number without its ".0"."""
    return "" if value is None else written(value)
