"""Whether a discontinuity looks for its jump where people were divided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.findings import Finding
from studytool.models.guard.after_score import who_differs
from studytool.models.guard.facts import called
from studytool.models.guard.groups import find_groups
from studytool.models.guard.score import compare_with_rule, cutoff_of, find_wave

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.spec import Assignment

RULES = {
    "random": "chance",
    "level": "a lasting level",
    "area": "the place",
    "self": "the person",
    "other": "another rule",
}


def judge_cutoff(facts: Facts, assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Say whether the cut-off of a model is the one that decided.

    Parameters
    ----------
    facts : Facts
        A discontinuity.
    assignments : sequence of Assignment
        Those that concern its treatment or its score.

    Yields
    ------
    Finding
        ``cutoff_local``, ``cutoff_not_the_rule``, ``cutoff_not_sharp``, ``cutoff_differs``,
        ``cutoff_wave``, ``assignment_not_recorded``.
    """
    running = str(getattr(facts.spec, "running", ""))
    if not assignments and not facts.spec.treatments:
        yield _not_recorded(facts, running)
        return
    found = [finding for entry in assignments for finding in _against(facts, entry, running)]
    yield from found
    if not found:
        yield Finding(
            "note",
            "cutoff_local",
            f"The estimate is of people near the cut-off of {called(facts, [running])}, where "
            "those on either side are alike, so regression to the mean is the same for both. It "
            "says nothing of people far from the cut-off.",
        )


def _not_recorded(facts: Facts, running: str) -> Finding:
    return Finding(
        "warning",
        "assignment_not_recorded",
        f"The study does not say that {called(facts, [running])} decided who was treated, and the "
        "model names no treatment by which to check it. Without that a jump is no effect.",
        remedy='Add [[assignment]] with rule = "score", variables and cutoff, or name the '
        "treatment in the model.",
    )


def _against(facts: Facts, entry: Assignment, running: str) -> Iterator[Finding]:
    """Yield where the record of the assignment does not go with the model."""
    checked = bool(facts.spec.treatments)  # the fit refuses a treatment that does not follow
    if entry.rule != "score" or running not in entry.variables:
        if not checked:
            yield _not_the_rule(facts, entry, running)
        return
    cutoff, looked = cutoff_of(facts, entry, running), getattr(facts.spec, "cutoff", None)
    if cutoff is not None and cutoff != looked:
        yield Finding(
            "warning",
            "cutoff_differs",
            f"By the study people were treated from {cutoff:g} on, and the model looks for a jump "
            f"at {looked:g}, where nobody's treatment changed.",
            remedy=f"Say cutoff = {cutoff:g}, or correct [[assignment]].",
        )
    yield from _not_sharp(facts, entry)
    yield from _own_wave(facts, entry, running)


def _not_the_rule(facts: Facts, entry: Assignment, running: str) -> Finding:
    by = RULES.get(entry.rule) or called(facts, entry.variables) or "a score that is not named"
    return Finding(
        "warning",
        "cutoff_not_the_rule",
        f"By the study {by} decided on {called(facts, [entry.exposure])}, and not "
        f"{called(facts, [running])}. At a cut-off that decided nothing a jump is no effect, and "
        "that there is none shows nothing.",
        remedy="Take the score that decided as running, or correct [[assignment]].",
    )


def _not_sharp(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Yield a finding where others than those over the line were treated, or not all of them."""
    if facts.spec.treatments:
        return
    offer = find_groups(facts.panel, entry.exposure, entry.exposure, facts.used)
    if not offer.known.any():
        return
    treated = replace(facts, groups=offer, column=entry.exposure)
    what, counts = who_differs(compare_with_rule(treated, entry))
    if not what:
        return
    yield Finding(
        "warning",
        "cutoff_not_sharp",
        f"{called(facts, [entry.exposure])} did not follow the cut-off alone: {what} The jump is "
        "then the effect of coming over the line, treated or not, and not that of the treatment.",
        remedy="Read it as the effect of the offer, or say who could be treated in `where`.",
        counts=counts,
    )


def _own_wave(facts: Facts, entry: Assignment, running: str) -> Iterator[Finding]:
    """Yield a finding where the score is not that of the wave that decided."""
    said, decided = getattr(facts.spec, "running_wave", None), find_wave(facts, entry)
    if said == decided or facts.panel.design.person is None:
        return
    values = list(facts.by_wave(running).values())
    first = facts.by_wave(running).get(decided)
    if said is None and first is not None and not _differs(values, first):
        return
    taken = "as it was at each row's own wave" if said is None else f"as it was at wave {said:g}"
    yield Finding(
        "warning",
        "cutoff_wave",
        f"{called(facts, [running])} decided as it was at wave {decided:g}, and the model takes "
        f"it {taken}: people are then not on the side they were put on.",
        remedy=f"Say running_wave = {decided:g}.",
    )


def _differs(values: Sequence[np.ndarray], first: np.ndarray) -> bool:
    """Tell whether a column changes within people."""
    return any(bool((one != first)[np.isfinite(one) & np.isfinite(first)].any()) for one in values)
