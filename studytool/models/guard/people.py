"""Who is missing, who carries the estimate, and what it could have shown."""

from __future__ import annotations

from math import exp, isfinite
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.counted import Counted, portion
from studytool.core.findings import Finding
from studytool.models.arrays.columns import codes_of, is_yes_no, numbers
from studytool.models.arrays.sample import kept_by_where
from studytool.models.fitting.identification import changers
from studytool.models.guard.comparison import scale_in_words
from studytool.models.guard.facts import called
from studytool.models.guard.timing import find_regressor, is_group
from studytool.models.inference.power import POWER, minimum_detectable_effect
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.arrays.sample import Mask
    from studytool.models.guard.facts import Facts
    from studytool.models.result import EventPath, NotAvailable

SOME_LOST = 0.05
MANY_LOST = 0.20
UNEQUAL = 0.05
"""Difference in the shares lost between treated and untreated from which on it is named."""
FEW_EVENTS = 10
LARGEST = 10.0
"""Logarithm of a ratio from which on the ratio is not printed."""


def examine_people(facts: Facts) -> Iterator[Finding]:
    """Yield what the people in and out of a sample give reason to mind.

    Parameters
    ----------
    facts : Facts
        The result.

    Yields
    ------
    Finding
        ``attrition``, ``rare_outcome``, ``never_changers``, ``thin_power``.
    """
    yield from _attrition(facts)
    yield from _rare_outcome(facts)
    yield from _never_changers(facts)
    yield from _thin_power(facts)


def _attrition(facts: Facts) -> Iterator[Finding]:
    """Compare the people of the first wave in scope with those used at the last."""
    if facts.panel.design.person is None or facts.panel.design.design != "panel":
        return
    scope = kept_by_where(facts.panel, facts.spec)
    first = float(facts.waves[scope].min())
    last = float(facts.waves[facts.used].max())
    if last <= first:
        return
    there = facts.any_row(scope & (facts.waves == first))
    stayed = facts.any_row(_answered(facts) & (facts.waves == last))
    lost, base = int((there & ~stayed).sum()), int(there.sum())
    share = lost / base
    if share <= SOME_LOST:
        return
    grave = "That is over 20 %" * (share > MANY_LOST)
    strong = f" {grave}: the estimate could change sign if those lost differ." if grave else ""
    who, counts = portion(
        lost, base, f"people of wave {first:g}", of="of the", end=f" ({share:.0%})"
    )
    if grave:
        counts += (Counted(grave, (lost, base - lost), "that is a large part"),)
    by_group, of_groups = _by_group(facts, there, stayed)
    yield Finding(
        "warning",
        "attrition",
        f"{who} are not in the sample at wave {last:g}.{strong}{by_group} It does not mean "
        "that the estimate is off: that depends on who left and why.",
        remedy="Describe who left (an attrition analysis), and say for whom the estimate holds.",
        counts=(*counts, *of_groups),
    )


def _answered(facts: Facts) -> Mask:
    """Return the rows used, and those that only the method has no use for: they are not lost."""
    rows = facts.used.copy()
    for step in facts.result.flow.steps:
        if step.by_method:
            rows[list(step.index)] = True
    return rows


def _by_group(facts: Facts, there: Mask, stayed: Mask) -> tuple[str, tuple[Counted, ...]]:
    """Say how many were lost among treated and untreated, where both are known from the start."""
    if not facts.spec.treatments or not facts.constant_treatment:
        return "", ()
    known = facts.any_row(facts.groups.known)
    treated = facts.any_row(facts.groups.treated)
    groups = (there & known & treated, there & known & ~treated)
    if not all(group.any() for group in groups):
        return "", ()
    people = [int((group & side).sum()) for group in groups for side in (~stayed, stayed)]
    lost = [gone / (gone + left) for gone, left in (people[:2], people[2:])]
    uneven = " That these differ is itself a warning." if abs(lost[0] - lost[1]) > UNEQUAL else ""
    said = f"Of the treated{facts.named} {lost[0]:.0%} are lost, of the others {lost[1]:.0%}."
    instead = "the shares of treated and of others lost tell of {few} people and are not shown."
    return f" {said}{uneven}", (Counted(said, tuple(people), instead),)


