"""Many outcomes: one of several p-values is small by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import Finding
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.family import Family
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec

LIMIT = 0.05
"""A p-value below this is read as an effect by many."""


def examine_outcomes(
    fitted: Mapping[str, tuple[ModelSpec, ModelResult]], families: Sequence[Family]
) -> dict[str, Finding]:
    """Return a finding for each model whose treatment is judged on several outcomes.

    Parameters
    ----------
    fitted : mapping of name to (ModelSpec, ModelResult)
        All models of the study.
    families : sequence of Family
        Models whose p-values are adjusted together: their outcomes need no finding, also where
        another model judges the same outcome and treatment.

    Returns
    -------
    dict of str to Finding
        ``many_outcomes`` by name of the model; models without one are left out.
    """
    declared = {_question(fitted[name][0]) for family in families for name in family.members}
    waiting: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for name, (spec, result) in fitted.items():
        lead = result.estimates.get(next(iter(result.shown), ""))
        if isinstance(lead, Estimate) and spec.treatments and _question(spec) not in declared:
            waiting.setdefault(spec.treatments, {}).setdefault(spec.outcome, []).append(name)
    return {
        name: _finding(treatments, list(outcomes))
        for treatments, outcomes in waiting.items()
        if len(outcomes) > 1
        for names in outcomes.values()
        for name in names
    }


def _question(spec: ModelSpec) -> tuple[tuple[str, ...], str]:
    return spec.treatments, spec.outcome


def _finding(treatments: Sequence[str], outcomes: Sequence[str]) -> Finding:
    chance = 1 - (1 - LIMIT) ** len(outcomes)
    return Finding(
        "warning",
        "many_outcomes",
        f"{' and '.join(treatments)} is judged on {len(outcomes)} outcomes "
        f"({', '.join(outcomes)}), and each p-value stands alone. Were there no effect on any of "
        f"them, the chance that at least one p is below {LIMIT:g} would be about {chance:.0%}.",
        remedy="Name the models as members of one of [[families]]: then adjusted p-values stand "
        "beside the others.",
    )
