"""The rows a model is fitted on, as a program of another tool reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from studytool.models.arrays.design import Design
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec

_LONGEST = 28  # Stata takes 32 characters, and a number may follow


@dataclass(frozen=True, slots=True)
class FittedRows:
    """One linear model as arrays with plain names: what any tool needs to fit it again.

    Attributes
    ----------
    name, title, equation, convention : str
        Of the model, as its table and "how?" tell them.
    stem : str
        Name of its file.
    covariance, small_sample : str
        Its standard errors, as the document names them.
    frame : DataFrame, n rows
        Outcome, regressors, codes of effects and clusters, weights: no names of people.
    outcome : str
        Column of `frame`.
    regressors : mapping of term to str
        Column of each estimated term, in the order of the model; a constant among them.
    effects, trends, clusters : tuple of str
        Columns with codes.
    weights : str
        Column, or empty.
    estimates : mapping of term to (estimate, standard error)
        What this program found.
    """

    name: str
    stem: str
    title: str
    equation: str
    convention: str
    covariance: str
    small_sample: str
    frame: pd.DataFrame
    outcome: str
    regressors: dict[str, str]
    effects: tuple[str, ...]
    trends: tuple[tuple[str, str], ...]
    clusters: tuple[str, ...]
    weights: str
    estimates: dict[str, tuple[float, float]]


def plain_names(terms: Iterable[str]) -> dict[str, str]:
    """Return a name for each term that Python, R and Stata take, all different.

    Parameters
    ----------
    terms : iterable of str
        Such as ``C(school)[North]`` or ``baseline(score)``.
    """
    taken: dict[str, str] = {}
    for term in terms:
        letters = re.sub(r"[^a-z0-9]+", "_", term.lower().replace("-", "m")).strip("_")
        stem = (letters if letters[:1].isalpha() else f"x_{letters}")[:_LONGEST].rstrip("_")
        name, number = stem, 2
        while name in taken.values():
            name, number = f"{stem}_{number}", number + 1
        taken[term] = name
    return taken


def fitted_rows(spec: ModelSpec, result: ModelResult, stem: str) -> FittedRows:
    """Return the rows of a model that ends in least squares.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.
    stem : str
        What its file is to be called.

    Raises
    ------
    TypeError
        If it does not end in least squares.
    """
    if result.regression is None:
        raise TypeError(result.kind)
    design = result.regression.design()
    terms = [name for name in design.names if name in result.terms]
    roles = _roles(design)
    named = plain_names([spec.outcome, *terms, *roles])
    columns: dict[str, Array | Codes] = {named[spec.outcome]: design.outcome}
    columns |= {named[term]: design.column(term) for term in terms}
    columns |= {named[role]: values for role, values in roles.items()}
    return FittedRows(
        name=result.name,
        stem=stem,
        title=spec.title or spec.name,
        equation=result.equation,
        convention=result.convention,
        covariance=spec.covariance or ("cr1" if design.clusters else "classical"),
        small_sample=spec.small_sample,
        frame=_frame(columns),
        outcome=named[spec.outcome],
        regressors={term: named[term] for term in terms},
        effects=tuple(named[f"effect {name}"] for name in design.effect_names),
        trends=tuple(
            (named[f"trend {place}"], named[f"time {place}"]) for place in range(len(design.trends))
        ),
        clusters=tuple(named[f"cluster {name}"] for name in design.cluster_names),
        weights=named["weight"] if design.weights is not None else "",
        estimates=numbers_found(result, terms),
    )


def _roles(design: Design) -> dict[str, Array | Codes]:
    """Return codes and weights by what they are for."""
    effects = zip(design.effect_names, design.effects, strict=True)
    clusters = zip(design.cluster_names, design.clusters, strict=True)
    roles: dict[str, Array | Codes] = {f"effect {name}": codes for name, codes in effects}
    roles |= {f"cluster {name}": codes for name, codes in clusters}
    for place, (codes, time) in enumerate(design.trends):
        roles |= {f"trend {place}": codes, f"time {place}": time}
    return roles | ({"weight": design.weights} if design.weights is not None else {})


def _frame(columns: Mapping[str, Array | Codes]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns)


def numbers_found(result: ModelResult, terms: list[str]) -> dict[str, tuple[float, float]]:
    """Return estimate and standard error of each term that has them.

    Parameters
    ----------
    result : ModelResult
        Its result.
    terms : list of str
        Terms, in the order wanted.
    """
    from studytool.models.result import Estimate

    return {
        term: (made.estimate, made.std_error)
        for term in terms
        if isinstance(made := result.estimates[term], Estimate)
    }
