"""People as they were at the baseline: their variables, and who was treated, used and stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import find_column, people_of, waves_of
from studytool.models.arrays.design import expand
from studytool.models.arrays.sample import kept_by_where
from studytool.models.guard.facts import gather_facts
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.sensitivity.subject import Subject

    Mask = NDArray[np.bool_]

DEPENDENT = 1e-9
"""Share of a column that must be left once those before it are taken out."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """People with a row at the baseline and a value in every variable.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
        Positions of these rows in the panel.
    people : ndarray of int, shape (n,)
        Code of each person, as `studytool.models.arrays.columns.people_of` gives it.
    columns : ndarray, shape (n, k)
        Variables, factors written out.
    names : tuple of str
        Their k names.
    treated : ndarray of bool, shape (n,)
        Whether each is treated in some row of the sample.
    used : ndarray of bool, shape (n,)
        Whether each has a row in the sample.
    stayed : ndarray of bool, shape (n,)
        Whether each has a row in the sample at the wave that people stayed until.
    without : int
        People of the sample who have no such row or no value.
    """

    rows: NDArray[np.intp]
    people: Codes
    columns: Array
    names: tuple[str, ...]
    treated: Mask
    used: Mask
    stayed: Mask
    without: int

    def among(self, kept: Mask) -> Baseline:
        """Return some of them."""
        return Baseline(
            self.rows[kept],
            self.people[kept],
            self.columns[kept],
            self.names,
            self.treated[kept],
            self.used[kept],
            self.stayed[kept],
            self.without,
        )


def people_at_baseline(
    subject: Subject,
    variables: Sequence[str],
    wave: float | None = None,
    *,
    everyone: bool = False,
    until: float | None = None,
) -> Baseline:
    """Return the people of a model as they were at the baseline.

    Parameters
    ----------
    subject : Subject
        The model.
    variables : sequence of str
        Names, ``C(x)`` for a factor.
    wave : float, optional
        The baseline wave; the first where absent.
    everyone : bool
        Whether those are among them whom `where` keeps at the baseline and the sample has not.
    until : float, optional
        Wave that people stayed until; the last of the sample where absent.

    Returns
    -------
    Baseline
        Those of the sample, or everyone.

    Raises
    ------
    ModelError
        If there is no such wave or variable, or nobody has a value.
    """
    panel = subject.panel
    facts = gather_facts(subject.model, subject.result, panel)
    waves = waves_of(panel)
    start = _first(waves, wave)
    at = np.ones(waves.size, dtype=bool) if panel.design.person is None else waves == start
    end = float(waves[facts.used].max()) if until is None else _first(waves, until, "until")
    later = facts.any_row(facts.used & (waves == end))
    here = at & (kept_by_where(panel, subject.model) if everyone else facts.in_sample[facts.people])
    columns = [find_column(name, panel) for name in columns_of(variables)]
    complete = ~panel.frame[columns].isna().to_numpy().any(axis=1)
    rows = np.flatnonzero(here & complete)
    if not rows.size:
        raise ModelError(
            f"Nobody has a value in {', '.join(variables)} at wave {start:g}.",
            why="Weights and bounds start from how people were at the baseline.",
            remedy="Name variables that were asked at that wave, or another baseline_wave.",
        )
    people = people_of(panel)[rows]
    table = panel.frame.iloc[rows]
    pairs = [pair for text in variables for pair in expand(table, text)]
    kept = independent_places(np.column_stack([values for _, values in pairs]))
    missing = np.setdiff1d(np.flatnonzero(facts.in_sample), people).size
    return Baseline(
        rows=rows,
        people=people,
        columns=np.column_stack([pairs[place][1] for place in kept]),
        names=tuple(pairs[place][0] for place in kept),
        treated=facts.ever_treated[people],
        used=facts.in_sample[people],
        stayed=later[people],
        without=int(missing),
    )


def _first(waves: Array, wave: float | None, where: str = "baseline_wave") -> float:
    if wave is None:
        return float(waves.min())
    if wave not in waves:
        raise ModelError(
            f"There is no wave {wave:g} in the data.",
            where=where,
            remedy=f"Waves there: {', '.join(f'{found:g}' for found in np.unique(waves))}.",
        )
    return wave


def independent_places(columns: Array) -> list[int]:
    """Return the places of the columns that vary and say something new, first come, first kept.

    Parameters
    ----------
    columns : ndarray, shape (n, k)
        Columns; a constant is taken to stand before them.

    Raises
    ------
    ModelError
        If none does.
    """
    basis = np.ones((len(columns), 1)) / np.sqrt(len(columns))
    kept = []
    for place, column in enumerate(columns.T):
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)
        size = np.linalg.norm(left)
        if size > DEPENDENT * np.linalg.norm(column):
            basis = np.column_stack([basis, left / size])
            kept.append(place)
    if not kept:
        raise ModelError(
            "None of the variables differs between people at the baseline.",
            remedy="Name variables that people differ in.",
        )
    return kept
