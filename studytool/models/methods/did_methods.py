"""Difference-in-differences by prediction, by weighting and by both: from the panel to a result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.fitting.estimates import NO_SPREAD, yes_and_no
from studytool.models.fitting.identification import refuse_unidentified
from studytool.models.fitting.nonlinear import judge
from studytool.models.fitting.regression import Request
from studytool.models.fitting.reshaping import draw, set_aside, take_rows
from studytool.models.inference.covariance import count_clusters
from studytool.models.inference.power import tell_power
from studytool.models.kernel.dependence import independent, triangle
from studytool.models.likelihood.propensity import fit_propensity
from studytool.models.methods.doubly_robust import (
    Arms,
    DidMethod,
    effect_in_panel,
    effect_in_sections,
)
from studytool.models.result import Estimate, ModelResult, NotAvailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Design, Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.likelihood.propensity import Propensity
    from studytool.models.methods.doubly_robust import Effect
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

FEW = 10.0
"""Untreated people, counted by how much weight they carry, below which a finding says so."""

MUCH = 0.2
"""Share of the weight on one untreated person above which a finding says so."""

WORDS: dict[DidMethod, str] = {
    "outcome_regression": "changes of the untreated predicted for the treated from",
    "ipw": "the untreated weighted to be like the treated in",
    "doubly_robust": "the untreated weighted to be like the treated, and changes predicted, by",
}


@dataclass(frozen=True, slots=True)
class _Units:
    """What is compared, one row a person followed, or one a row of cross-sections."""

    design: Design
    people: Codes
    outcome: Array
    after: NDArray[np.bool_] | None
    treated: NDArray[np.bool_]
    covariates: Array
    names: tuple[str, ...]
    dropped: tuple[str, ...]
    weights: Array


def fit_by_method(
    spec: ModelSpec,
    panel: Panel,
    formula: Formula,
    *,
    method: DidMethod,
    follows: bool,
    seed: int,
    progress: Progress,
) -> ModelResult:
    """Estimate a difference-in-differences by prediction, weighting or both.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel, with the column that says after.
    formula : Formula
        Treatment as a product of group and later waves with both as main terms, or by itself.
    method : {"outcome_regression", "ipw", "doubly_robust"}
        How treated and others are made alike.
    follows : bool
        Whether the same people are seen before and after.
    seed : int
        Passed on to the result.
    progress : Progress
        Told of each step.

    Returns
    -------
    ModelResult
        With one estimate.

    Raises
    ------
    ModelError
        If treatment begins at several waves, a group or a period is empty, or covariates tell
        treated and untreated apart.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"{spec.name}: sample", 0, 2)
    request = Request(replace(formula, effects=()))
    asked = spec.model_copy(update={"unbalanced": "drop"}) if follows else spec
    drawn = draw(asked, panel, request)
    refuse_unidentified(drawn.design, drawn.people)
    group, after = _group_and_after(drawn, formula)
    sample, units = _units(drawn, group, after, follows=follows)
    progress.step(f"{spec.name}: estimates", 1, 2)
    weighs = method != "outcome_regression"
    chance = (
        fit_propensity(units.treated, units.covariates, units.weights, units.names)
        if weighs
        else None
    )
    arms = Arms(units.treated, units.covariates, units.weights, chance)
    if units.after is None:
        effect = effect_in_panel(units.outcome, arms, method)
    else:
        effect = effect_in_sections(units.outcome, units.after, arms, method)
    drawn, name = replace(drawn, sample=sample), formula.treatments[0]
    result = _result(spec, name, drawn, units, effect=effect, chance=chance, seed=seed)
    return replace(result, equation=f"{result.equation}, {_made_alike(units, method)}")


