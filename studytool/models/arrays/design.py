"""Design: the arrays of a linear model, each regressor with its name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import codes_of, find_columns, numbers, waves_of
from studytool.models.terms import Part, parse_term
from studytool.survey.conditions import is_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes, Trend
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

MOST_LEVELS = 200
"""Most values a factor may have; more are taken out as an effect instead."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What a linear model is made of, in names.

    Attributes
    ----------
    outcome : str
        Column of the outcome.
    treatments : tuple of str
        Terms the model is about. They must be identified, or the model is refused.
    mains : tuple of str
        Terms that belong to an interaction; left out in silence where the effects take them up.
    controls : tuple of str
        Terms held fixed; left out with a finding where they repeat others.
    effects, clusters : tuple of str
        As in a document: ``person``, ``wave``, a level, a column, or a product such as
        ``school*wave``.
    weights : str or None
        Column of the weights.
    trends : tuple of str
        Levels, as `effects`, that have a straight line over the waves each.
    intercept : bool
        Whether there is a constant where no effects are taken out.
    """

    outcome: str
    treatments: tuple[str, ...]
    mains: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    weights: str | None = None
    trends: tuple[str, ...] = ()
    intercept: bool = True


@dataclass(frozen=True, slots=True)
class Design:
    """Arrays of a linear model over n rows.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        Outcome.
    regressors : ndarray, shape (n, p)
        The constant (without effects), main terms, controls, and treatments last, so that what
        is collinear with a treatment is never mistaken for it.
    names : tuple of str
        Names of the p regressors.
    roles : tuple of {"constant", "main", "control", "treatment"}
        What each regressor is for.
    terms : tuple of str
        The term of the formula that gives each regressor; the constant gives its own name.
    effects, clusters : tuple of ndarray of int, shape (n,)
        Codes of the effects and of the clusters.
    effect_names, cluster_names : tuple of str
        As in the document.
    weights : ndarray, shape (n,), or None
        Weights.
    trends : tuple of (ndarray of int, ndarray), shape (n,)
        Codes of the levels that have a slope each, and time: waves since the first.
    """

    outcome: Array
    regressors: Array
    names: tuple[str, ...]
    roles: tuple[str, ...]
    terms: tuple[str, ...]
    effects: tuple[Codes, ...]
    clusters: tuple[Codes, ...]
    effect_names: tuple[str, ...]
    cluster_names: tuple[str, ...]
    weights: Array | None
    trends: tuple[Trend, ...] = ()

    def named(self, role: str) -> tuple[str, ...]:
        """Return the names of the regressors of a role, in order."""
        return tuple(n for n, r in zip(self.names, self.roles, strict=True) if r == role)

    def column(self, name: str) -> Array:
        """Return the regressor of that name, shape (n,)."""
        return self.regressors[:, self.names.index(name)]


def conditional_formula(spec: ModelSpec, method: str, what_for: str) -> Formula:
    """Return the formula of a method that is conditional on its effects: people and waves at first.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    method : str
        What the method is called, such as "A fixed-effects logit".
    what_for : str
        What it needs an effect for, such as "to condition on".

    Returns
    -------
    Formula
        With its effects, clusters and weights.

    Raises
    ------
    ModelError
        If the model has no effects.
    """
    effects = ("person", "wave") if spec.effects is None else spec.effects
    if not effects:
        raise ModelError(
            f"{method} needs an effect {what_for}.",
            remedy='Say effects = ["person", "wave"], or leave the option out.',
        )
    return Formula(
        outcome=spec.outcome,
        treatments=spec.treatments,
        controls=spec.controls,
        effects=effects,
        clusters=spec.cluster,
        weights=spec.weights,
    )


def build_design(panel: Panel, index: NDArray[np.intp], formula: Formula) -> Design:
    """Build the arrays of a model from the rows of its sample.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    index : ndarray of int, shape (n,)
        Positions of the rows, in the order they are to have.
    formula : Formula
        What the model is made of.

    Returns
    -------
    Design
        Outcome, regressors, effects, clusters and weights.

    Raises
    ------
    ModelError
        If a column does not exist or is of the wrong type, a factor has one value or too many,
        a term is asked for twice, or all rows are in one cluster.
    """
    _refuse_ids(panel, formula)
    frame = panel.frame.iloc[index]
    names: list[str] = []
    roles: list[str] = []
    terms: list[str] = []
    columns: list[Array] = []
    for role in ("constant", "main", "control", "treatment"):
        for term, name, values in _columns_of_role(frame, formula, role):
            _refuse_twice(name, names)
            names.append(name)
            roles.append(role)
            terms.append(term)
            columns.append(values)
    codes = _codes_by_term(panel, frame, (*formula.effects, *formula.trends, *formula.clusters))
    return Design(
        outcome=numbers(frame, formula.outcome),
        regressors=np.array(columns).T,
        names=tuple(names),
        roles=tuple(roles),
        terms=tuple(terms),
        effects=tuple(codes[text] for text in formula.effects),
        clusters=_clusters(codes, formula.clusters),
        effect_names=formula.effects,
        cluster_names=formula.clusters,
        weights=numbers(frame, formula.weights) if formula.weights else None,
        trends=tuple((codes[text], _time(panel, index)) for text in formula.trends),
    )


def expand(frame: pd.DataFrame, text: str) -> tuple[tuple[str, Array], ...]:
    """Return the regressors of one term.

    Parameters
    ----------
    frame : DataFrame, n rows
        Rows of the sample.
    text : str
        ``x``; ``C(x)``: an indicator of each value but the lowest, named ``C(x)[value]``; or
        ``a:b``: the products of what its sides give, main terms not added.

    Returns
    -------
    tuple of (str, ndarray of shape (n,))
        Names and values.

    Raises
    ------
    ModelError
        If a column does not exist, does not hold numbers, or, as a factor, has one value or
        more than 200.
    """
    if text in frame:
        return ((text, numbers(frame, text)),)
    sides = [_side(frame, part) for part in parse_term(text)]
    return tuple(
        (":".join(name for name, _ in chosen), np.prod([values for _, values in chosen], axis=0))
        for chosen in product(*sides)
    )


def _refuse_ids(panel: Panel, formula: Formula) -> None:
    """Refuse people and families as a factor: their IDs would be the names of its terms."""
    for term in (*formula.treatments, *formula.controls):
        for part in parse_term(term):
            if part.factor and is_id(part.column, panel):
                raise ModelError(
                    f'"C({part.column})" would name people or families in the results.',
                    remedy=f'Take it out as an effect: effects = ["{part.column}"].',
                )


def written(value: object) -> str:
    """Write a factor's value: numbers without a fraction lose their ``.0``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _side(frame: pd.DataFrame, part: Part) -> list[tuple[str, Array]]:
    if not part.factor:
        return [(part.column, numbers(frame, part.column))]
    if part.column not in frame:
        numbers(frame, part.column)
    values, levels = pd.factorize(frame[part.column], sort=True)
    if not 2 <= len(levels) <= MOST_LEVELS:  # noqa: PLR2004  # one value is no factor
        raise ModelError(
            f'"C({part.column})" has {len(levels)} values in the sample.',
            why=f"A factor needs 2 to {MOST_LEVELS}.",
            remedy=f'Leave it out, or take it out as an effect: effects = ["{part.column}"].',
        )
    return [
        (f"C({part.column})[{written(level)}]", (values == code).astype(float))
        for code, level in enumerate(levels)
        if code > 0
    ]


