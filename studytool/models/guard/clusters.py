"""Few clusters, few treated clusters, and clusters finer than the allocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted, several
from studytool.core.findings import Finding
from studytool.models.arrays.columns import codes_of, find_columns
from studytool.models.kernel.nesting import is_nested
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.kernel.absorption import Codes
    from studytool.models.spec import Assignment

FEW = 40
VERY_FEW = 12
TOO_FEW = 6
"""Below this many clusters a standard error without bias reduction is not to be relied on."""
FEW_TREATED = 4
NAMES = {"wild_cluster": "wild cluster bootstrap", "permutation": "permutations"}
FEW_DF = 4.0
"""Below this many Satterthwaite degrees of freedom the p-value itself is not to be relied on."""


def examine_clusters(facts: Facts, assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Yield what the clusters of a model give reason to mind.

    Parameters
    ----------
    facts : Facts
        The result.
    assignments : sequence of Assignment
        Those that concern its treatment.

    Yields
    ------
    Finding
        ``few_clusters``, ``few_groups``, ``few_degrees_of_freedom``, ``few_treated_clusters``,
        ``clusters_too_fine``, ``weights_classical``.
    """
    for name, count in facts.result.n_clusters.items():
        if facts.spec.random_levels:
            yield from _few_groups(facts, name, count)
        elif count < FEW:
            yield _few_clusters(facts, name, count)
        yield from _few_treated(facts, name)
    yield from _few_df(facts)
    for assignment in assignments:
        yield from _too_fine(facts, assignment)
    yield from _weights(facts)


def _few_clusters(facts: Facts, name: str, count: int) -> Finding:
    reduced = facts.spec.covariance in {"cr2", "cr3"}
    floor = 2.0 ** (1 - count)
    if count < VERY_FEW:
        trust = (
            "so few that the standard error is usually too small, the interval too narrow and "
            "the p-value too low"
        )
        resample = (
            'A wild cluster bootstrap (resampling = { kind = "wild_cluster" }) needs Webb weights '
            f"here: with Rademacher weights its p cannot go below {floor:.2g}. "
        )
    else:
        trust = "fewer than 40, so the standard error may be somewhat too small"
        resample = ""
    mend = (
        "the bias-reduced standard error with its own degrees of freedom is already in use"
        if reduced
        else _mend(facts)
    )
    return Finding(
        "error" if count < TOO_FEW and not reduced else "warning",
        "few_clusters",
        f"The standard error compares {count} clusters ({name}): {trust}. "
        f"It does not mean that the estimate itself is off.{_side_by_side(facts)}",
        remedy=f"{resample}Cluster at the level at which the treatment was allocated, and {mend}.",
        counts=(
            Counted(f"{count} clusters", (facts.result.n_people,), "{few} clusters"),
            Counted(f"{floor:.2g}", (facts.result.n_people,), "a certain value"),
        ),
    )


def _side_by_side(facts: Facts) -> str:
    """Return the p-values of the model's standard error and of its tests by drawing again."""
    tests = facts.result.tests
    lead = facts.result.estimates.get(next(iter(facts.result.shown), ""))
    drawn = [(NAMES[name], tests[name]) for name in NAMES if name in tests]
    found = [f"{test.p:.2g} by {name}" for name, test in drawn if test.p is not None]
    if not found or not isinstance(lead, Estimate):
        return ""
    used = facts.spec.covariance or "cr1"
    return f" p side by side: {lead.p:.2g} by {used.upper()}, {', '.join(found)}."


def _few_groups(facts: Facts, name: str, count: int) -> Iterator[Finding]:
    """Yield a finding where a random intercept has few groups to judge its variance by."""
    if count < VERY_FEW:
        groups = several(count, "group")
        yield Finding(
            "warning",
            "few_groups",
            f"The variance of {name} rests on {groups}, so few that it, and the standard "
            "error of anything that differs between them only, are rough.",
            remedy='Compare with kind = "fixed_effects" and covariance = "cr2".',
            counts=(Counted(groups, (facts.result.n_people,), "{few} groups"),),
        )


