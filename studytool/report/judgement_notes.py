"""What is said under a table of the tests beside its estimates, and of p-values above 0.05."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studytool.core.counted import Counted
from studytool.models.result import Estimate
from studytool.report.labels import model_label, term_label
from studytool.report.notes import sentence
from studytool.report.numbers import fixed, p_value
from studytool.report.term_people import term_behind, term_of_test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.families.judged_together import FamilyResult
    from studytool.models.result import ModelResult, TestResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

    Shown = tuple[ModelSpec, ModelResult]

_BOUND = "equivalence_bound"
_JOINT = {
    "joint": "All treatments together",
    "pre_trends": "All terms before treatment together",
    "hausman": (
        "Hausman test of whether random and fixed effects estimate the same"
        " (a small p speaks for fixed effects)"
    ),
    "hausman_classic": "The same by the classic contrast, which takes errors to be independent",
}
_DRAWN = ("wild_cluster", "permutation")


def judgement_notes(
    panel: Panel,
    shown: Sequence[Shown],
    families: Mapping[str, FamilyResult],
    *,
    tests: bool = True,
) -> tuple[str, ...]:
    """Return the lines on tests: drawn again, joint, among other outcomes, and on high p-values.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    shown : sequence of (ModelSpec, ModelResult)
        The models shown, left to right.
    families : mapping of str to FamilyResult
        Models judged together.
    tests : bool
        Whether the tests have lines; what a high p-value does not mean is always told.
    """
    lines: list[str] = []
    for spec, result in shown if tests else ():
        name = f"{model_label(spec)}, " if len(shown) > 1 else ""
        lines += [name + text for text in _tests(panel, spec, result)]
    judged = families.values() if tests else ()
    lines += [text for family in judged if (text := _family(panel, shown, family))]
    lines += _high_p(panel, shown)
    return tuple(sentence(line) for line in lines)


def judgement_counts(panel: Panel, shown: Sequence[Shown]) -> tuple[Counted, ...]:
    """Return what the lines of `judgement_notes` give away of terms with few people behind them.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    shown : sequence of (ModelSpec, ModelResult)
        The models shown, left to right.
    """
    told = []
    for _, result in shown:
        for name, test in result.tests.items():
            told.append((_outcome(test), term_behind(panel, result, term_of_test(name))[0]))
        lead = next(iter(result.shown), "")
        told.append((_bound(panel, result), term_behind(panel, result, lead)[0]))
    return tuple(
        Counted(words, (count,), "hidden") for words, count in told if words and count is not None
    )


def _tests(panel: Panel, spec: ModelSpec, result: ModelResult) -> list[str]:
    """Return a line for each test by drawing again and each joint test."""
    lines = []
    for name, test in result.tests.items():
        kind, _, term = name.partition("[")
        about = f" ({term_label(panel, term.removesuffix(']'))})" if term else ""
        if kind in _DRAWN:
            what = test.method or kind.replace("_", " ")
            lines.append(f"{_sensitivity(spec, kind)}{what}{about}: {_outcome(test)}")
        elif name in _JOINT:
            lines.append(f"{_JOINT[name]}: {_outcome(test)}")
    return lines


def _sensitivity(spec: ModelSpec, kind: str) -> str:
    """Say where the bootstrap clusters otherwise than the model does."""
    asked = next((one for one in spec.resamplings if one.kind == kind), None)
    if kind != "wild_cluster" or asked is None or asked.cluster is None or not spec.cluster:
        return ""
    if asked.cluster in spec.cluster:
        return ""
    return f"sensitivity, errors alike within {asked.cluster} as a whole: "


def _outcome(test: TestResult) -> str:
    if test.p is None:
        return f"not available: {test.reason}"
    ends = (test.low, test.high)
    known = [fixed(end, 2) for end in ends if end is not None]
    if len(known) == len(ends):
        return f"p {p_value(test.p)}, interval {known[0]} to {known[1]}"
    if test.df is not None and test.restrictions is not None and test.statistic is not None:
        of = f"F({test.restrictions}, {fixed(test.df, 1)})"
        if test.method.endswith("chi-squared"):
            of = f"chi-squared({test.restrictions})"
        f = f"{of} {fixed(test.statistic, 2)}"
        return f"{f}, p {p_value(test.p)}"
    return f"p {p_value(test.p)}"


def _family(panel: Panel, shown: Sequence[Shown], family: FamilyResult) -> str:
    """Return the adjusted p-values of the models shown."""
    labels = {result.name: model_label(spec) for spec, result in shown}
    mine = [judged for judged in family.judged if judged.model in labels]
    if not mine:
        named = any(name in labels for name in family.members)
        return f"p not adjusted ({family.method}): {family.reason}" if named else ""
    several = len({judged.term for judged in mine}) > 1
    found = [
        f"{labels[judged.model]}{f', {term_label(panel, judged.term)}' if several else ''}"
        f" {p_value(judged.adjusted)}"
        for judged in mine
    ]
    what = "q" if family.adjust in {"bh", "sharpened_q"} else "p"
    line = f"{what} adjusted ({family.method}, {family.name}): {'; '.join(found)}"
    if isinstance(family.index, Estimate):
        line += (
            f". Index of all outcomes, higher is better: {fixed(family.index.estimate, 2)} SD, "
            f"p {p_value(family.index.p)}"
        )
    return line


def _high_p(panel: Panel, shown: Sequence[Shown]) -> list[str]:
    """Return what a p-value above 0.05 does not mean, with the effects that are ruled out."""
    found, levels = [], set()
    for spec, result in shown:
        lead = result.estimates.get(next(iter(result.shown), ""))
        bound = _bound(panel, result)
        if not isinstance(lead, Estimate) or not lead.p > 1 - result.level or not bound:
            continue
        name = f"{model_label(spec)}, " if len(shown) > 1 else ""
        found.append(f"{name}{bound}")
        levels.add(result.level)
    if not found:
        return []
    alpha = f"{round(1 - max(levels), 4):g}".removeprefix("0")
    meaning = f"p above {alpha} does not mean that there is no effect, only that larger ones are"
    return [f"{meaning} ruled out, in either direction those of {'; '.join(found)} or more"]


def _bound(panel: Panel, result: ModelResult) -> str:
    """Return the effect that is ruled out, with its unit; empty where there is none."""
    bound = result.statistics.get(_BOUND, math.nan)
    variable = panel.codebook.get(result.outcome)
    unit = f" {variable.unit}" if variable is not None and variable.unit else ""
    return f"{fixed(bound, 2)}{unit}" if math.isfinite(bound) else ""
