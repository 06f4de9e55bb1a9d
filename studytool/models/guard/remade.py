"""Rows remade as a method remakes them before its least squares. Arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import means_by_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

MANY = 100
"""Levels of an effect from which on it is not written as dummies."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What goes into a least squares that foretells an estimate.

    Attributes
    ----------
    fitted : ndarray, shape (n,)
        Outcome that follows the score alone.
    regressors : ndarray, shape (n, k)
        Those of the model, treatments last.
    effects : tuple of ndarray of int, shape (n,)
        Those it takes out.
    weights : ndarray, shape (n,), or None
        Those of the model.
    people : ndarray of int, shape (n,)
        Person of each row.
    constant : bool
        Whether a constant is to be added where there are no effects.
    """

    fitted: Array
    regressors: Array
    effects: tuple[Codes, ...]
    weights: Array | None
    people: Codes
    constant: bool = True


def differences(rows: Rows, place: NDArray[np.intp]) -> Rows:
    """Return the changes from one wave to the next of the same person.

    Parameters
    ----------
    rows : Rows
        Rows of the model and those that a difference starts from.
    place : ndarray of int, shape (n,)
        Place of each row's wave among the waves; nothing is taken across a gap.

    Returns
    -------
    Rows
        One for each change, with the effects and the weight of the later row.
    """
    order = np.lexsort((place, rows.people))
    later, before = order[1:], order[:-1]
    ends = (rows.people[later] == rows.people[before]) & (place[later] - place[before] == 1)
    later, before = later[ends], before[ends]
    return Rows(
        rows.fitted[later] - rows.fitted[before],
        rows.regressors[later] - rows.regressors[before],
        tuple(codes[later] for codes in rows.effects),
        None if rows.weights is None else rows.weights[later],
        rows.people[later],
    )


def means(rows: Rows) -> Rows:
    """Return one row a person, the mean over that person's rows; effects are left out."""
    people = np.unique(rows.people, return_inverse=True)[1]
    columns = means_by_code(rows.regressors, people)
    fitted = means_by_code(rows.fitted[:, None], people)[:, 0]
    weights = None if rows.weights is None else means_by_code(rows.weights[:, None], people)[:, 0]
    return Rows(fitted, columns, (), weights, np.arange(fitted.size))


def less_means(rows: Rows, person: float, error: float) -> Rows | None:
    """Return rows less the part of the person's mean that random effects take out.

    Parameters
    ----------
    rows : Rows
        Rows of the model; its effects enter as dummies.
    person, error : float
        Variance between people and within.

    Returns
    -------
    Rows or None
        With a constant and the dummies as regressors, and no effects; None with many levels.
    """
    if any(int(codes.max()) >= MANY for codes in rows.effects):
        return None
    dummies = [
        (codes == level).astype(float)
        for codes in rows.effects
        for level in range(1, int(codes.max()) + 1)
    ]
    people = np.unique(rows.people, return_inverse=True)[1]
    counts = np.bincount(people)
    theta = (1 - np.sqrt(error / (counts * person + error)))[people]

    def less(values: Array) -> Array:
        return np.asarray(values - theta * (np.bincount(people, values) / counts)[people])

    columns = [np.ones(people.size), *dummies, *rows.regressors.T]
    matrix = np.column_stack([less(column) for column in columns])
    return replace(rows, fitted=less(rows.fitted), regressors=matrix, effects=(), constant=False)
