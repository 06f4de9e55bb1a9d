"""What groups of people share at a wave, where a method takes people as independent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.findings import Finding
from studytool.models.arrays.columns import codes_of, find_columns
from studytool.models.inference.likeness import find_likeness
from studytool.models.kernel.nesting import is_nested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.inference.likeness import Likeness
    from studytool.models.kernel.absorption import Codes
    from studytool.models.spec import Assignment

TWO = 2
SURE = 0.01
"""p-value below which groups are taken to differ in how their people changed."""
SEVERAL = 2.0
"""People a unit holds on average from which on whole units are not people by another name."""
ENOUGH = 40
"""Units from which on the data show it where they share something."""
HELD_TRUTH = {"mixed": "66, 80 and 83", "paired": "60, 74 and 80"}
"""Of 100 intervals (95 %) those that held the truth in the study of coverage: 5, 10, 30 schools."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """A level whose units may share what happens at a wave."""

    level: str
    whole: bool
    found: Likeness


def examine_shared_change(facts: Facts, assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Yield a finding where units may share what happens at a wave, and a method cannot know.

    Parameters
    ----------
    facts : Facts
        The result.
    assignments : sequence of Assignment
        Those that concern its treatment; of a model without one, all of the study.

    Yields
    ------
    Finding
        ``shared_change``, of the level that matters most: one of which whole units were treated
        (by the record, or as seen in the data), else one whose people changed alike.
    """
    itself = facts.compared == "itself"
    if not (itself or facts.spec.random_levels) or facts.panel.design.person is None:
        return
    shared = [
        one
        for level in facts.panel.design.levels
        if (one := _look_at(facts, level, assignments)) is not None
    ]
    if shared:
        yield _warn(facts, max(shared, key=lambda one: (one.whole, one.found.too_small)))


def _look_at(facts: Facts, level: str, assignments: Sequence[Assignment]) -> _Shared | None:
    """Return a level that gives reason to mind, with how alike its people changed."""
    if level in facts.spec.treatments:
        return None
    outcomes = list(facts.by_wave(facts.spec.outcome, facts.used).values())
    change = outcomes[-1] - outcomes[0]
    units = _unit_of_people(facts, level)
    there = np.isfinite(change) & (units >= 0)
    strata = facts.ever_treated if facts.spec.treatments else np.zeros(units.size, dtype=bool)
    found = find_likeness(change[there], units[there], strata[there].astype(np.intp))
    if found is None:
        return None
    together = int(there.sum()) >= SEVERAL * found.groups and found.groups < ENOUGH
    recorded = any(entry.allocation_unit == level for entry in assignments)
    whole = together and (recorded or _treated_as_one(facts, level))
    return _Shared(level, whole, found) if whole or found.p < SURE else None


def _treated_as_one(facts: Facts, level: str) -> bool:
    """Tell whether all rows of a unit at a wave are treated alike, and not all rows are."""
    rows = facts.used & facts.groups.known
    frame = facts.panel.frame.loc[rows]
    (column,) = find_columns(level, facts.panel)
    treated = facts.groups.treated[rows].astype(np.intp)
    if np.unique(treated).size < TWO or frame[column].isna().any():
        return False
    return is_nested(codes_of([frame[column], frame[facts.panel.design.wave]]), treated)


def _unit_of_people(facts: Facts, level: str) -> Codes:
    """Return each person's unit at their last wave in the sample; -1 without one."""
    (column,) = find_columns(level, facts.panel)
    rows = np.flatnonzero(facts.used)[np.argsort(facts.waves[facts.used], kind="stable")]
    units = np.full(int(facts.people.max()) + 1, -1, dtype=np.intp)
    units[facts.people[rows]] = pd.factorize(facts.panel.frame[column].iloc[rows], sort=True)[0]
    return units


def _warn(facts: Facts, shared: _Shared) -> Finding:
    found, level, waves = shared.found, shared.level, np.unique(facts.waves[facts.used])
    of_whole = f"Whole units of {level} were treated. " * shared.whole
    held = HELD_TRUTH.get(facts.spec.kind_name() or "", "")
    figure = (
        " In simulations with 5, 10 and 30 schools, treated as one, that shared a tenth of the "
        f"variance at a wave, 95 % intervals held the truth in {held} of 100."
    )
    wave = "" if facts.spec.treatments else " with the wave as treatment"
    return Finding(
        "warning",
        "shared_change",
        f"{of_whole}What people of one {level} share at a wave is not in a "
        f"{facts.spec.in_text()}, which takes their changes as independent. Changes "
        f"from wave {waves[0]:g} to wave {waves[-1]:g} are alike inside the {found.groups} units "
        f"of {level} (intraclass correlation {found.correlation:.2f}): this alone makes the "
        f"standard error of a mean change {found.too_small:.2f} times too small."
        f"{figure * bool(held)}",
        remedy=f'Take the interval as too narrow, and read kind = "fixed_effects"{wave}, '
        f'cluster = ["{level}"], covariance = "cr2" beside it.',
    )
