"""Random effects in arrays: how much people differ for good, and what is taken out for that.

With a lasting part u_i and an error e_it, least squares on y_it - theta_i mean(y_i) is efficient
for theta_i = 1 - sqrt(s_e^2 / (T_i s_u^2 + s_e^2)): 0 where people do not differ for good (pooled
least squares), 1 where nothing else differs (fixed effects).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import means_by_code
from studytool.models.kernel.constancy import refuse_constant
from studytool.models.kernel.dependence import DEPENDENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.spec import UnbalancedVariant


@dataclass(frozen=True, slots=True)
class Components:
    """Variances of a random-effects model.

    Attributes
    ----------
    error : float
        Variance of e_it, in squared units of the outcome.
    person : float
        Variance of u_i; 0 where the estimate is negative.
    theta : ndarray, shape (n,)
        Share of the person's mean that is taken out of each row.
    """

    error: float
    person: float
    theta: Array


def variance_components(
    outcome: Array,
    regressors: Array,
    people: Codes,
    *,
    weights: Array | None = None,
    variant: UnbalancedVariant = "harmonic_mean",
) -> Components:
    """Estimate the variances of a random-effects model by the method of Swamy and Arora.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome.
    regressors : ndarray, shape (n, k)
        Regressors, the constant among them.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.
    weights : ndarray, shape (n,), optional
        Weight of each row, the same for all rows of a person; only their ratios matter.
    variant : {"harmonic_mean", "swamy_arora"}
        How people with different numbers of rows are taken together; see Notes.

    Returns
    -------
    Components
        Variances, and the share of each person's mean to take out.

    Raises
    ------
    ModelError
        If the outcome does not vary, or the rows within people, or the people, are too few.

    Notes
    -----
    s_e^2 is the variance left within people, over n - N - k_w degrees of freedom. With
    ``harmonic_mean`` (Stata's xtreg, re and linearmodels by default) s_u^2 = SSR_b / (N - k_b) -
    s_e^2 / T, SSR_b of the regression of means, one row a person, T the harmonic mean of the rows
    a person. With ``swamy_arora`` (R plm, Stata's sa) the regression of means counts a person once
    for each row and s_u^2 = (SSR_b - (N - k_b) s_e^2) / (n - tr), tr = trace((sum T_i x_i x_i')^-1
    sum T_i^2 x_i x_i') of the means x_i. On balanced panels both are the same.

    References
    ----------
    Swamy and Arora (1972), https://doi.org/10.2307/1909405
    Baltagi and Chang (1994), https://doi.org/10.1016/0304-4076(94)90050-7
    """
    spread = outcome - outcome.mean()
    about = np.array([spread @ spread])
    refuse_constant(about, about, np.array([np.sqrt(outcome @ outcome)]))
    weight = np.ones(outcome.size) if weights is None else weights / weights.mean()
    rows = np.bincount(people).astype(float)
    columns = np.column_stack([regressors, outcome])
    means = means_by_code(columns, people)
    size = np.sqrt(np.average(columns**2, axis=0, weights=weight))
    within = columns - means[people]
    left, rank = _unexplained(within, size, weight)
    error = left / _at_least_one(outcome.size - rows.size - rank, "rows within people")
    of_person = np.bincount(people, weight) / rows
    share = of_person * rows if variant == "swamy_arora" else of_person / of_person.mean()
    between, rank = _unexplained(means, size, share)
    spare = _at_least_one(rows.size - rank, "people")
    if variant == "swamy_arora":
        person = (between - spare * error) / (outcome.size - _trace(means[:, :-1], rows, of_person))
    else:
        person = between / spare - error * float((1 / rows).mean())
    person = max(person, 0.0)
    theta = 1 - np.sqrt(error / (rows * person + error))
    return Components(error, person, theta[people])


def _unexplained(columns: Array, size: Array, weights: Array) -> tuple[float, int]:
    """Return the weighted sum of squares that the columns before it leave of the last, and rank."""
    root = np.sqrt(weights)
    scaled = columns * root[:, None]
    norms = np.sqrt(np.einsum("nc,nc->c", scaled, scaled))
    enough = norms[:-1] > DEPENDENT * size[:-1] * np.sqrt(weights.sum())
    kept = scaled[:, :-1][:, enough] / norms[:-1][enough]
    slopes, _, rank, _ = np.linalg.lstsq(kept, scaled[:, -1], rcond=DEPENDENT)
    residuals = scaled[:, -1] - kept @ slopes
    return float(residuals @ residuals), int(rank)


def _trace(means: Array, rows: Array, weights: Array) -> float:
    norms = np.sqrt(np.average(means**2, axis=0))
    scaled = means[:, norms > 0] / norms[norms > 0]
    inner = (scaled * (weights * rows)[:, None]).T @ scaled
    outer = (scaled * (weights * rows**2)[:, None]).T @ scaled
    return float(np.trace(np.linalg.pinv(inner, rcond=DEPENDENT, hermitian=True) @ outer))


def _at_least_one(left: int, what: str) -> int:
    if left < 1:
        raise ModelError(
            f"There are too few {what} to tell lasting differences between people from the rest.",
            why="Random effects need people with several rows, and more people than regressors.",
            remedy='Use fewer controls, more waves, or kind = "pooled" or "fixed_effects".',
        )
    return left


def quasi_demean(columns: Array, people: Codes, theta: Array) -> Array:
    """Return columns with a share of each person's mean taken out.

    Parameters
    ----------
    columns : ndarray, shape (n, c)
        Columns.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.
    theta : ndarray, shape (n,)
        Share taken out of each row.

    Returns
    -------
    ndarray, shape (n, c)
        Columns less theta times the means.
    """
    return columns - theta[:, None] * means_by_code(columns, people)[people]


def varies_within(columns: Array, people: Codes) -> NDArray[np.bool_]:
    """Tell which columns change within some person.

    Parameters
    ----------
    columns : ndarray, shape (n, c)
        Columns.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.

    Returns
    -------
    ndarray of bool, shape (c,)
        True where somebody has two values.
    """
    first = np.empty(int(people.max()) + 1, dtype=np.intp)
    first[people[::-1]] = np.arange(people.size)[::-1]
    return np.asarray((columns != columns[first[people]]).any(axis=0))
