"""How people came to be treated, and what that makes of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.models.guard.after_score import (
    judge_held,
    warn_of_mean_regression,
    warn_of_take_up,
    who_differs,
)
from studytool.models.guard.cutoff import judge_cutoff
from studytool.models.guard.facts import called
from studytool.models.guard.groups import find_groups
from studytool.models.guard.held import is_conditioned
from studytool.models.guard.rivals import find_rivals, quote
from studytool.models.guard.score import Followed

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
        ``no_comparison_group``, and of a discontinuity what `judge_cutoff` says.
    """
    if facts.compared == "cutoff":
        yield from judge_cutoff(facts, assignments)
        return
    if not facts.spec.treatments:
        yield _no_comparison(facts)
        return
    if not assignments:
        yield from _not_recorded(facts)
    for entry in assignments:
        yield from _by_rule(facts, entry, others)


def _by_rule(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Iterator[Finding]:
    """Yield what one rule makes of what the model compares."""
    given = is_conditioned(facts, entry)
    if entry.rule == "random":
        yield from _of_a_lottery(facts, entry)
    elif entry.rule == "score" and given:
        yield from judge_held(facts, entry)
    elif entry.rule == "score":
        yield warn_of_mean_regression(facts, entry, others)
    elif entry.rule == "level" and given:
        yield _given_start_after_level(facts, entry, others)
    elif entry.rule == "level" and facts.compares_changes:
        yield _change_after_level(facts, entry, others)
    elif entry.rule == "level":
        yield _people_after_level(facts, entry)
    else:
        yield _selection(facts, entry)


def _of_a_lottery(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Yield a finding where chance decided the offer, and people what became of it."""
    if entry.exposure in facts.treatment_columns or facts.panel.design.person is None:
        return
    offer = find_groups(facts.panel, entry.exposure, entry.exposure, facts.used)
    offered = facts.any_row(facts.used & offer.known & offer.treated)
    inside = facts.in_sample & facts.any_row(offer.known)
    if not offer.are_two or not (offered & inside).any() or not facts.groups.known.any():
        return
    came = facts.ever_treated
    found = Followed(
        met=int((offered & inside).sum()),
        treated=int((came & inside).sum()),
        declined=int((offered & ~came & inside).sum()),
        others=int((~offered & came & inside).sum()),
    )
    said, counts = who_differs(found, "offered")
    if said:
        yield from warn_of_take_up(facts, entry, said, counts)


def _given_start_after_level(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    concerned = (entry.exposure, *entry.also)
    sides = "; ".join(
        text
        for text in (
            quote(facts.spec, facts.result, facts.treatment_columns),
            *(quote(*pair, concerned) for pair in find_rivals(facts, {"changes"}, others, entry)),
        )
        if text
    )
    return Finding(
        "error",
        "lasting_level",
        f"{called(facts, [entry.exposure])} followed people's lasting level, which the start "
        "measures with error. People with the same start still differ in their level, and "
        f"{facts.spec.in_text()} counts that as effect, in the direction in which the treated "
        "differed (0.5 to 0.8 SD in a simulation without any effect). "
        f"Side by side: {sides}. It does not mean that the treatment did harm, or good.",
        remedy="Read fixed effects or difference-in-differences without the start as a control, "
        "in which a lasting level cancels out.",
    )


def _people_after_level(facts: Facts, entry: Assignment) -> Finding:
    part = "partly compares different people and " * (facts.compared == "both")
    return Finding(
        "error",
        "lasting_level",
        f"{called(facts, [entry.exposure])} followed people's lasting level, and "
        f"{facts.spec.in_text()} {part or 'compares different people and '}counts how they differ "
        "in level as effect.",
        remedy='Use kind = "fixed_effects" or "did", in which a lasting level cancels out.',
    )


def _change_after_level(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    concerned = (entry.exposure, *entry.also)
    rivals = [quote(*pair, concerned) for pair in find_rivals(facts, {"baseline"}, others, entry)]
    own = quote(facts.spec, facts.result, facts.treatment_columns)
    beside = f" Side by side: {'; '.join([own, *rivals])}." * bool(rivals)
    alike = {"log odds": " in log odds", "log rate": " by the same ratio"}.get(facts.spec.scale, "")
    return Finding(
        "note",
        "lasting_level",
        f"{called(facts, [entry.exposure])} followed people's lasting level, which cancels out of "
        "changes. The estimate is right if, without treatment, treated and others would have "
        f"changed alike{alike}; a model that holds the start fixed would be biased.{beside}",
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
        f"{called(facts, [entry.exposure])} was not given by chance: {how}. "
        f"{_what_may_differ(facts)}{at_start}",
        remedy="Show how they compare at the start, and say why they would have fared alike.",
        counts=counts,
    )


def _what_may_differ(facts: Facts) -> str:
    """Say which differences between treated and others are in the estimate."""
    if not facts.compares_changes:
        start = " who started alike" * (facts.compared == "baseline")
        return (
            f"Treated and others{start} may differ in what no column holds, and the estimate may "
            "be partly that difference."
        )
    return (
        "Lasting differences between treated and others cancel out of changes; that they would "
        "have changed differently anyway does not. If treatment came when people were doing "
        "unusually badly, part of the estimate is regression to the mean."
    )


def _no_comparison(facts: Facts) -> Finding:
    return Finding(
        "warning",
        "no_comparison_group",
        f"The change in {called(facts, [facts.spec.outcome])} has no comparison group. "
        "What changed for everyone is in it, and so is regression to the mean if people came in "
        "because they were doing badly: some would have done better without any service. It does "
        "not show what the service did, nor that it did nothing.",
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
        "The study does not say how people came to be treated "
        f"({called(facts, [treatment])}).{at_start}"
        + " If an earlier score decided, part of the estimate is regression to the mean."
        * large,
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
