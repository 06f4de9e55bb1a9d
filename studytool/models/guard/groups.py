"""Who is treated and who is not, whatever the column calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import numbers, waves_of
from studytool.models.terms import Part, parse_term

if TYPE_CHECKING:
    from studytool.models.arrays.sample import Mask
    from studytool.survey.panel import Panel

TWO = 2


@dataclass(frozen=True, slots=True)
class Groups:
    """The treated and the others by one column.

    Attributes
    ----------
    treated : ndarray of bool, shape (n,)
        Rows with another value than the lowest; none where the column holds an amount.
    known : ndarray of bool, shape (n,)
        Rows that belong to one of the groups; none where the column holds an amount.
    values : int
        Values it has in the sample.
    """

    treated: Mask
    known: Mask
    values: int

    @property
    def are_two(self) -> bool:
        """Whether there are a treated and an untreated group, and no third."""
        return self.values <= TWO


def find_groups(panel: Panel, column: str, term: str, used: Mask) -> Groups:
    """Return the groups of a treatment.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    column : str
        Column that says who is treated; empty without a treatment.
    term : str
        Term it stands in: a factor of several values has groups, numbers of several values are
        an amount.
    used : ndarray of bool, shape (n,)
        Rows in the sample.

    Returns
    -------
    Groups
        With two values the higher is treated, with a single one whatever is not 0.
    """
    nobody = np.zeros(used.size, dtype=bool)
    if column not in panel.frame:
        return Groups(nobody, nobody, 0)
    cells = panel.frame[column]
    known = cells.notna().to_numpy()
    found = sorted(cells[used & known].unique())
    factor = column != term and Part(column, factor=True) in parse_term(term)
    if len(found) > TWO and not factor:
        return Groups(nobody, nobody, len(found))
    lowest = found[0] if len(found) > 1 else 0
    return Groups((cells != lowest).to_numpy(dtype=bool) & known, known, len(found))


def find_begun(panel: Panel, cohort: str) -> Groups:
    """Return the groups of a treatment known by the first treated wave.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    cohort : str
        Column with the first treated wave; empty or 0 is never.

    Returns
    -------
    Groups
        Rows from that wave on are treated.
    """
    first = numbers(panel.frame, cohort)
    first = np.where(np.isnan(first) | (first == 0), np.inf, first)
    return Groups(waves_of(panel) >= first, np.ones(first.size, dtype=bool), TWO)
