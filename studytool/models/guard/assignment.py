"""How people came to be treated, and what that makes of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.models.guard.after_score import judge_ancova, warn_of_mean_regression
from studytool.models.guard.rivals import CHANGES, find_rivals, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec

UNLIKE = 0.25
"""Distance of the groups at the start, in SD, from which on it is called large."""


def examine_assignment(
    facts: Facts,
    assignments: Sequence[Assignment],
    others: Mapping[str, tuple[ModelSpec, ModelResult]],
) -> Iterator[Finding]:
    """Yield what the assignment of treatment makes of a result.

    Parameters
    ----------
    facts : Facts
        The result.
    assignments : sequence of Assignment
        Those that concern its treatment.
    others : mapping of name to (ModelSpec, ModelResult)
        All models of the study.

    Yields
    ------
    Finding
        ``regression_to_the_mean``, ``lagged_outcome``, ``assignment_not_conditioned``,
        ``take_up``, ``lasting_level``, ``selection``, ``assignment_not_recorded``,
        ``no_comparison_group``.
    """
    if facts.spec.kind_name() == "rd":
        return  # the cut-off is the comparison, and a score that decided is what it needs
    if not facts.spec.treatments:
        yield _no_comparison(facts)
        return
    if not assignments:
        yield from _not_recorded(facts)
    for entry in assignments:
        ancova = facts.spec.kind_name() == "ancova"
        if entry.rule == "score" and ancova:
            yield from judge_ancova(facts, entry)
        elif entry.rule == "score":
            yield warn_of_mean_regression(facts, entry, others)
        elif entry.rule == "level" and ancova:
            yield _ancova_after_level(facts, entry, others)
        elif entry.rule == "level":
            yield _change_after_level(facts, entry, others)
        elif entry.rule in {"self", "other", "area"}:
            yield _selection(facts, entry)


def _ancova_after_level(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    concerned = (entry.exposure, *entry.also)
    sides = "; ".join(
        text
        for text in (
            quote(facts.spec, facts.result, facts.treatment_columns),
            *(quote(*pair, concerned) for pair in find_rivals(facts, CHANGES, others, entry)),
        )
        if text
    )
    return Finding(
        "error",
        "lasting_level",
        f"{entry.exposure} followed people's lasting level, which the baseline measures with "
        "error. People with the same baseline still differ in their level, those treated being "
        "worse off, and ANCOVA counts that as harm (+0.5 to +0.8 SD in a simulation without any "
        f"effect). Side by side: {sides}. It does not mean that the treatment did harm.",
        remedy="Read fixed effects or difference-in-differences, in which a lasting level "
        "cancels out.",
    )


def _change_after_level(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    if not facts.compares_changes:
        return Finding(
            "error",
            "lasting_level",
            f"{entry.exposure} followed people's lasting level, and a comparison of different "
            "people counts the difference in level as effect.",
            remedy='Use kind = "fixed_effects" or "did", in which a lasting level cancels out.',
        )
    concerned = (entry.exposure, *entry.also)
    rivals = [quote(*pair, concerned) for pair in find_rivals(facts, ("ancova",), others, entry)]
    own = quote(facts.spec, facts.result, facts.treatment_columns)
    beside = f" Side by side: {'; '.join([own, *rivals])}." * bool(rivals)
    return Finding(
        "note",
        "lasting_level",
        f"{entry.exposure} followed people's lasting level, which cancels out of changes. The "
        "estimate is right if, without treatment, treated and others would have changed alike; "
        f"a model that holds the baseline fixed would be biased.{beside}",
    )


def _selection(facts: Facts, entry: Assignment) -> Finding:
    how = {
        "self": "people chose it themselves",
        "area": "it went to places, which differ in other ways too",
        "other": "the study does not say by what rule",
    }[entry.rule]
    at_start, counts = _at_start(facts)
    return Finding(
        "warning",
        "selection",
        f"{entry.exposure} was not given by chance: {how}. Treated and others may differ in what "
        f"no column holds, and the estimate may be partly that difference.{at_start}",
        remedy="Show how they compare at the start, and say why they would have fared alike.",
        counts=counts,
    )


def _no_comparison(facts: Facts) -> Finding:
    return Finding(
        "warning",
        "no_comparison_group",
        f"The change in {facts.spec.outcome} has no comparison group. What changed for everyone "
        "is in it, and so is regression to the mean if people came in because they were doing "
        "badly: some would have done better without any service. It does not show what the "
        "service did, nor that it did nothing.",
        remedy="Put the same change beside it for people who were not served, or read a model "
        "that compares them.",
    )


def _not_recorded(facts: Facts) -> Iterator[Finding]:
    treatment = facts.column
    start = _start_gap(facts)
    large = start is not None and abs(start.gap) > UNLIKE
    at_start, counts = _at_start(facts)
    yield Finding(
        "warning" if large else "note",
        "assignment_not_recorded",
        f"The study does not say how people came to {treatment}.{at_start}"
        + " If an earlier score decided, part of the estimate is regression to the mean." * large,
        remedy=f'Add [[assignment]] with exposure = "{treatment}" and its rule.',
        counts=counts,
    )


def _at_start(facts: Facts) -> tuple[str, tuple[Counted, ...]]:
    start = _start_gap(facts)
    if start is None:
        return "", ()
    side = "above" if start.gap > 0 else "below"
    said = (
        f"At the first wave the treated stood {abs(start.gap):.2f} SD {side} the others in the "
        "outcome."
    )
    instead = "where they stood at the first wave tells of {few} people and is not shown."
    return f" {said}", (Counted(said, start.people, instead),)


@dataclass(frozen=True, slots=True)
class _Start:
    """Distance of treated from others at the first wave, and the people of both groups."""

    gap: float
    people: tuple[float, float]


def _start_gap(facts: Facts) -> _Start | None:
    """Return the distance of treated from others at the first wave, in SD of the outcome."""
    if facts.panel.design.person is None:
        return None
    values = next(iter(facts.by_wave(facts.spec.outcome).values()))
    known = np.isfinite(values) & facts.in_sample
    treated, others = values[known & facts.ever_treated], values[known & ~facts.ever_treated]
    if min(treated.size, others.size) < 2 or values[known].std() == 0:  # noqa: PLR2004  # a spread
        return None
    gap = float((treated.mean() - others.mean()) / values[known].std(ddof=1))
    return _Start(gap, (treated.size, others.size))