def _mend(facts: Facts) -> str:
    """Say what the method offers for few clusters, or which method does."""
    offered = " ".join(facts.spec.standard_errors)
    if "CR2" in offered or not offered:
        return 'use covariance = "cr2", whose degrees of freedom follow from the design'
    if "CR3" in offered:
        return 'use covariance = "cr3", which corrects for their number'
    return 'compare with kind = "fixed_effects" and covariance = "cr2"'


def _few_df(facts: Facts) -> Iterator[Finding]:
    if facts.spec.covariance not in {"cr2", "cr3"}:
        return
    for term in facts.result.shown:
        found = facts.result.estimates[term]
        if isinstance(found, Estimate) and found.df < FEW_DF:
            yield Finding(
                "warning",
                "few_degrees_of_freedom",
                f'"{term}" has {found.df:.1f} degrees of freedom, although there are more '
                "clusters: a few clusters carry most of the information. Below 4 the p-value "
                "and the interval are not to be relied on.",
                remedy="Look at which clusters differ most from the others in treatment.",
            )


def _few_treated(facts: Facts, name: str) -> Iterator[Finding]:
    """Yield a finding where few clusters hold treated people, or few hold untreated ones."""
    if not facts.groups.known.any():
        return
    codes = _codes(facts, name)
    ever = facts.ever_treated[facts.people[facts.used]]
    treated, untreated = np.unique(codes[ever]).size, np.unique(codes[~ever]).size
    count, what = min((treated, "treated"), (untreated, "untreated"))
    if 0 < count < FEW_TREATED:
        rows = ever if what == "treated" else ~ever
        people = np.unique(facts.people[facts.used][rows]).size
        hold = "holds" if count == 1 else "hold"
        yield Finding(
            "warning",
            "few_treated_clusters",
            f"Only {count} of the clusters ({name}) {hold} {what} people{facts.named}. With "
            "fewer than 4 treated or untreated clusters neither clustered standard errors nor the "
            "wild cluster bootstrap can be relied on.",
            remedy="Say so beside the estimate. Where treatment varies inside clusters, cluster "
            "at the level at which it was allocated. A wild bootstrap that draws errors at a finer "
            'level is the lesser evil: resampling = { subcluster = "person" }.',
            counts=(Counted(f"Only {count} of", (people,), "only a few of"),),
        )


def _too_fine(facts: Facts, assignment: Assignment) -> Iterator[Finding]:
    """Yield a finding where people assigned together are taken as independent."""
    unit = assignment.allocation_unit
    if unit == "person" or unit not in facts.panel.design.levels:
        return
    column = facts.panel.design.levels[unit]
    if facts.panel.frame[column][facts.used].isna().any():
        return
    units = _codes(facts, unit)
    levels = list(facts.result.n_clusters)
    if any(is_nested(units, _codes(facts, name)) for name in levels):
        return
    used = f"clusters by {' and '.join(levels)}" if levels else "does not cluster"
    yield Finding(
        "warning",
        "clusters_too_fine",
        f"{assignment.exposure} was allocated to whole units of {unit}, and the model {used}. "
        "People treated together are taken as independent, so the standard error is probably "
        "too small.",
        remedy=f'Say cluster = ["{unit}"].',
    )


def _weights(facts: Facts) -> Iterator[Finding]:
    """Yield a finding where sampling weights meet a standard error that takes them otherwise."""
    used = facts.spec.covariance or ("cr1" if facts.result.n_clusters else "classical")
    if facts.spec.weights is None or used != "classical":
        return
    yield Finding(
        "warning",
        "weights_classical",
        "The model is weighted and its standard error is the classical one, which takes a large "
        "weight for a precise answer. With sampling weights, which say how many people one answer "
        "stands for, it can be too small or too large. It does not mean that the estimate is off.",
        remedy='Say covariance = "hc1", or name a cluster: the level at which the treatment was '
        "allocated.",
    )


def _codes(facts: Facts, name: str) -> Codes:
    """Return the codes of a level over the rows of the sample."""
    frame, columns = facts.panel.frame, find_columns(name, facts.panel)
    return codes_of([frame[column].loc[facts.used] for column in columns])
