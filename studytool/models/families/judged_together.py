"""A family of models judged together: adjusted p-values, and one test of all outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError, UnknownLevelError
from studytool.core.identity import derived_seed
from studytool.models.arrays.columns import codes_of, find_columns
from studytool.models.draws.refit import Refit, fit_again
from studytool.models.draws.wild_cluster import Shared, wild_draws
from studytool.models.draws.wild_moves import number_clusters
from studytool.models.draws.wild_test import own_level
from studytool.models.draws.wild_weights import plan_weights
from studytool.models.families.index_effect import judge_index
from studytool.models.families.multiple import benjamini_hochberg, holm, romano_wolf, sharpened_q
from studytool.models.result import Estimate, NotAvailable, TestResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.progress import Progress
    from studytool.models.family import Family
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

    Member = tuple[ModelSpec, ModelResult]

NAMES = {
    "romano_wolf": "Romano-Wolf",
    "holm": "Holm",
    "bh": "Benjamini-Hochberg",
    "sharpened_q": "sharpened q",
}
_BY_P = {"holm": holm, "bh": benjamini_hochberg, "sharpened_q": sharpened_q}


@dataclass(frozen=True, slots=True)
class Judged:
    """One hypothesis of a family.

    Attributes
    ----------
    model, term : str
        The effect of which treatment in which model.
    p : float
        Its p-value alone.
    adjusted : float
        Its p-value among the others (a q-value with `bh` and `sharpened_q`).
    """

    model: str
    term: str
    p: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """The answer of one family.

    Attributes
    ----------
    name, adjust : str
        As asked.
    members : tuple of str
        Models, as asked.
    method : str
        How p-values were adjusted, such as "Romano-Wolf, 3 outcomes".
    judged : tuple of Judged
        In the order of the members; empty with a `reason`.
    draws : int or None
        Draws they rest on.
    index : Estimate or NotAvailable
        Effect on the index of all outcomes, in standard deviations of the untreated.
    reason : str
        Why nothing was adjusted.
    """

    name: str
    adjust: str
    members: tuple[str, ...]
    method: str
    judged: tuple[Judged, ...]
    draws: int | None
    index: Estimate | NotAvailable
    reason: str = ""


def judge_family(
    family: Family,
    fitted: Mapping[str, Member],
    panel: Panel,
    *,
    seed: int,
    progress: Progress,
) -> FamilyResult:
    """Judge the models of a family together.

    Parameters
    ----------
    family : Family
        What is asked.
    fitted : mapping of str to (ModelSpec, ModelResult)
        All models of the study.
    panel : Panel
        The linked panel.
    seed : int
        The study's seed.
    progress : Progress
        Told of each step.

    Returns
    -------
    FamilyResult
        Adjusted p-values of every treatment of every member, or why there are none.

    Raises
    ------
    UnknownLevelError
        If a level that it names does not exist.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"family {family.name}", 0, 2)
    members = [fitted[name] for name in family.members]
    seed = derived_seed(seed, "families", family.name)
    found = _list_estimates(members)
    method = f"{NAMES[family.adjust]}, {_count(members, len(found))}"
    draws, reason, adjusted = None, "", np.empty(0)
    try:
        adjusted, draws = _adjust(family, members, np.array([p for _, _, p in found]), seed)
    except UnknownLevelError:
        raise
    except ModelError as error:
        reason, found = error.reason, []
    judged = tuple(
        Judged(model, term, p, float(value))
        for (model, term, p), value in zip(found, adjusted, strict=True)
    )
    progress.step(f"family {family.name}: index", 1, 2)
    index = judge_index(family.name, members, panel, seed=seed, progress=progress)
    return FamilyResult(
        family.name, family.adjust, family.members, method, judged, draws, index, reason
    )


