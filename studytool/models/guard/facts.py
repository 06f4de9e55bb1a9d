"""What the examinations look at: the rows a result rests on, who was treated, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import numbers, people_of, waves_of
from studytool.models.guard.comparison import find_comparison
from studytool.models.guard.groups import Groups, find_begun, find_groups
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.arrays.sample import Mask
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, Comparison, ModelSpec
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Facts:
    """A result with the rows of the panel it rests on, and one of its treatments.

    Attributes
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.
    panel : Panel
        The linked panel, n rows.
    used : ndarray of bool, shape (n,)
        Rows in the estimation sample, those that a difference starts from among them.
    people : ndarray of int, shape (n,)
        Person of each row.
    waves : ndarray of float, shape (n,)
        Wave of each row.
    term : str
        The treatment as the model writes it; empty without one.
    column : str
        The column of it that says who is treated.
    groups : Groups
        Who that is.
    """

    spec: ModelSpec
    result: ModelResult
    panel: Panel
    used: Mask
    people: Codes
    waves: Array
    term: str
    column: str
    groups: Groups

    @property
    def treatment_columns(self) -> tuple[str, ...]:
        """Columns the treatment reads."""
        return columns_of_term(self.term, self.panel)

    @property
    def named(self) -> str:
        """The treatment as a sentence names it where the model has several; else nothing."""
        return f" ({self.column})" if len(self.spec.treatments) > 1 else ""

    @property
    def compared(self) -> Comparison:
        """What is compared: people, where the treatment never changes and is no dated group."""
        found = find_comparison(self.spec, self.panel.design.person)
        dated = hasattr(self.spec, "post") or not self.groups.known.any()
        still = found in {"changes", "both"} and not dated and self.constant_treatment
        return "people" if still else found

    @property
    def compares_changes(self) -> bool:
        """Whether people are taken out, so that only changes within them count."""
        return self.compared == "changes"

    @property
    def in_sample(self) -> Mask:
        """Whether each person has a row in the sample, shape (number of people,)."""
        return self.any_row(self.used)

    @property
    def ever_treated(self) -> Mask:
        """Whether each person is treated in some row of the sample, shape (number of people,)."""
        return self.any_row(self.used & self.groups.treated)

    @property
    def constant_treatment(self) -> bool:
        """Whether the treatment is the same in all rows of each person."""
        known = self.groups.known
        always = self.any_row(known & self.groups.treated)
        return not bool((always & self.any_row(known & ~self.groups.treated)).any())

    def any_row(self, rows: Mask) -> Mask:
        """Return whether each person has one of `rows`, shape (number of people,)."""
        found = np.zeros(int(self.people.max()) + 1, dtype=bool)
        found[self.people[rows]] = True
        return found

    def by_wave(self, column: str, rows: Mask | None = None) -> dict[float, Array]:
        """Return a column's values by wave: one array of shape (number of people,) a wave.

        Only those of `rows`, shape (n,), and of their waves, where given.
        """
        values = numbers(self.panel.frame, column)
        among = np.ones(values.size, dtype=bool) if rows is None else rows
        table: dict[float, Array] = {}
        for wave in np.unique(self.waves[among]):
            these = among & (self.waves == wave)
            one = np.full(int(self.people.max()) + 1, np.nan)
            one[self.people[these]] = values[these]
            table[float(wave)] = one
        return table

    def concerned_by(self, assignment: Assignment) -> bool:
        """Tell whether an assignment is about this treatment, what followed, or the cut-off."""
        if self.compared == "cutoff" and not self.spec.treatments:
            return getattr(self.spec, "running", "") in assignment.variables
        return bool({assignment.exposure, *assignment.also} & set(self.treatment_columns))


def gather_facts(
    spec: ModelSpec, result: ModelResult, panel: Panel, *, term: str | None = None, column: str = ""
) -> Facts:
    """Return the facts of a result and one of its treatments.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result on `panel`; its flow says which rows were used.
    panel : Panel
        The linked panel.
    term : str, optional
        The treatment; the first where absent.
    column : str, optional
        The column of it that says who is treated; the first where absent.

    Returns
    -------
    Facts
        For the examinations.
    """
    used = np.ones(len(panel.frame), dtype=bool)
    for step in result.flow.steps:
        used[list(step.index)] &= step.serves
    chosen = next(iter(spec.treatments), "") if term is None else term
    name = column or next(iter(columns_of_term(chosen, panel)), "")
    cohort = getattr(spec, "cohort", None)
    groups = (
        find_begun(panel, cohort) if cohort is not None else find_groups(panel, name, chosen, used)
    )
    return Facts(spec, result, panel, used, people_of(panel), waves_of(panel), chosen, name, groups)


def gather_each(
    spec: ModelSpec, result: ModelResult, panel: Panel, assignments: Sequence[Assignment]
) -> tuple[Facts, ...]:
    """Return the facts of a result, once for each of its treatments.

    Parameters
    ----------
    spec, result, panel
        As in `gather_facts`.
    assignments : sequence of Assignment
        They say which column of an interaction is the treatment; the first where none does.

    Returns
    -------
    tuple of Facts
        At least one. Terms of the same treatment, such as ``visited`` and ``visited:girl``, are
        one.
    """
    treatments: dict[str, str] = {}
    for term in spec.treatments or ("",):
        treatments.setdefault(_find_treatment(term, panel, assignments), term)
    return tuple(
        gather_facts(spec, result, panel, term=term, column=column)
        for column, term in treatments.items()
    )


def columns_of_term(term: str, panel: Panel) -> tuple[str, ...]:
    """Return the columns a treatment reads; a term that is itself a column is not taken apart."""
    return (term,) if term in panel.frame else columns_of([term] if term else [])


def _find_treatment(term: str, panel: Panel, assignments: Sequence[Assignment]) -> str:
    columns = columns_of_term(term, panel)
    known = {name for entry in assignments for name in (entry.exposure, *entry.also)}
    return next((name for name in columns if name in known), columns[0] if columns else "")


def called(facts: Facts, names: Sequence[str]) -> str:
    """Return what variables are called in print: their labels, where the codebook has them.

    Parameters
    ----------
    facts : Facts
        Its panel has the codebook.
    names : sequence of str
        Columns of the panel.
    """
    codebook = facts.panel.codebook
    return ", ".join(codebook[name].shown if name in codebook else name for name in names)
