"""What the waves before the start say of an event study, and what they cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import Finding
from studytool.models.inference.power import POWER, minimum_detectable_effect
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.guard.facts import Facts

LEVEL = 0.05
"""A p-value below this says that both did not move alike before."""


def examine_path(facts: Facts) -> Iterator[Finding]:
    """Yield what the test of the waves before the start is worth.

    Parameters
    ----------
    facts : Facts
        An event study.

    Yields
    ------
    Finding
        ``pre_trends``; nothing where there is nothing to test, which the fit says itself.
    """
    path, test = facts.result.path, facts.result.tests.get("pre_trends")
    if path is None or test is None or test.p is None:
        return
    if test.p < LEVEL:
        yield Finding(
            "warning",
            "pre_trends",
            "Treated and others did not move alike before treatment (all terms before the start "
            f"are 0: p = {test.p:.2g}). The estimates after the start take for granted that they "
            "would have gone on alike.",
            remedy="Look at the path before, say what moved them apart, and do not read what "
            "follows as an effect on its own.",
        )
        return
    leads = [facts.result.estimates.get(f"event[{time}]") for time in path.leads]
    least = [
        minimum_detectable_effect(lead.std_error, lead.df, level=facts.result.level)
        for lead in leads
        if isinstance(lead, Estimate) and lead.std_error > 0
    ]
    if not least:
        return
    spread = facts.result.statistics.get("outcome_sd", 0.0)
    in_sd = f" ({min(least) / spread:.2f} SD)" if spread > 0 else ""
    yield Finding(
        "note",
        "pre_trends",
        f"The waves before the start show no difference that chance would not make (p = "
        f"{test.p:.2g}). That is not proof that both moved alike: this design finds a difference "
        f"at one wave before with a chance of {POWER:.0%} only if it is at least "
        f"{min(least):.3g}{in_sd}.",
    )
