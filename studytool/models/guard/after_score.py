"""Treatment that followed a score: regression to the mean, and holding the score fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import Counted, portion
from studytool.core.findings import Finding
from studytool.models.guard.comparison import scale_in_words
from studytool.models.guard.expected import expect_from_rule, is_foretold
from studytool.models.guard.facts import called
from studytool.models.guard.groups import find_groups
from studytool.models.guard.held import find_held
from studytool.models.guard.rivals import find_rivals, quote
from studytool.models.guard.score import compare_with_rule, find_wave
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studytool.core.findings import Level
    from studytool.models.guard.expected import Expected
    from studytool.models.guard.facts import Facts
    from studytool.models.guard.score import Followed
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec

NOT_FOLLOWED = 0.05
"""Share of people whose treatment did not go by the rule from which on it is named."""
SMALL = 0.1
"""Expected bias, in SD, below which it is not called serious."""


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
    rests, counts = ("", ()) if expected is None else _rests_on(expected)
    figures = (
        _no_figures(facts, entry) if expected is None else f"{_figures(facts, expected)} {rests}"
    )
    what = _what_a_score_does(facts, entry)
    sides = _side_by_side(facts, others, entry)
    return Finding(
        _level(facts, entry, expected),
        "regression_to_the_mean",
        f"{what} {figures} {sides} It does not mean that the treatment did nothing.",
        remedy=_remedy_after_score(facts, entry, others),
        counts=counts,
    )


def judge_held(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Say whether a model holds fixed what decided, and whether it is of the offer.

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
    held = find_held(facts)
    baselines = held.columns
    decided = find_wave(facts, entry)
    fixed = (baselines if held.wave == decided else set()) | set(columns_of(facts.spec.controls))
    free = [name for name in entry.variables if name not in fixed]
    if free or not entry.variables:
        yield Finding(
            "warning",
            "assignment_not_conditioned",
            f"{called(facts, [entry.exposure])} followed an earlier score, and the model does not "
            f"hold fixed what decided: {called(facts, free) or 'the study does not name it'}. "
            "What is left of the difference between treated and untreated at the start is in the "
            "estimate.",
            remedy=_remedy_not_held(entry, free, earlier=held.wave == decided),
        )
    else:
        lagged = facts.spec.outcome in baselines
        yield Finding(
            "note",
            "lagged_outcome",
            f"{called(facts, [entry.exposure])} followed {called(facts, entry.variables)}, which "
            "the model holds "
            f"fixed{' together with the outcome' * lagged} as at the baseline. People are "
            "compared with others of the same score, so regression to the mean is the same for "
            "both and not in the estimate. It rests on the score having decided, and on a "
            f"straight line where scores do not overlap.{_by_others(facts, entry)}",
            remedy=""
            if lagged
            else f'Add "{facts.spec.outcome}" to {held.option}: the interval becomes narrower.',
        )
    yield from judge_take_up(facts, entry)


def _by_others(facts: Facts, entry: Assignment) -> str:
    """Say that some came in by another's score, where several people were assigned as one."""
    column = facts.panel.design.levels.get(entry.allocation_unit)
    if entry.allocation_unit == "person" or column is None:
        return ""
    pairs = facts.panel.frame.loc[facts.used, [column]].assign(person=facts.people[facts.used])
    if not (pairs.groupby(column)["person"].nunique() > 1).any():
        return ""
    unit = entry.allocation_unit
    return (
        f" A {unit} was treated as one, so some may have come in by the score of another of their "
        f"{unit}, which is not held fixed."
    )


def _remedy_not_held(entry: Assignment, free: Sequence[str], *, earlier: bool) -> str:
    if not free:
        return "Name the variables in [[assignment]]."
    date = "" if earlier or entry.wave is None else f" Say baseline_wave = {entry.wave:g}."
    return f"Name in baseline: {', '.join(free)}.{date}"


def _level(facts: Facts, entry: Assignment, expected: Expected | None) -> Level:
    """Return how serious it is; a figure that could be small by chance stays a warning."""
    if expected is None or abs(expected.in_sd) >= SMALL:
        return "error"
    return "note" if _is_past(facts, entry) else "warning"


def _is_past(facts: Facts, entry: Assignment) -> bool:
    """Tell whether changes are compared at waves that all lie after the one that decided."""
    first = float(facts.waves[facts.used].min())
    return facts.compares_changes and first > find_wave(facts, entry)