def with_adjusted(result: ModelResult, families: Sequence[FamilyResult]) -> ModelResult:
    """Return a result with its adjusted p-values among its tests.

    Parameters
    ----------
    result : ModelResult
        A result.
    families : sequence of FamilyResult
        All families of the study.

    Returns
    -------
    ModelResult
        With tests named as the adjustment, such as ``romano_wolf``, or ``romano_wolf[visited]``
        where it has several treatments.
    """
    tests = dict(result.tests)
    for family in families:
        mine = [judged for judged in family.judged if judged.model == result.name]
        for judged in mine:
            name = family.adjust if len(mine) == 1 else f"{family.adjust}[{judged.term}]"
            method = f"{family.method} ({family.name})"
            tests[name] = TestResult(p=judged.adjusted, draws=family.draws, method=method)
    return result if tests == dict(result.tests) else replace(result, tests=tests)


def _count(members: Sequence[Member], effects: int) -> str:
    """Say of how many outcomes, and of how many effects where they are more."""
    outcomes = len({result.outcome for _, result in members})
    if outcomes > 1:
        return (
            f"{effects} effects on {outcomes} outcomes"
            if effects > outcomes
            else (f"{outcomes} outcomes")
        )
    models = f"{len(members)} models"
    return f"{effects} effects in {models}" if effects > len(members) else models


def _list_estimates(members: Sequence[Member]) -> list[tuple[str, str, float]]:
    """Return model, term and p of every treatment that has an estimate."""
    return [
        (result.name, term, found.p)
        for _, result in members
        for term in result.shown
        if isinstance(found := result.estimates.get(term), Estimate)
    ]


def _adjust(
    family: Family, members: Sequence[Member], p: Array, seed: int
) -> tuple[Array, int | None]:
    if not p.size:
        raise ModelError("No member has an estimate of its treatment.")
    if family.adjust == "romano_wolf":
        return _by_drawing(family, members, seed)
    return _BY_P[family.adjust](p), None


def _by_drawing(family: Family, members: Sequence[Member], seed: int) -> tuple[Array, int]:
    """Return Romano-Wolf p-values from draws that share their weights over the models."""
    refits = [_refit(*pair) for pair in members]
    levels = {family.cluster or own_level(refit) for refit in refits}
    if len(levels) > 1 or not all(levels):
        raise ModelError(
            "The models of the family do not cluster at one level.",
            remedy="Name the `cluster` of the family.",
        )
    level = levels.pop()
    names = [_labels(refit, level) for refit in refits]
    every = np.unique(np.concatenate(names))
    plan = plan_weights(family.weights, every.size, family.draws)
    t, draws = [], []
    for refit, labels in zip(refits, names, strict=True):
        clusters = number_clusters(labels)
        shared = Shared(plan, np.searchsorted(every, np.unique(labels)))
        for term in refit.terms:
            place = refit.place(term)
            drawn = wild_draws(refit.fit, place, clusters, seed=seed, shared=shared)
            t.append(drawn.estimate / drawn.variance**0.5)
            with np.errstate(invalid="ignore", divide="ignore"):
                draws.append(np.nan_to_num(np.abs(drawn.t_of(0.0)), nan=np.inf))
    return romano_wolf(np.array(t), np.column_stack(draws), every=plan.every), plan.draws


def _refit(spec: ModelSpec, result: ModelResult) -> Refit:
    refit = fit_again(spec, result)
    if refit is None:
        raise ModelError(
            f'"{spec.name}" is not fitted by least squares, and Romano-Wolf draws its errors.',
            remedy='Use adjust = "holm".',
        )
    return refit


def _labels(refit: Refit, level: str) -> Codes:
    """Return the cluster of each row, numbered alike in all models of the panel."""
    refit.codes(level)  # refuses a level that does not exist, and rows without one
    panel, index = refit.regression.panel, refit.regression.index
    if level == "person" and panel.design.person is None:
        return np.asarray(index)
    whole = [panel.frame[name].astype("str") for name in find_columns(level, panel)]
    return codes_of(whole)[index]
