"""Outcome, treatment and controls of a linear model with its effects taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.fitting.regression import fit_arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array
    from studytool.sensitivity.subject import Subject


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Columns of a linear model, effects and constant taken out, scaled by root weights.

    Attributes
    ----------
    outcome, treatment : ndarray, shape (n,)
        Outcome, and the regressor that is judged.
    others : ndarray, shape (n, k)
        The other regressors that the model kept.
    terms : tuple of str
        The term of the document that gives each of the others.
    df : int
        Degrees of freedom of the residual: rows less all parameters.
    """

    outcome: Array
    treatment: Array
    others: Array
    terms: tuple[str, ...]
    df: int

    def of_terms(self, names: Sequence[str]) -> list[int]:
        """Return the places of the others that some terms give."""
        return [place for place, term in enumerate(self.terms) if term in names]


def take_out(subject: Subject, term: str) -> TakenOut:
    """Return the columns of a linear model with its effects taken out.

    Parameters
    ----------
    subject : Subject
        The model.
    term : str
        The regressor that is judged.

    Raises
    ------
    ModelError
        If the model is not least squares on rows of the panel.
    """
    if subject.result.regression is None:
        raise ModelError(
            f'The model "{subject.model.name}" is not a least-squares regression of its rows.',
            remedy="Use a linear model, such as fixed_effects, did or ancova.",
        )
    design = subject.result.regression.design()
    if term not in design.names:
        raise ModelError(f'"{term}" is no regressor of the model "{subject.model.name}".')
    fit = fit_arrays(design)
    columns = np.asarray(fit.projected.columns).T
    if design.weights is not None:
        columns = columns * np.sqrt(design.weights)[:, None]
    constant = [place for place, role in enumerate(design.roles) if role == "constant"]
    if constant:
        columns = columns - _fitted(columns, columns[:, constant])
    lead = design.names.index(term)
    others = [place for place in fit.kept.tolist() if place not in {lead, *constant}]
    return TakenOut(
        outcome=columns[:, -1],
        treatment=columns[:, lead],
        others=columns[:, others],
        terms=tuple(design.terms[place] for place in others),
        df=fit.rows - fit.rank,
    )


def residuals(columns: Array, regressors: Array) -> Array:
    """Return columns less what regressors fit of them.

    Parameters
    ----------
    columns : ndarray, shape (n,) or (n, m)
        What is fitted.
    regressors : ndarray, shape (n, k)
        By what; k may be 0.
    """
    return columns - _fitted(columns, regressors) if regressors.shape[1] else columns


def _fitted(columns: Array, regressors: Array) -> Array:
    basis = np.linalg.qr(regressors)[0]
    fitted: Array = basis @ (basis.T @ columns)
    return fitted