def _rare_outcome(facts: Facts) -> Iterator[Finding]:
    values = numbers(facts.panel.frame, facts.spec.outcome)[facts.used]
    if not is_yes_no(values):
        return
    count, what = min((int((values == 1).sum()), "yes"), (int((values == 0).sum()), "no"))
    if count < FEW_EVENTS:
        people = facts.people[facts.used][values == (what == "yes")]
        words = f"{count} of {values.size} rows"
        yield Finding(
            "warning",
            "rare_outcome",
            f"The outcome is {what} in {words}. With fewer than 10 "
            "the interval and the p-value, which rest on large samples, can be far off.",
            remedy="Report the counts, or join waves."
            if facts.compared == "itself"
            else 'Use an exact test (kind = "paired"), join waves, or report the counts.',
            counts=(Counted(words, (np.unique(people).size,), "the rows of {few} people"),),
        )


def _never_changers(facts: Facts) -> Iterator[Finding]:
    said = {finding.code for finding in facts.result.findings}
    if not facts.compares_changes or is_group(facts) or "outcome_never_changes" in said:
        return
    regressor = find_regressor(facts)
    values = facts.panel.frame[facts.column] if regressor is None else pd.Series(regressor)
    codes = codes_of([values[facts.used]]).astype(float)
    changing = changers(codes, facts.people[facts.used])
    people = facts.result.n_people
    if changing < people:
        who, counts = portion(changing, people, "people")
        yield Finding(
            "note",
            "never_changers",
            f"{who} carry the estimate: in the others the treatment{facts.named} never changes. "
            "They only help to estimate what changed for everyone.",
            counts=counts,
        )


def _thin_power(facts: Facts) -> Iterator[Finding]:
    """Say, once for all intervals that hold no effect, what the design could have found."""
    terms = facts.result.shown if facts.result.path is None else _after(facts.result.path)
    least = {
        term: size for term in terms if (size := _findable(facts, facts.result.estimates.get(term)))
    }
    if not least:
        return
    null = "1, no difference" if "ratio" in scale_in_words(facts.spec) else "0"
    named = " and ".join(f'"{called(facts, [term])}"' for term in least)
    several = len(least) > 1
    sizes = f"{' and '.join(least.values())}{' in turn' * several}"
    yield Finding(
        "note",
        "thin_power",
        f"The interval{'s' * several} of {named} hold{'' if several else 's'} {null}. This design "
        f"finds an effect with a chance of {POWER:.0%} only if it is at least {sizes}; smaller "
        "effects would mostly be missed. It does not mean that there is no effect.",
    )


def _after(path: EventPath) -> list[str]:
    """Return the terms from the start on; those before it are no effects."""
    return [term for time, term in zip(path.times, path.terms, strict=True) if time >= 0]


def _findable(facts: Facts, found: Estimate | NotAvailable | None) -> str:
    """Return the least effect that would be found; empty beside an interval without the null."""
    ratios = "ratio" in scale_in_words(facts.spec)
    if not isinstance(found, Estimate) or not found.low <= float(ratios) <= found.high:
        return ""
    # a ratio's standard error is that of its logarithm times the ratio
    ratio = found.estimate if ratios else 1.0
    error = found.std_error / ratio if ratio > 0 else 0.0
    if not (error > 0 and isfinite(error)):
        return ""
    least = minimum_detectable_effect(error, found.df, level=facts.result.level)
    if facts.spec.scale:
        of = "an odds ratio" if facts.spec.scale == "log odds" else "a rate ratio"
        size = f"of {exp(least):.3g} or {exp(-least):.3g}" if least < LARGEST else "beyond measure"
        return f"{of} {size}" if ratios else f"{least:.3g} in {facts.spec.scale} ({of} {size})"
    spread = facts.result.statistics.get("outcome_sd", 0.0)
    return f"{least:.3g}" + (f" ({least / spread:.2f} SD)" if spread > 0 else "")