def _what_a_score_does(facts: Facts, entry: Assignment) -> str:
    treatment = called(facts, [facts.column])
    score = f", {called(facts, entry.variables)}" if entry.variables else " (not named)"
    start = f"{treatment} followed an earlier score{score}"
    if _is_past(facts, entry):
        return (
            f"{start}, and all waves of the model lie after it, so that its chance part is in none "
            "of them. The groups still draw together as far as the outcome follows that score "
            f"less from wave to wave, and {facts.spec.in_text()} counts that as effect."
        )
    chance = (
        f"{start}, and a high score is partly chance. Without any treatment the highest come "
        "closer to the average afterwards, and the lowest rise towards it. "
    )
    if facts.compares_changes:
        return f"{chance}{facts.spec.in_words()} counts that as effect."
    if facts.compared == "both":
        return (
            f"{chance}{facts.spec.in_words()} counts that as effect as far as it compares people "
            "with themselves, and as far as it compares them with others, how the treated "
            "differed to begin with."
        )
    return (
        f"{start}, so the treated differed from the others to begin with, and partly still do. "
        f"{facts.spec.in_words()} counts that as effect."
    )


def _at(term: str) -> str:
    """Return a term of an event study in words, such as "2 waves before" for ``event[-2]``."""
    time = int(term.removeprefix("event[").removesuffix("]"))
    if time == 0:
        return "first treated wave"
    waves = "wave" if abs(time) == 1 else "waves"
    return f"{abs(time)} {waves} {'before' if time < 0 else 'after'}"


def _figures(facts: Facts, expected: Expected) -> str:
    variable = facts.panel.codebook.get(facts.spec.outcome)
    unit = f" {variable.unit}" if variable is not None and variable.unit else ""
    average = " on average from the start on" * bool(expected.events)
    path = ", ".join(f"{_at(term)} {value:+.2f}" for term, value in expected.events)
    each = f" Wave by wave: {path}." * bool(path)
    return (
        f"Expected from that alone: about {expected.estimate:+.2f}{unit} "
        f"({expected.in_sd:+.2f} SD){average}.{each}"
    )


def _rests_on(expected: Expected) -> tuple[str, tuple[Counted, ...]]:
    """Say what the expected bias rests on; few treated could be counted from the share and z."""
    found = expected.following
    who = "the untreated" if found.untreated_only else "everyone, treatment held fixed"
    before = "" if expected.before is None else f"{expected.before:.2f} before and "
    said = (
        f"It rests on: {found.share:.0%} treated, {found.gap:.2f} SD above the others "
        f"on the score ({found.sharp_gap:.2f} SD had the score alone decided); correlation of "
        f"score and outcome {before}{expected.after:.2f} with "
        f"treatment, the latter from {found.people} people ({who})."
    )
    people = (found.treated, found.scored - found.treated, found.people)
    instead = "what it rests on tells of {few} people and is not shown."
    return said, (Counted(said, people, instead),)


def _no_figures(facts: Facts, entry: Assignment) -> str:
    if facts.spec.scale:
        return (
            f"How much cannot be worked out on this scale ({scale_in_words(facts.spec)}); fixed "
            "effects of the same outcome, by least squares, say how much in its own units."
        )
    if not entry.variables:
        why = "the variables it looked at are not named"
    elif not facts.groups.are_two:
        why = f"{called(facts, [facts.column])} has more than two values, so nobody is simply"
        why += " treated or untreated"
    elif not is_foretold(facts):
        why = "this kind of model weighs people and waves in a way that is not followed here"
    else:
        why = "the score, the waves of the model or the timing of treatment do not allow it"
    return f"How much cannot be worked out: {why}."


def _side_by_side(
    facts: Facts,
    others: Mapping[str, tuple[ModelSpec, ModelResult]],
    entry: Assignment,
) -> str:
    """Quote this estimate and every ANCOVA of the same outcome; beside a ratio, differences."""
    own = quote(facts.spec, facts.result, facts.treatment_columns)
    concerned = (entry.exposure, *entry.also)
    rivals = [quote(*pair, concerned) for pair in find_rivals(facts, {"baseline"}, others, entry)]
    beside = find_rivals(facts, {"changes"}, others, entry) if facts.spec.scale else []
    linear = [quote(*pair, concerned) for pair in beside if not pair[0].scale]
    pieces = [text for text in (own, *rivals, *linear) if text]
    return f"Side by side: {'; '.join(pieces)}." if pieces else ""


