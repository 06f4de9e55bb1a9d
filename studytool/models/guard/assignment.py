"""How people came to be treated, and what that makes of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.findings import Finding
from studytool.models.guard.score import compare_with_rule, expect_from_rule, expect_in_levels
from studytool.models.result import Estimate
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.guard.mean_regression import Expected
    from studytool.models.guard.score import Followed
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec

CHANGES = ("fixed_effects", "did")
NOT_FOLLOWED = 0.05
UNLIKE = 0.25
"""Distance of the groups at the start, in SD, from which on it is called large."""
NAMES = {
    "pooled": "pooled least squares",
    "fixed_effects": "fixed effects",
    "did": "difference-in-differences",
    "ancova": "ANCOVA",
}


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
    if not facts.spec.treatments:
        yield _no_comparison(facts)
        return
    if not assignments:
        yield from _not_recorded(facts)
    for entry in assignments:
        ancova = facts.spec.kind_name() == "ancova"
        if entry.rule == "score" and ancova:
            yield from _ancova_after_score(facts, entry)
        elif entry.rule == "score":
            yield _regression_to_the_mean(facts, entry, others)
        elif entry.rule == "level" and ancova:
            yield _ancova_after_level(facts, entry, others)
        elif entry.rule == "level":
            yield _change_after_level(facts, entry, others)
        elif entry.rule in {"self", "other", "area"}:
            yield _selection(facts, entry)


def _regression_to_the_mean(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    expected = expect_from_rule(facts, entry)
    bias = None if expected is None else _expected_estimate(facts, entry, expected)
    figures = _no_figures(entry) if expected is None else _figures(facts, entry, expected)
    what = _what_a_score_does(facts, entry)
    sides = _side_by_side(facts, others, bias)
    return Finding(
        "error",
        "regression_to_the_mean",
        f"{what} {figures} {sides} It does not mean that the treatment did nothing.",
        remedy=_remedy_after_score(facts, entry, others),
    )


def _what_a_score_does(facts: Facts, entry: Assignment) -> str:
    treatment = " and ".join(facts.treatment_columns)
    kind = NAMES.get(facts.spec.kind_name() or "", "this model").capitalize()
    start = f"{treatment} followed an earlier score ({', '.join(entry.variables) or 'not named'})"
    if facts.compares_changes:
        return (
            f"{start}, and a high score is partly chance: without any treatment the highest come "
            "closer to the average afterwards, and the lowest rise towards it. "
            f"{kind} counts that as effect."
        )
    return (
        f"{start}, so the treated differed from the others to begin with, and partly still do. "
        f"{kind} counts that as effect."
    )


def _expected_estimate(facts: Facts, entry: Assignment, expected: Expected) -> float:
    """Return the expected estimate without any effect, in units of the outcome."""
    if facts.compares_changes:
        return expected.change
    return expect_in_levels(facts, entry, expected)


def _figures(facts: Facts, entry: Assignment, expected: Expected) -> str:
    variable = facts.panel.codebook.get(facts.spec.outcome)
    unit = f" {variable.unit}" if variable is not None and variable.unit else ""
    bias = _expected_estimate(facts, entry, expected)
    who = "the untreated" if expected.untreated_only else "everyone, treatment held fixed"
    return (
        f"Expected from that alone: about {bias:+.2f}{unit} ({bias / expected.outcome_sd:+.2f} "
        f"SD). It rests on: {expected.share:.0%} treated, {expected.gap:.2f} SD above the others "
        f"on the score (z = {expected.cutoff:.2f}; {expected.sharp_gap:.2f} SD had the score "
        f"alone decided); correlation of score and outcome {expected.before:.2f} before and "
        f"{expected.after:.2f} after, the latter from {expected.people} people ({who})."
    )


def _no_figures(entry: Assignment) -> str:
    missing = "the variables it looked at are not named" * (not entry.variables)
    return f"How much cannot be worked out: {missing or 'the score or the waves do not allow it'}."


def _side_by_side(
    facts: Facts, others: Mapping[str, tuple[ModelSpec, ModelResult]], bias: float | None
) -> str:
    """Quote this estimate, every ANCOVA of the same outcome, and what is expected by chance."""
    own = _quote(facts.spec, facts.result)
    rivals = [_quote(*pair) for pair in _rivals(facts, ("ancova",), others)]
    pieces = [text for text in (own, *rivals) if text]
    if bias is not None:
        change = facts.compares_changes
        cause = "regression to the mean" if change else "the difference to begin with"
        pieces.append(f"expected from {cause} alone about {bias:+.2f}")
    return f"Side by side: {'; '.join(pieces)}." if pieces else ""


def _quote(spec: ModelSpec, result: ModelResult) -> str:
    """Return such as ``fixed effects (visits) -3.1``; empty where there is no estimate."""
    found = result.estimates.get(result.shown[0]) if result.shown else None
    if not isinstance(found, Estimate):
        return ""
    return f"{NAMES.get(result.kind, result.kind)} ({spec.name}) {found.estimate:+.2f}"


def _rivals(
    facts: Facts, kinds: Sequence[str], others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> list[tuple[ModelSpec, ModelResult]]:
    """Return models of other kinds on the same outcome, in the order of the study."""
    return [
        (spec, result)
        for spec, result in others.values()
        if result.kind in kinds
        and spec.outcome == facts.spec.outcome
        and spec.name != facts.spec.name
    ]


def _remedy_after_score(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> str:
    baseline = ", ".join(
        f'"{name}"' for name in dict.fromkeys((facts.spec.outcome, *entry.variables))
    )
    if _rivals(facts, ("ancova",), others):
        return (
            "Read the ANCOVA of the offer that holds the score fixed. The truth lies between "
            "the two only under further conditions (Ding and Li 2019)."
        )
    return (
        f'Add a model with kind = "ancova", treatment = "{entry.exposure}", '
        f"baseline = [{baseline}], and read that. Where the score alone decided, a regression "
        "discontinuity at the cut-off is another way."
    )


def _ancova_after_score(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    baselines = set(columns_of(getattr(facts.spec, "baselines", ())))
    fixed = baselines | set(columns_of(facts.spec.controls))
    free = [name for name in entry.variables if name not in fixed]
    if free or not entry.variables:
        yield Finding(
            "warning",
            "assignment_not_conditioned",
            f"{entry.exposure} followed an earlier score, and the model does not hold fixed "
            f"what decided: {', '.join(free) or 'the study does not name it'}. What is left of "
            "the difference between treated and untreated at the start is in the estimate.",
            remedy=f"Name in baseline: {', '.join(free)}."
            if free
            else "Name the variables in [[assignment]].",
        )
    else:
        lagged = facts.spec.outcome in baselines
        yield Finding(
            "note",
            "lagged_outcome",
            f"{entry.exposure} followed {', '.join(entry.variables)}, which the model holds "
            f"fixed{' together with the outcome' * lagged} as at the baseline. People are "
            "compared with others of the same score, so regression to the mean is the same for "
            "both and not in the estimate. It rests on the score having decided, and on a "
            "straight line where scores do not overlap.",
            remedy=""
            if lagged
            else f'Add "{facts.spec.outcome}" to baseline: the interval becomes narrower.',
        )
    yield from _take_up(facts, entry)


def _take_up(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Yield a finding where treatment is what people did with the offer, not the offer."""
    treatment = " and ".join(facts.treatment_columns)
    counts = compare_with_rule(facts, entry)
    what = _who_differs(counts)
    if entry.exposure in facts.treatment_columns:
        if not what:
            return
        what = f"{treatment} did not go by the rule alone: {what}"
    else:
        what = f"{treatment} is what became of the offer ({entry.exposure}). {what}".rstrip()
    yield Finding(
        "warning",
        "take_up",
        f"{what} Whoever accepts or seeks a service differs from whoever does not, and the "
        "baseline need not catch it (in a simulation the bias was +0.15 SD).",
        remedy="Estimate the effect of the offer: a column that says who was offered, whether "
        "or not they came."
        if entry.exposure in facts.treatment_columns
        else f'Estimate the effect of the offer: treatment = "{entry.exposure}".',
    )


