"""Whether an effect differs between groups: interactions, their joint test, the effect in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.counted import Counted
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.arrays.columns import find_column, is_yes_no, numbers
from studytool.models.arrays.design import written
from studytool.models.arrays.sample import kept_by_where
from studytool.models.fitting.estimates import NEGATIVE
from studytool.models.fitting.joint import joint_test
from studytool.models.inference.standard_errors import t_quantile
from studytool.models.inference.wald import wald
from studytool.models.result import Estimate, NotAvailable
from studytool.models.terms import parse_term

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.estimates import Fitted
    from studytool.models.fitting.regression import Request
    from studytool.models.kernel.absorption import Array
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

MOST_GROUPS = 6
"""Most values of a number that are groups; more are an amount, and the effect a straight line."""


@dataclass(frozen=True, slots=True)
class Moderated:
    """A request in which treatments may have another effect in each group.

    Attributes
    ----------
    request : Request
        With the interactions as treatments and what belongs to them as main terms.
    panel : Panel
        With the moderator less its mean, where it is an amount.
    treatments : tuple of str
        Treatments as they were.
    moderator : str
        Column of the moderator.
    term : str
        The moderator as a term: itself, ``C(x)``, or ``centred(x)``.
    mean, spread : float
        Mean and standard deviation of an amount; 0 otherwise.
    """

    request: Request
    panel: Panel
    treatments: tuple[str, ...]
    moderator: str
    term: str
    mean: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class _Group:
    """One group: its name, its rows, and what its effect has beside the first group's."""

    name: str
    rows: np.ndarray
    part: str
    times: float


def moderate(spec: ModelSpec, panel: Panel, request: Request, moderator: str) -> Moderated:
    """Return a request in which each treatment is multiplied with the moderator.

    Parameters
    ----------
    spec : ModelSpec
        Its `where` says which rows the mean of an amount is taken over.
    panel : Panel
        The linked panel.
    request : Request
        What the estimator asks for.
    moderator : str
        A column: 0 and 1, up to six numbers, texts, or an amount.

    Returns
    -------
    Moderated
        Where wave effects are taken out, each group has its own, so that without controls the
        effect in each of two groups is that of the model fitted to the group alone.

    Raises
    ------
    ModelError
        If the column does not exist, or a treatment is a factor.
    """
    formula = request.formula
    for text in formula.treatments:
        if any(part.factor for part in parse_term(text)):
            raise ModelError(
                f'"{text}" is a factor, and a moderator takes treatments that are numbers.',
                remedy="Make a column that is 1 for each treatment, and name them.",
            )
    find_column(moderator, panel)
    term, column, mean, spread = _as_term(spec, panel, moderator)
    products = tuple(f"{text}:{term}" for text in formula.treatments)
    waves = (f"C({panel.design.wave}):{term}",) if "wave" in formula.effects else ()
    mains = (*formula.mains, term, *(f"{text}:{term}" for text in formula.mains), *waves)
    wider = replace(
        formula, treatments=(*formula.treatments, *products), mains=tuple(dict.fromkeys(mains))
    )
    asked = replace(
        request,
        formula=wider,
        words={**request.words, (column or moderator): f"moderator missing: {moderator}"},
    )
    if column:
        centred = numbers(panel.frame, moderator) - mean
        panel = replace(panel, frame=panel.frame.assign(**{column: centred}))
    return Moderated(asked, panel, formula.treatments, moderator, term, mean, spread)


def _as_term(spec: ModelSpec, panel: Panel, moderator: str) -> tuple[str, str, float, float]:
    """Return the term of a moderator, and where it is an amount its column, mean and spread."""
    kind = panel.frame[moderator].dtype
    if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind)):
        return f"C({moderator})", "", 0.0, 0.0
    values = numbers(panel.frame, moderator)[kept_by_where(panel, spec)]
    found = np.unique(values[~np.isnan(values)])
    if is_yes_no(found):
        return moderator, "", 0.0, 0.0
    if found.size <= MOST_GROUPS:
        return f"C({moderator})", "", 0.0, 0.0
    name = f"centred({moderator})"
    return name, name, float(np.nanmean(values)), float(np.nanstd(values, ddof=1))


def refuse_empty_groups(design: Design, moderated: Moderated) -> None:
    """Refuse groups in which nobody is treated.

    Parameters
    ----------
    design : Design
        Arrays of the model with its interactions.
    moderated : Moderated
        What was asked.

    Raises
    ------
    ModelError
        Names the first interaction that is 0 throughout.
    """
    for name in design.named("treatment"):
        if name not in moderated.treatments and not design.column(name).any():
            raise ModelError(
                f'Nobody in a group of "{moderated.moderator}" is treated ({name}).',
                why="A group without treated people has no effect to compare.",
                remedy="Put small groups together, or leave this group out in `where`.",
            )


