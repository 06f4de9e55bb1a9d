"""The rows a description rests on: a condition, and people present in every wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError
from studytool.core.expression import keep
from studytool.core.expression_columns import FrameColumns
from studytool.core.spec import nearest

if TYPE_CHECKING:
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of the panel that are described.

    Attributes
    ----------
    panel : Panel
        Where they come from.
    rows : ndarray of bool, shape (n,)
        Rows described.
    waves : tuple of float
        Waves that occur in the rows the condition keeps, in order.
    people : int
        People described.
    people_before : int
        People the condition keeps, before those absent from a wave left.
    """

    panel: Panel
    rows: npt.NDArray[np.bool_]
    waves: tuple[float, ...]
    people: int
    people_before: int

    @property
    def frame(self) -> pd.DataFrame:
        """The rows described, on their places in the panel."""
        return self.panel.frame.loc[self.rows]

    def wave_label(self, wave: float) -> str:
        """Return what a wave is called."""
        return self.panel.waves.get(wave) or f"{wave:.15g}"


def people_of(panel: Panel) -> pd.Series:
    """Return who each row of the panel is about; rows are people where nobody is named."""
    named = panel.design.person
    if named is None:
        return pd.Series(np.arange(len(panel.frame)), index=panel.frame.index)
    return panel.frame[named]


def select(panel: Panel, *, where: str, sample: Literal["all", "tracked"]) -> Sample:
    """Return the rows to describe.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    where : str
        Condition; empty for all rows.
    sample : {"all", "tracked"}
        Tracked: people with a row in every wave that occurs in the rows the condition keeps.

    Returns
    -------
    Sample
        The rows, their waves and people.

    Raises
    ------
    DocumentError
        If the condition cannot be computed, or people are to be tracked and none are named.
    """
    frame, wave = panel.frame, panel.frame[panel.design.wave]
    who = people_of(panel)
    rows = keep(
        where,
        FrameColumns(frame),
        n_rows=len(frame),
        person=who if panel.design.person else None,
        wave=wave,
        waves=tuple(panel.waves),
    )
    waves = tuple(sorted({float(one) for one in wave[rows]}))
    before = int(who[rows].nunique())
    if sample == "tracked":
        if panel.design.person is None:
            raise DocumentError(
                "People cannot be tracked where no column names them.",
                remedy='Name the person in [panel], or take sample = "all".',
            )
        present = wave[rows].groupby(who[rows]).nunique()
        tracked = present.index[present == len(waves)]
        rows &= who.isin(tracked).to_numpy()
    return Sample(panel, rows, waves, int(who[rows].nunique()), before)


def column_for(panel: Panel, name: str) -> str:
    """Return the column of a variable, or of a level by its name.

    Raises
    ------
    DocumentError
        If there is neither.
    """
    column = panel.design.levels.get(name, name)
    if column not in panel.frame.columns:
        known = [*(str(one) for one in panel.frame.columns), *panel.design.levels]
        raise DocumentError(f'There is no variable "{name}".', remedy=nearest(name, known))
    return column