def _who_differs(counts: Followed | None) -> str:
    if counts is None or counts.declined + counts.others <= NOT_FOLLOWED * (
        counts.met + counts.others
    ):
        return ""
    return (
        f"{counts.declined} of {counts.met} people who met the rule were not treated, and "
        f"{counts.others} of {counts.treated} treated did not meet it."
    )


def _ancova_after_level(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    sides = "; ".join(
        text
        for text in (
            _quote(facts.spec, facts.result),
            *(_quote(*pair) for pair in _rivals(facts, CHANGES, others)),
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
    rivals = [_quote(*pair) for pair in _rivals(facts, ("ancova",), others)]
    beside = f" Side by side: {'; '.join([_quote(facts.spec, facts.result), *rivals])}." * bool(
        rivals
    )
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
    return Finding(
        "warning",
        "selection",
        f"{entry.exposure} was not given by chance: {how}. Treated and others may differ in what "
        f"no column holds, and the estimate may be partly that difference.{_at_start(facts)}",
        remedy="Show how they compare at the start, and say why they would have fared alike.",
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
    treatment = " and ".join(facts.treatment_columns)
    start = _start_gap(facts)
    large = start is not None and abs(start) > UNLIKE
    yield Finding(
        "warning" if large else "note",
        "assignment_not_recorded",
        f"The study does not say how people came to {treatment}.{_at_start(facts)}"
        + " If an earlier score decided, part of the estimate is regression to the mean." * large,
        remedy=f'Add [[assignment]] with exposure = "{treatment}" and its rule.',
    )


def _at_start(facts: Facts) -> str:
    gap = _start_gap(facts)
    if gap is None:
        return ""
    side = "above" if gap > 0 else "below"
    return (
        f" At the first wave the treated stood {abs(gap):.2f} SD {side} the others in the outcome."
    )


def _start_gap(facts: Facts) -> float | None:
    """Return the distance of treated from others at the first wave, in SD of the outcome."""
    if facts.panel.design.person is None:
        return None
    values = next(iter(facts.by_wave(facts.spec.outcome).values()))
    known = np.isfinite(values) & facts.in_sample
    treated, others = values[known & facts.ever_treated], values[known & ~facts.ever_treated]
    if min(treated.size, others.size) < 2 or values[known].std() == 0:  # noqa: PLR2004  # a spread
        return None
    return float((treated.mean() - others.mean()) / values[known].std(ddof=1))