def with_subgroups(
    result: ModelResult, fitted: Fitted, moderated: Moderated, sample: Sample
) -> ModelResult:
    """Return a result with the effect in each group and the people behind it.

    Parameters
    ----------
    result : ModelResult
        With the interactions.
    fitted : Fitted
        The model.
    moderated : Moderated
        What was asked.
    sample : Sample
        Its rows.

    Returns
    -------
    ModelResult
        With estimates such as ``visited[girl=1]`` (of an amount: one standard deviation below
        and above the mean), the test ``moderator`` that no interaction is needed, and the people
        of each group in `statistics` and a finding.
    """
    groups = _groups(moderated, sample)
    told = {
        f"{text}[{group.name}]": _contrast(fitted, text, group)
        for text in moderated.treatments
        for group in groups
    }
    estimates = {name: _judge(fitted, contrast) for name, contrast in told.items()}
    lead = len(fitted.design.named("treatment"))
    listed = list(result.estimates.items())
    order = [fitted.kept.index(name) for name in fitted.terms]
    rows = np.vstack([np.eye(len(order))[order], *told.values()])
    apart = [
        fitted.kept.index(name)
        for name in fitted.design.named("treatment")
        if name not in moderated.treatments and name in fitted.kept
    ]
    test = joint_test(fitted.fit.coefficients, fitted.covariance, apart)
    return replace(
        result,
        tests={**result.tests, "moderator": test},
        estimates={**dict(listed[:lead]), **estimates, **dict(listed[lead:])},
        covariance=rows @ fitted.covariance.matrix @ rows.T,
        terms=(*fitted.terms, *told),
        shown=(*result.shown, *told),
        statistics={**result.statistics, **_counts(fitted, groups)},
        findings=(*result.findings, _finding(fitted, moderated, groups)),
    )


def _groups(moderated: Moderated, sample: Sample) -> list[_Group]:
    column = moderated.panel.frame[moderated.moderator].iloc[sample.index]
    name, term = moderated.moderator, moderated.term
    if moderated.spread:
        values = numbers(moderated.panel.frame, name)[sample.index]
        below = values < moderated.mean
        return [
            _Group(f"{name}={moderated.mean + sign * moderated.spread:.4g}", rows, term, times)
            for sign, rows in ((-1, below), (1, ~below))
            for times in [sign * moderated.spread]
        ]
    codes, levels = pd.factorize(column, sort=True)
    parts = [
        (written(level), f"{term}[{written(level)}]" if term != name else term) for level in levels
    ]
    return [
        _Group(f"{name}={text}", np.asarray(codes == place), part if place else "", 1.0)
        for place, (text, part) in enumerate(parts)
    ]


def _contrast(fitted: Fitted, treatment: str, group: _Group) -> Array:
    """Return which coefficients add up to the effect in a group."""
    contrast = np.zeros(len(fitted.kept))
    contrast[fitted.kept.index(treatment)] = 1.0
    if group.part:
        contrast[fitted.kept.index(f"{treatment}:{group.part}")] = group.times
    return contrast


def _judge(fitted: Fitted, contrast: Array) -> Estimate | NotAvailable:
    """Return the effect in a group, with the degrees of freedom of its own contrast."""
    cov = fitted.covariance
    estimate = float(contrast @ fitted.fit.coefficients)
    variance = float(contrast @ cov.matrix @ contrast)
    if variance < 0 and len(cov.clusters) > 1:
        return NotAvailable(NEGATIVE)
    if not variance > 0 or np.isnan(cov.df[contrast != 0]).any():
        return NotAvailable("its standard error is zero: nothing varies around it")
    test = wald(fitted.fit.coefficients, cov, contrast[None, :])
    error, df = float(np.sqrt(variance)), test.df[1]
    reach = float(t_quantile(fitted.level, np.array([df]))[0]) * error
    return Estimate(estimate, error, df, test.p, estimate - reach, estimate + reach)


def _people(fitted: Fitted, rows: np.ndarray) -> int:
    return int(np.unique(fitted.people[rows]).size)


def _counts(fitted: Fitted, groups: list[_Group]) -> dict[str, float]:
    treated = fitted.design.column(fitted.design.named("treatment")[0]) != 0
    counts = {f"n_people[{group.name}]": _people(fitted, group.rows) for group in groups}
    served = {
        f"n_treated_people[{group.name}]": _people(fitted, group.rows & treated) for group in groups
    }
    return {name: float(count) for name, count in {**counts, **served}.items()}


def _finding(fitted: Fitted, moderated: Moderated, groups: list[_Group]) -> Finding:
    """Say how many people each group has."""
    what = "below and above the mean" if moderated.spread else "in each group"
    told = [
        (f"{_people(fitted, group.rows)} with {place}", _people(fitted, group.rows), place)
        for group, place in zip(groups, _places(moderated, groups), strict=True)
    ]
    return Finding(
        "note",
        "subgroups",
        f"People {what}: {', '.join(words for words, _, _ in told)}. A difference between groups "
        "needs about four times the people that an effect of that size needs.",
        remedy="Judge the difference by its test, not by which of the two effects has a small p.",
        counts=tuple(Counted(words, (n,), f"{{few}} with {place}") for words, n, place in told),
    )


def _places(moderated: Moderated, groups: list[_Group]) -> list[str]:
    if moderated.spread:
        limit = f"{moderated.moderator} = {moderated.mean:.4g}"
        return [f"less than {limit}", f"{limit} or more"]
    return [group.name.replace("=", " = ", 1) for group in groups]