def _columns_of_role(
    frame: pd.DataFrame, formula: Formula, role: str
) -> list[tuple[str, str, Array]]:
    if role == "constant":
        taken = {*formula.mains, *formula.controls, *formula.treatments}
        name = "const" if "const" not in taken else "(const)"
        without = bool(formula.effects) or not formula.intercept
        return [] if without else [(name, name, np.ones(len(frame)))]
    terms = {"main": formula.mains, "control": formula.controls, "treatment": formula.treatments}
    return [(text, name, values) for text in terms[role] for name, values in expand(frame, text)]


def _refuse_twice(name: str, names: Sequence[str]) -> None:
    if name in names:
        raise ModelError(
            f'"{name}" is in the model twice.',
            remedy="Name each treatment and control once; a treatment is not its own control.",
        )


def _codes_by_term(panel: Panel, frame: pd.DataFrame, terms: Sequence[str]) -> dict[str, Codes]:
    """Return the codes of each term: the same array for terms of the same columns."""
    found: dict[tuple[str, ...], Codes] = {}
    for text in terms:
        columns = find_columns(text, panel)
        if columns not in found:
            found[columns] = codes_of([frame[name] for name in columns])
    return {text: found[find_columns(text, panel)] for text in terms}


def _time(panel: Panel, index: NDArray[np.intp]) -> Array:
    """Return the waves since the first of the sample."""
    waves = waves_of(panel)[index]
    if (waves == waves[0]).all():
        raise ModelError(
            "Trends need two waves or more, and the sample has one.",
            remedy="Leave `trends` out.",
        )
    since_first: Array = waves - waves.min()
    return since_first


def _clusters(codes: dict[str, Codes], terms: Sequence[str]) -> tuple[Codes, ...]:
    for text in terms:
        if int(codes[text].max()) == 0:
            raise ModelError(
                f'All rows of the sample are in one cluster of "{text}".',
                why="A clustered standard error compares clusters and needs at least two.",
                remedy="Cluster at a lower level, such as person or household.",
            )
    return tuple(codes[text] for text in terms)
