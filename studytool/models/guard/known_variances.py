"""Methods that weigh by variances they take as known, after treatment that followed outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import Finding
from studytool.models.guard.facts import called
from studytool.models.guard.held import is_conditioned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.spec import Assignment

HELD_TRUTH = {"gee": 86, "mixed": 86}
"""Of 100 intervals (95 %) those that held the truth after a score, in the study of coverage."""


def examine_known_variances(facts: Facts, assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Yield a finding where treatment followed a score and a method takes its weights as known.

    Parameters
    ----------
    facts : Facts
        The result.
    assignments : sequence of Assignment
        Those that concern its treatment.

    Yields
    ------
    Finding
        ``variances_taken_as_known``.

    Notes
    -----
    How alike rows of a person are, by which rows are weighed, is estimated. Where treatment has
    nothing to do with outcomes, what is wrong in that estimate does not move the effect, and may be
    left out of its error. Where earlier outcomes decided, it does, and the expected information
    that standard errors rest on is no longer right.

    References
    ----------
    Kenward and Molenberghs (1998), https://doi.org/10.1214/ss/1028905886
    """
    if not _weighs(facts):
        return
    for entry in assignments:
        if entry.rule == "score" and not is_conditioned(facts, entry):
            yield _too_narrow(facts, entry)
            return


def _weighs(facts: Facts) -> bool:
    """Tell whether rows are weighed by how alike those of a person are estimated to be."""
    independent = getattr(facts.spec, "correlation", "") == "independence"
    return facts.spec.foretold == "weighed" and not independent


def _too_narrow(facts: Facts, entry: Assignment) -> Finding:
    kind = facts.spec.kind_name() or ""
    figure = (
        f" In simulations 95 % intervals held the truth in {HELD_TRUTH[kind]} of 100."
        if kind in HELD_TRUTH
        else ""
    )
    return Finding(
        "warning",
        "variances_taken_as_known",
        f"{called(facts, [facts.column])} followed an earlier score, and the standard error takes "
        "as known how alike the answers of one person are, which was estimated from these data. "
        "After a score the error of that estimate is in the effect too, so the interval is "
        f"probably too narrow.{figure}",
        remedy=f'Read kind = "ancova" of the offer ("{entry.exposure}") with the score in its '
        "baseline: its interval does not rest on that.",
    )
