"""Treatment that followed a score: regression to the mean, and holding the score fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import Counted, portion
from studytool.core.findings import Finding
from studytool.models.guard.rivals import NAMES, find_rivals, quote
from studytool.models.guard.score import compare_with_rule, expect_from_rule, expect_in_levels
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studytool.models.guard.facts import Facts
    from studytool.models.guard.mean_regression import Expected
    from studytool.models.guard.score import Followed
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec

NOT_FOLLOWED = 0.05
"""Share of people whose treatment did not go by the rule from which on it is named."""


def warn_of_mean_regression(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> Finding:
    """Say what regression to the mean makes of a comparison of changes or levels.

    Parameters
    ----------
    facts : Facts
        The result.
    entry : Assignment
        A rule by score.
    others : mapping of name to (ModelSpec, ModelResult)
        All models of the study.

    Returns
    -------
    Finding
        With the expected bias, and every ANCOVA of the same outcome beside the estimate.
    """
    expected = expect_from_rule(facts, entry)
    bias = None if expected is None else _expected_estimate(facts, entry, expected)
    rests, counts = ("", ()) if expected is None else _rests_on(expected)
    figures = (
        _no_figures(entry)
        if expected is None
        else f"{_figures(facts, entry, expected)} {rests}"
    )
    what = _what_a_score_does(facts, entry)
    sides = _side_by_side(facts, others, bias)
    return Finding(
        "error",
        "regression_to_the_mean",
        f"{what} {figures} {sides} It does not mean that the treatment did nothing.",
        remedy=_remedy_after_score(facts, entry, others),
        counts=counts,
    )


def judge_ancova(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Say whether an ANCOVA holds fixed what decided, and whether it is of the offer.

    Parameters
    ----------
    facts : Facts
        The result.
    entry : Assignment
        A rule by score.

    Yields
    ------
    Finding
        ``lagged_outcome`` or ``assignment_not_conditioned``, and ``take_up``.
    """
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
    return (
        f"Expected from that alone: about {bias:+.2f}{unit} "
        f"({bias / expected.outcome_sd:+.2f} SD)."
    )


def _rests_on(expected: Expected) -> tuple[str, tuple[Counted, ...]]:
    """Say what the expected bias rests on; few treated could be counted from the share and z."""
    who = "the untreated" if expected.untreated_only else "everyone, treatment held fixed"
    said = (
        f"It rests on: {expected.share:.0%} treated, {expected.gap:.2f} SD above the others "
        f"on the score (z = {expected.cutoff:.2f}; {expected.sharp_gap:.2f} SD had the score "
        f"alone decided); correlation of score and outcome {expected.before:.2f} before and "
        f"{expected.after:.2f} after, the latter from {expected.people} people ({who})."
    )
    people = (expected.treated, expected.scored - expected.treated, expected.people)
    instead = "what it rests on tells of {few} people and is not shown."
    return said, (Counted(said, people, instead),)


def _no_figures(entry: Assignment) -> str:
    missing = "the variables it looked at are not named" * (not entry.variables)
    return f"How much cannot be worked out: {missing or 'the score or the waves do not allow it'}."


def _side_by_side(
    facts: Facts, others: Mapping[str, tuple[ModelSpec, ModelResult]], bias: float | None
) -> str:
    """Quote this estimate, every ANCOVA of the same outcome, and what is expected by chance."""
    own = quote(facts.spec, facts.result)
    rivals = [quote(*pair) for pair in find_rivals(facts, ("ancova",), others)]
    pieces = [text for text in (own, *rivals) if text]
    if bias is not None:
        change = facts.compares_changes
        cause = "regression to the mean" if change else "the difference to begin with"
        pieces.append(f"expected from {cause} alone about {bias:+.2f}")
    return f"Side by side: {'; '.join(pieces)}." if pieces else ""


def _remedy_after_score(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> str:
    baseline = ", ".join(
        f'"{name}"' for name in dict.fromkeys((facts.spec.outcome, *entry.variables))
    )
    if find_rivals(facts, ("ancova",), others):
        return (
            "Read the ANCOVA of the offer that holds the score fixed. The truth lies between "
            "the two only under further conditions (Ding and Li 2019)."
        )
    return (
        f'Add a model with kind = "ancova", treatment = "{entry.exposure}", '
        f"baseline = [{baseline}], and read that. Where the score alone decided, a regression "
        "discontinuity at the cut-off is another way."
    )


def _take_up(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Yield a finding where treatment is what people did with the offer, not the offer."""
    treatment = " and ".join(facts.treatment_columns)
    what, counts = _who_differs(compare_with_rule(facts, entry))
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
        counts=counts,
    )


def _who_differs(found: Followed | None) -> tuple[str, tuple[Counted, ...]]:
    if found is None or found.declined + found.others <= NOT_FOLLOWED * (found.met + found.others):
        return "", ()
    declined, of_met = portion(found.declined, found.met, "people who met the rule")
    others, of_treated = portion(found.others, found.treated, "treated")
    said = f"{declined} were not treated, and {others} did not meet it."
    return said, (*of_met, *of_treated)
