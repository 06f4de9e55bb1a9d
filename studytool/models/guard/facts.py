"""What the examinations look at: the rows a result rests on, who was treated, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studytool.models.columns import Codes, numbers, people_of, waves_of
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.survey.panel import Panel

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facts:
    """A result with the rows of the panel it rests on.

    Attributes
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.
    panel : Panel
        The linked panel, n rows.
    used : ndarray of bool, shape (n,)
        Rows in the estimation sample.
    people : ndarray of int, shape (n,)
        Person of each row.
    waves : ndarray of float, shape (n,)
        Wave of each row.
    treatment : ndarray of float, shape (n,)
        The first treatment's column; NaN where missing; 0 everywhere without a treatment.
    """

    spec: ModelSpec
    result: ModelResult
    panel: Panel
    used: Mask
    people: Codes
    waves: Array
    treatment: Array

    @property
    def treatment_columns(self) -> tuple[str, ...]:
        """Columns the treatments read."""
        return columns_of(self.spec.treatments)

    @property
    def compares_changes(self) -> bool:
        """Whether people are taken out, so that only changes within them count."""
        kind, effects = self.spec.kind_name(), self.spec.effects
        if kind == "did" or (kind == "fixed_effects" and effects is None):
            return True
        return "person" in (effects or ())

    @property
    def in_sample(self) -> Mask:
        """Whether each person has a row in the sample, shape (number of people,)."""
        return self.any_row(self.used)

    @property
    def ever_treated(self) -> Mask:
        """Whether each person is treated in some row of the sample, shape (number of people,)."""
        return self.any_row(self.used & (self.treatment != 0) & ~np.isnan(self.treatment))

    @property
    def constant_treatment(self) -> bool:
        """Whether the treatment is the same in all rows of each person."""
        known = ~np.isnan(self.treatment)
        size = int(self.people.max()) + 1
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(low, self.people[known], self.treatment[known])
        np.maximum.at(high, self.people[known], self.treatment[known])
        return not bool((high > low).any())

    def any_row(self, rows: Mask) -> Mask:
        """Return whether each person has one of `rows`, shape (number of people,)."""
        found = np.zeros(int(self.people.max()) + 1, dtype=bool)
        found[self.people[rows]] = True
        return found

    def by_wave(self, column: str) -> dict[float, Array]:
        """Return a column's values by wave: one array of shape (number of people,) a wave."""
        values = numbers(self.panel.frame, column)
        table: dict[float, Array] = {}
        for wave in np.unique(self.waves):
            rows = self.waves == wave
            one = np.full(int(self.people.max()) + 1, np.nan)
            one[self.people[rows]] = values[rows]
            table[float(wave)] = one
        return table

    def concerned_by(self, assignment: Assignment) -> bool:
        """Tell whether an assignment is about a treatment of this model, or what followed."""
        return bool({assignment.exposure, *assignment.also} & set(self.treatment_columns))


def gather_facts(spec: ModelSpec, result: ModelResult, panel: Panel) -> Facts:
    """Return the facts of a result.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result on `panel`; its flow says which rows were used.
    panel : Panel
        The linked panel.

    Returns
    -------
    Facts
        For the examinations.
    """
    used = np.ones(len(panel.frame), dtype=bool)
    for step in result.flow.steps:
        used[list(step.index)] = False
    columns = [name for name in columns_of(spec.treatments) if name in panel.frame]
    treatment = _as_numbers(panel, columns[0]) if columns else np.zeros(used.size)
    return Facts(spec, result, panel, used, people_of(panel), waves_of(panel), treatment)


def _as_numbers(panel: Panel, column: str) -> Array:
    """Return a column as numbers; texts as 1 where they differ from the first in sorted order."""
    values = panel.frame[column]
    if values.dtype.kind in "biuf":
        return numbers(panel.frame, column)
    lowest = values.min()
    return np.where(values.isna(), np.nan, (values != lowest).astype(float))
