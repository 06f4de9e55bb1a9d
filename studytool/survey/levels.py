"""Levels above the person: which columns may hold one, and which are proposed from the data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from studytool.survey.panel import Panel

_NAMED = {
    "household": ("hh", "household", "family", "home", "dwelling"),
    "school": ("school",),
    "site": ("site", "village", "community", "ward", "district", "place", "area", "town"),
}
"""Words that the column of a level begins with."""
LEVELS = tuple(_NAMED)
"""Levels a study usually has, from the narrowest."""
_LOOKED_AT = 50_000
_SAME, _FILLED = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """A column that may hold a level.

    Attributes
    ----------
    column : str
        Its name.
    groups : int or None
        How many groups it tells apart; None where not all rows were looked at.
    same : float
        Share of people who are in one group in every wave, 0 to 1.
    level : str
        The level it is proposed for; empty for none.
    """

    column: str
    groups: int | None
    same: float
    level: str = ""


def level_columns(panel: Panel) -> tuple[LevelColumn, ...]:
    """Return the columns that may hold a level, those that are proposed first.

    Parameters
    ----------
    panel : Panel
        The checked data; of long ones the first 50,000 rows are looked at, which are whole people.

    Returns
    -------
    tuple of LevelColumn
        Texts that tell fewer groups than there are people and more than one, and in which nearly
        everyone stays. One of them a level is proposed, where its name says so.
    """
    person = panel.design.person
    if person is None or panel.design.design == "groups":
        return ()
    frame = panel.frame.head(_LOOKED_AT)
    whole = len(frame) == len(panel.frame)
    found = [
        one
        for name in map(str, frame.columns)
        if name not in {person, panel.design.wave}
        and (one := _looked_at(frame, name, person, whole=whole)) is not None
    ]
    return tuple(sorted(_with_levels(found), key=_rank))


def _looked_at(frame: pd.DataFrame, name: str, person: str, *, whole: bool) -> LevelColumn | None:
    cells = frame[name]
    if cells.dtype != "str" or cells.notna().mean() < _FILLED:
        return None
    groups, people = cells.nunique(), frame[person].nunique()
    if not 1 < groups < people:
        return None
    pairs = frame.loc[cells.notna(), [person, name]].drop_duplicates()
    same = float((pairs[person].value_counts() == 1).mean())
    return LevelColumn(name, groups if whole else None, same) if same >= _SAME else None


def _with_levels(found: list[LevelColumn]) -> list[LevelColumn]:
    """Return the columns, each level proposed to the first whose name says so."""
    taken: dict[str, str] = {}
    for one in sorted(found, key=lambda one: -one.same):
        level = _named(one.column)
        if level and level not in taken:
            taken[level] = one.column
    columns = {column: level for level, column in taken.items()}
    return [
        LevelColumn(one.column, one.groups, one.same, columns.get(one.column, "")) for one in found
    ]


def _named(column: str) -> str:
    """Return the level that the name of a column speaks of; empty for none."""
    words = re.split(r"[^a-z]+", column.lower())
    for level, begins in _NAMED.items():
        if words[0] in begins or words[0].removesuffix("id") in begins:
            return level
    return ""


def _rank(one: LevelColumn) -> tuple[int, float]:
    return (LEVELS.index(one.level) if one.level else len(LEVELS), -one.same)
