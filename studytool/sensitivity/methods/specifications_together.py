"""Specifications that differ in controls and errors alone: their effects are taken out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import people_of
from studytool.models.fitting.estimates import list_estimates
from studytool.models.fitting.identification import refuse_dropped
from studytool.models.fitting.regression import with_covariance
from studytool.models.kernel.grid import Model, fit_grid
from studytool.sensitivity.methods.specifications import Fitted, fit_one, options_of
from studytool.sensitivity.subject import changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.arrays.design import Design
    from studytool.models.kernel.absorption import Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.result import ModelResult
    from studytool.sensitivity.methods.specifications import Specification
    from studytool.sensitivity.subject import Subject

LINEAR = ("pooled", "fixed_effects", "ancova", "did")
"""Kinds whose result is one least-squares fit of their design."""

_OWN = ("controls", "covariance")
_FEWEST = 3


def fit_specifications(
    subject: Subject, term: str, specifications: Sequence[Specification], name: str
) -> list[Fitted]:
    """Fit every specification, those that share rows and effects together.

    Parameters
    ----------
    subject : Subject
        The model.
    term : str
        The estimate.
    specifications : sequence of Specification
        What is to be fitted.
    name : str
        Name of the analysis, for progress.

    Returns
    -------
    list of Fitted
        In their order, each as it would be alone; without the result where they were fitted
        together.

    Raises
    ------
    Cancelled
        If the person asked to stop.

    Notes
    -----
    Those of the same outcome, effects and sample are fitted together if the largest and the
    smallest set of controls leave the same rows: then every set between does.
    """
    groups: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for place, one in enumerate(specifications):
        shared = tuple((key, value) for key, value in one.options.items() if key not in _OWN)
        groups.setdefault(shared, []).append(place)
    found: dict[int, Fitted] = {}
    for places in groups.values():
        subject.progress.step(f"{name}: specifications", len(found), len(specifications))
        some = [specifications[place] for place in places]
        fitted = _together(subject, term, some) or [fit_one(subject, term, one) for one in some]
        found |= zip(places, fitted, strict=True)
    return [found[place] for place in range(len(specifications))]


def _together(subject: Subject, term: str, group: Sequence[Specification]) -> list[Fitted] | None:
    """Return the fits of a group that shares its rows; None where that is not so."""
    model = subject.model
    plain = getattr(model, "method", "regression") == "regression" and not model.trends
    if len(group) < _FEWEST or model.kind_name() not in LINEAR or model.moderator or not plain:
        return None
    sets = [one.options.get("controls", model.controls) for one in group]
    union = tuple(dict.fromkeys(name for names in sets for name in names))
    every = tuple(name for name in union if all(name in names for names in sets))
    whole = _fit(subject, group[0], union)
    least = _fit(subject, group[0], every)
    if whole is None or least is None or whole.regression is None or least.regression is None:
        return None
    if whole.flow.used_rows != least.flow.used_rows:
        return None
    return _from_design(subject, term, group, (whole, union))


def _fit(
    subject: Subject, specification: Specification, controls: tuple[str, ...]
) -> ModelResult | None:
    try:
        model = changed(
            subject.model, **(options_of(subject, specification.options) | {"controls": controls})
        )
        return model.fit(subject.panel, seed=subject.result.seed, progress=subject.progress)
    except ModelError:
        return None


def _from_design(
    subject: Subject,
    term: str,
    group: Sequence[Specification],
    whole: tuple[ModelResult, tuple[str, ...]],
) -> list[Fitted] | None:
    result, union = whole
    if result.regression is None:
        return None
    design = result.regression.design()
    people = people_of(result.regression.panel)[result.regression.index]
    columns = [
        _columns(design, union, one.options.get("controls", subject.model.controls))
        for one in group
    ]
    try:
        fits = fit_grid(
            design.outcome[:, None],
            design.regressors,
            [Model(0, tuple(those)) for those in columns],
            effects=design.effects,
            weights=design.weights,
        )
    except ModelError:
        return None
    made = []
    for one, those, fit in zip(group, columns, fits, strict=True):
        part = _part(design, those)
        made.append(_fitted(subject, term, one, (part, fit.fit, people, result.n_people)))
    return made


def _columns(design: Design, union: tuple[str, ...], chosen: tuple[str, ...]) -> list[int]:
    """Return the places of the regressors of a set of controls; what is no control always is."""
    left_out = set(union) - set(chosen)
    return [
        place
        for place, (role, text) in enumerate(zip(design.roles, design.terms, strict=True))
        if role != "control" or text not in left_out
    ]


def _part(design: Design, places: list[int]) -> Design:
    return replace(
        design,
        regressors=design.regressors[:, places],
        names=tuple(design.names[place] for place in places),
        roles=tuple(design.roles[place] for place in places),
        terms=tuple(design.terms[place] for place in places),
    )


def _fitted(
    subject: Subject,
    term: str,
    specification: Specification,
    made: tuple[Design, Fit, Codes, int],
) -> Fitted:
    design, fit, people, count = made
    try:
        refuse_dropped(design, fit)
        model = changed(subject.model, **options_of(subject, specification.options))
        estimates = list_estimates(with_covariance(model, design, fit, people))
    except ModelError as error:
        return Fitted(specification, None, None, None, error.reason)
    estimate = estimates.get(term)
    reason = "" if estimate is not None else f"there is no {term} in it"
    return Fitted(specification, estimate, count, None, reason)
