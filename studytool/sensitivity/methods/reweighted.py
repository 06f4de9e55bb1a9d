"""What the three analyses by weights have in common: who is weighted, and how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import Counted, several
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.result import Estimate
from studytool.sensitivity.methods.weighting import balances, effective, refit_with_weights
from studytool.sensitivity.result import SensitivityResult, line_of
from studytool.sensitivity.subject import lead_term, original_line
from studytool.sensitivity.words import number, span, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.sensitivity.methods.baseline import Baseline
    from studytool.sensitivity.spec import ByWeights
    from studytool.sensitivity.subject import Subject

    Mask = NDArray[np.bool_]

LARGE = 0.1
"""Difference in standard deviations from which on groups are not taken to be alike."""

HALF = 0.5
"""Share of the people that weights may cost before a finding says so."""

WORDS = {
    "n_effective": "People the weighted are worth",
    "largest_before": "Largest difference without weights (SD)",
    "largest_after": "Largest difference with weights (SD)",
    "least_chance": "Least chance",
    "largest_chance": "Largest chance",
}
"""What the numbers of these analyses are called."""


def refuse_one_group(people: Baseline, subject: Subject) -> None:
    """Refuse people who are all treated or all not.

    Raises
    ------
    ModelError
        If there are no two groups.
    """
    if not people.treated.any() or people.treated.all():
        raise ModelError(
            f'The treatment of "{subject.model.name}" has no two groups at the baseline.',
            why="With an amount, or with everyone treated, there are no others to weight.",
            remedy="Use a model whose treatment is 0 or 1.",
        )


def judge_by_weights(
    spec: ByWeights,
    subject: Subject,
    people: Baseline,
    weights: Array,
    *,
    target: Mask,
    others: Mask,
    method: str,
    measures: Mapping[str, float],
    words: str,
) -> SensitivityResult:
    """Fit the model again with weights and say what that comes to.

    Parameters
    ----------
    spec : ByWeights
        What is asked.
    subject : Subject
        The model.
    people : Baseline
        n people.
    weights : ndarray, shape (n,)
        Weight of each; 0 for those who have none.
    target, others : ndarray of bool, shape (n,)
        Who is to be resembled, and who is weighted for it.
    method : str
        How the weights were made, in words.
    measures : mapping of str to float
        Further numbers.
    words : str
        What the weights make, such as "make the untreated like the treated".

    Raises
    ------
    ModelError
        If the model cannot be estimated with weights.
    """
    term = lead_term(subject, spec.term)
    has = weights > 0
    fitted = refit_with_weights(subject, people.among(has), weights[has])
    original = original_line(subject, term)
    line = line_of("weighted", "With weights", fitted.estimates[term], people=fitted.n_people)
    rows = balances(people, target, others, weights)
    told = {
        "n_effective": effective(weights[others & has]),
        "largest_before": max(abs(row.difference_before) for row in rows),
        "largest_after": max(abs(row.difference_after) for row in rows),
        **measures,
    }
    now = fitted.estimates[term]
    moved = (
        f"{number(now.estimate)} ({span(now.low, now.high)})"
        if isinstance(now, Estimate)
        else "not to be had"
    )
    return SensitivityResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        model=spec.model,
        outcome=subject.result.outcome,
        term=term,
        level=subject.result.level,
        lines=(original, line),
        statement=(
            f"{verdict(original, line)} with weights that {words}: the estimate is {moved}, and "
            f"was {number(original.estimate or 0.0)}."
        ),
        method=f"{method}; errors take the weights as given",
        measures=told,
        words={name: WORDS.get(name, name) for name in told},
        balance=rows,
        findings=_findings(people, weights[others & has], told),
        people=subject.result.n_people,
        seed=subject.seed,
    )


def _findings(people: Baseline, weights: Array, told: Mapping[str, float]) -> tuple[Finding, ...]:
    found = []
    if told["largest_after"] > LARGE:
        found.append(
            Finding(
                "warning",
                "weights_unbalanced",
                f"With weights a variable still differs by {told['largest_after']:.2f} standard "
                "deviations.",
                remedy="Use entropy balancing, or look at who has no counterpart.",
            )
        )
    if told["n_effective"] < HALF * weights.size:
        found.append(
            Finding(
                "warning",
                "weights_uneven",
                f"Few people carry much of the weight: the {weights.size} weighted say as much as "
                f"{told['n_effective']:.0f} equally weighted.",
                remedy="Use fewer variables, or see who has the large weights.",
            )
        )
    if people.without:
        count = people.without
        words = several(count, "person", "people")
        found.append(
            Finding(
                "note",
                "weights_missing",
                f"No weight, for want of a baseline value: {words} of the sample.",
                counts=(Counted(words, (count,), "{few} people"),),
            )
        )
    return tuple(found)