def _remedy_after_score(
    facts: Facts, entry: Assignment, others: Mapping[str, tuple[ModelSpec, ModelResult]]
) -> str:
    baseline = ", ".join(
        f'"{name}"' for name in dict.fromkeys((facts.spec.outcome, *entry.variables))
    )
    rivals = find_rivals(facts, {"baseline"}, others, entry)
    if any(_holds_the_score(spec, entry) for spec, _ in rivals):
        between = (
            " The truth lies between the two only under further conditions (Ding and Li 2019)."
        )
        best = "Read the ANCOVA of the offer that holds the score fixed."
        return best + between * (facts.compares_changes and not facts.spec.scale)
    return (
        f'Add a model with kind = "ancova", treatment = "{entry.exposure}", '
        f"baseline = [{baseline}], and read that. Where the score alone decided, a regression "
        "discontinuity at the cut-off is another way."
    )


def _holds_the_score(spec: ModelSpec, entry: Assignment) -> bool:
    baselines = columns_of(getattr(spec, "baselines", ()))
    return entry.exposure in spec.treatments and {*entry.variables} <= {*baselines, *spec.controls}


def judge_take_up(facts: Facts, entry: Assignment) -> Iterator[Finding]:
    """Yield a finding where treatment is what people did with the offer, not the offer.

    Parameters
    ----------
    facts : Facts
        The result.
    entry : Assignment
        How the offer was made.

    Yields
    ------
    Finding
        ``take_up``.
    """
    what, counts = who_differs(compare_with_rule(facts, entry))
    is_offer = _is_offer(facts, entry)
    if is_offer and not what:
        return
    if is_offer:
        what = f"{called(facts, [facts.column])} did not go by the rule alone: {what}"
    else:
        became = f"{called(facts, [facts.column])} is what became of the offer"
        what = f"{became} ({called(facts, [entry.exposure])}). {what}".rstrip()
    yield from warn_of_take_up(facts, entry, what, counts)


def warn_of_take_up(
    facts: Facts, entry: Assignment, what: str, counts: tuple[Counted, ...]
) -> Iterator[Finding]:
    """Yield that treatment is what people did with an offer.

    Parameters
    ----------
    facts : Facts
        The result.
    entry : Assignment
        How the offer was made.
    what : str
        Who did not go by it.
    counts : tuple of Counted
        What of that tells of people.

    Yields
    ------
    Finding
        ``take_up``.
    """
    yield Finding(
        "warning",
        "take_up",
        f"{what} Whoever accepts or seeks a service differs from whoever does not, and "
        f"{_what_misses(facts)}.",
        remedy="Estimate the effect of the offer: a column that says who was offered, whether "
        "or not they came."
        if _is_offer(facts, entry)
        else f'Estimate the effect of the offer: treatment = "{entry.exposure}".',
        counts=counts,
    )


def _what_misses(facts: Facts) -> str:
    if facts.compares_changes:
        return "may have changed differently anyway"
    if facts.compared == "baseline":
        return "the baseline need not catch it (in a simulation the bias was +0.15 SD)"
    return "the controls need not catch it"


def _is_offer(facts: Facts, entry: Assignment) -> bool:
    """Tell whether treatment is what was assigned, or a copy of it under another name."""
    if entry.exposure in facts.treatment_columns:
        return True
    offer = find_groups(facts.panel, entry.exposure, entry.exposure, facts.used)
    both = facts.used & offer.known & facts.groups.known
    same = bool((offer.treated == facts.groups.treated)[both].all())
    return bool(both.any()) and offer.are_two and same


def who_differs(
    found: Followed | None, who: str = "people who met the rule"
) -> tuple[str, tuple[Counted, ...]]:
    """Say how many did not go by a rule, where they are more than a few.

    Parameters
    ----------
    found : Followed or None
        Who met it and who was treated.
    who : str
        What those are called who met it.

    Returns
    -------
    str
        Empty where treatment went by the rule.
    tuple of Counted
        What of it tells of people.
    """
    if found is None or found.declined + found.others <= NOT_FOLLOWED * (found.met + found.others):
        return "", ()
    declined, of_met = portion(found.declined, found.met, who)
    others, of_treated = portion(found.others, found.treated, "treated")
    rest = "did not meet it" if who.endswith("rule") else "were not offered"
    said = f"{declined} were not treated, and {others} {rest}."
    return said, (*of_met, *of_treated)
