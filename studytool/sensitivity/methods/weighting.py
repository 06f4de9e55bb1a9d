"""A model fitted again with weights that people have, and how alike these make groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import numbers, people_of
from studytool.models.likelihood.propensity import fit_propensity
from studytool.sensitivity.result import Balance
from studytool.sensitivity.subject import refit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.result import ModelResult
    from studytool.sensitivity.methods.baseline import Baseline
    from studytool.sensitivity.subject import Subject

    Mask = NDArray[np.bool_]


def refit_with_weights(subject: Subject, people: Baseline, weights: Array) -> ModelResult:
    """Fit the model again, each person's rows with a weight; those without one leave.

    Parameters
    ----------
    subject : Subject
        The model.
    people : Baseline
        Who has a weight, n people.
    weights : ndarray, shape (n,)
        Positive weights; they multiply those of the model.

    Raises
    ------
    ModelError
        If it cannot be estimated with weights.
    """
    panel, own = subject.panel, subject.model.weights
    codes = people_of(panel)
    by_person = np.full(int(codes.max()) + 1, np.nan)
    by_person[people.people] = weights / weights.mean()
    values = by_person[codes]
    if own:
        values = values * numbers(panel.frame, own)
    name = "weights of people"
    if name in panel.frame:
        raise ModelError(f'A column is called "{name}", as weights that are made here.')
    wider = replace(panel, frame=panel.frame.assign(**{name: values}))
    return refit(subject, wider, weights=name)


def chances(answer: Mask, people: Baseline, words: str) -> Array:
    """Return the fitted chance of an answer, from a logit on the baseline.

    Parameters
    ----------
    answer : ndarray of bool, shape (n,)
        What is predicted.
    people : Baseline
        n people.
    words : str
        Who has it, such as "Who stayed".

    Returns
    -------
    ndarray, shape (n,)
        Between 0 and 1.

    Raises
    ------
    ModelError
        If variables tell those who have it from the others without exception.
    """
    columns = np.column_stack([np.ones(answer.size), people.columns])
    try:
        found = fit_propensity(answer, columns, np.ones(answer.size), ("const", *people.names))
    except ModelError as error:
        raise ModelError(
            error.what.replace("Who was treated", words).replace("controls", "variables"),
            why="There is nobody like them on the other side, so weights cannot stand in.",
            remedy="Use fewer or coarser variables.",
        ) from None
    return found.chance


def balances(people: Baseline, target: Mask, others: Mask, weights: Array) -> tuple[Balance, ...]:
    """Return how alike groups are in each variable before and after weights.

    Parameters
    ----------
    people : Baseline
        n people.
    target, others : ndarray of bool, shape (n,)
        Who is to be resembled, and who is weighted to resemble them.
    weights : ndarray, shape (n,)
        Weights; those of the others count.

    Returns
    -------
    tuple of Balance
        One a variable, in standard deviations of those to be resembled (of everyone, where they
        do not differ).
    """
    return tuple(
        Balance(
            variable=name,
            target=float(column[target].mean()),
            before=float(column[others].mean()),
            after=float(np.average(column[others], weights=weights[others])),
            spread=float(column[target].std(ddof=1) or column.std(ddof=1)),
        )
        for name, column in zip(people.names, people.columns.T, strict=True)
    )


def effective(weights: Array) -> float:
    """Return how many equally weighted people say as much: (sum w)^2 / sum w^2."""
    return float(weights.sum() ** 2 / (weights @ weights))