def _group_and_after(drawn: Drawn, formula: Formula) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who belongs to the treated group and which rows come after, row by row."""
    if formula.mains:
        arm = drawn.design.column(formula.mains[0])
        after = np.asarray(drawn.design.column(formula.mains[1]) == 1)
        return np.asarray(arm == arm.max()), after
    values = drawn.design.column(formula.treatments[0])
    now = values == values.max()
    ever = np.zeros(int(drawn.people.max()) + 1, dtype=bool)
    ever[drawn.people[now]] = True
    group: NDArray[np.bool_] = ever[drawn.people]
    after = np.asarray(drawn.waves >= drawn.waves[now].min())
    if ((group & after) != now).any():
        raise ModelError(
            f'"{formula.treatments[0]}" begins at several waves or ends again.',
            why="This method compares one before with one after.",
            remedy='Keep those who begin at one wave, or use method = "regression" or '
            'kind = "event_study".',
        )
    return group, after


def _units(
    drawn: Drawn, group: NDArray[np.bool_], after: NDArray[np.bool_], *, follows: bool
) -> tuple[Sample, _Units]:
    """Return one row a person with the change, or all rows where nobody is followed."""
    if not follows:
        every = np.ones(group.size, dtype=bool)
        cells = [(group == g) & (after == a) for g in (True, False) for a in (True, False)]
        units = _arrays(drawn, every, drawn.design.outcome, group=group, cells=cells)
        return drawn.sample, replace(units, after=after)
    people = drawn.people
    early, late = (np.bincount(people, rows) for rows in (~after, after))
    both = (early[people] > 0) & (late[people] > 0)
    sample = set_aside(drawn, [("no row before treatment, or none after it", ~both)])
    totals = [np.bincount(people, drawn.design.outcome * rows) for rows in (after, ~after)]
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (totals[0] / late - totals[1] / early)[people]
    ends = np.append(people[1:] != people[:-1], True) | np.append(after[1:], True)
    last = both & ~after & ends
    _refuse_mixed(people[last])
    cells = [group[last], ~group[last]]
    return sample, _arrays(drawn, last, change[last], group=group[last], cells=cells)


def _refuse_mixed(people: Codes) -> None:
    if np.unique(people).size < people.size:
        raise ModelError(
            "Some waves before treatment lie after waves that follow it.",
            why="The controls are taken as they were at the last wave before.",
            remedy="Check `post`, or leave those waves out in `where`.",
        )


def _arrays(
    drawn: Drawn,
    rows: NDArray[np.bool_],
    outcome: Array,
    *,
    group: NDArray[np.bool_],
    cells: list[NDArray[np.bool_]],
) -> _Units:
    design = take_rows(drawn.design, rows)
    held = [n for n, role in enumerate(design.roles) if role in {"constant", "control"}]
    columns = design.regressors[:, held]
    norms = np.sqrt(np.einsum("nk,nk->k", columns, columns))
    kept = independent(triangle(columns.T), norms)
    names = tuple(design.names[held[place]] for place in kept)
    for cell in cells:
        _refuse_thin(columns[cell][:, kept], names, norms[kept])
    weights = np.ones(group.size) if design.weights is None else design.weights
    return _Units(
        design=design,
        people=drawn.people[rows],
        outcome=outcome,
        after=None,
        treated=group,
        covariates=columns[:, kept],
        names=names,
        dropped=tuple(design.names[held[n]] for n in range(len(held)) if n not in kept),
        weights=weights / weights.mean(),
    )


def _refuse_thin(columns: Array, names: tuple[str, ...], norms: Array) -> None:
    """Refuse a group or a period in which the controls cannot be told apart."""
    if not len(columns):
        raise ModelError(
            "A group has nobody before or nobody after treatment.",
            why="Four means are needed: treated and untreated, before and after.",
            remedy="Check `where`, the treatment and `post`.",
        )
    found = independent(triangle(columns.T), norms * np.sqrt(len(columns)))
    if len(found) < len(names):
        lost = next(name for place, name in enumerate(names) if place not in found)
        raise ModelError(
            f'"{lost}" does not vary, or repeats other controls, among the treated or the others.',
            why="Then it cannot be used to make the two alike.",
            remedy="Leave it out, or make it coarser.",
        )


def _result(
    spec: ModelSpec,
    name: str,
    drawn: Drawn,
    units: _Units,
    *,
    effect: Effect,
    chance: Propensity | None,
    seed: int,
) -> ModelResult:
    clusters = units.design.clusters
    codes = clusters[0] if clusters else np.arange(units.treated.size)
    count = count_clusters(codes)
    found, error = _judge(effect, codes, count, spec)
    levels = f"clusters: {units.design.cluster_names[0]}" if clusters else "rows independent"
    return ModelResult(
        name=spec.name,
        kind="did",
        outcome=spec.outcome,
        estimates={name: found},
        covariance=np.array([[error**2]]),
        terms=(name,),
        shown=(name,),
        level=spec.level,
        convention=f"influence function, t(G-1), {levels}" if clusters else _UNCLUSTERED,
        equation=f"{name} = change in {spec.outcome} of the treated - change of the others",
        n_rows=drawn.sample.flow.used_rows,
        n_people=drawn.sample.flow.used_people,
        n_clusters={units.design.cluster_names[0]: count} if clusters else {},
        flow=drawn.sample.flow,
        statistics=_statistics(spec, drawn, units, found, chance),
        findings=(*drawn.sample.findings, *_findings(units, chance)),
        seed=seed,
    )


def _made_alike(units: _Units, method: DidMethod) -> str:
    """Say how the two were made alike, and who was seen before and after."""
    held = ", ".join(name for name in units.names if name != "const") or "nothing"
    of = "people followed" if units.after is None else "different people before and after"
    return f"{WORDS[method]} {held}; {of}"


_UNCLUSTERED = "influence function, t(n-1), people independent"


def _judge(
    effect: Effect, codes: Codes, count: int, spec: ModelSpec
) -> tuple[Estimate | NotAvailable, float]:
    """Return the estimate with its interval, and the standard error."""
    sums = np.bincount(codes, effect.influence)
    factor = 1.0 if spec.covariance == "cr0" else count / (count - 1)
    error = float(np.sqrt(factor * (sums @ sums))) / effect.influence.size
    if not error > NO_SPREAD * abs(effect.estimate):
        return NotAvailable("its standard error is zero: nothing varies around it"), error
    return judge(effect.estimate, error, float(count - 1), spec.level), error


def _statistics(
    spec: ModelSpec,
    drawn: Drawn,
    units: _Units,
    found: Estimate | NotAvailable,
    chance: Propensity | None,
) -> dict[str, float]:
    rows = np.isin(drawn.people, units.people)
    outcome = drawn.design.outcome[rows]
    treated = np.isin(drawn.people[rows], units.people[units.treated])
    told = {
        "outcome_mean": float(outcome.mean()),
        "outcome_sd": float(outcome.std(ddof=1)),
        "n_treated_people": float(np.unique(units.people[units.treated]).size),
        "n_untreated_people": float(np.unique(units.people[~units.treated]).size),
        "outcome_mean_untreated": float(outcome[~treated].mean()),
        **yes_and_no(outcome, drawn.people[rows], ~treated),
    }
    if isinstance(found, Estimate):
        told |= tell_power(found, level=spec.level)
    if chance is not None:
        share = _shares(units, chance)
        told["effective_untreated"] = float(1 / (share @ share))
        told["largest_weight"] = float(share.max())
        told["propensity_max"] = float(chance.chance.max())
    return told


def _shares(units: _Units, chance: Propensity) -> Array:
    """Return each untreated unit's share of the weight."""
    weights = (units.weights * chance.odds)[~units.treated]
    return np.asarray(weights / weights.sum())


def _findings(units: _Units, chance: Propensity | None) -> tuple[Finding, ...]:
    found = [
        Finding(
            "warning",
            "collinear",
            f'"{name}" was left out of the model: it is collinear with other controls. The '
            "estimate is the same with and without it.",
            remedy="Leave it out of the controls, or leave out the terms it repeats.",
        )
        for name in units.dropped
    ]
    if chance is None:
        return tuple(found)
    share = _shares(units, chance)
    effective, largest = float(1 / (share @ share)), float(share.max())
    if effective < FEW or largest > MUCH:
        found.append(
            Finding(
                "warning",
                "poor_overlap",
                "Few of the untreated are like the treated: weighted, they count as much as "
                f"{effective:.1f} people, and one of them carries {largest:.0%} of the weight.",
                remedy="Use fewer or coarser controls, or compare only where both groups are: say "
                "so in `where`.",
            )
        )
    return tuple(found)
