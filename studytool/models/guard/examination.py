"""All examinations of one result, in order of weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import by_weight
from studytool.models.guard.assignment import examine_assignment
from studytool.models.guard.carried import examine_carried
from studytool.models.guard.clusters import examine_clusters
from studytool.models.guard.facts import gather_each
from studytool.models.guard.known_variances import examine_known_variances
from studytool.models.guard.people import examine_people
from studytool.models.guard.shared_change import examine_shared_change
from studytool.models.guard.trends import examine_trends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.findings import Finding
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.survey.panel import Panel


def examine(
    spec: ModelSpec,
    result: ModelResult,
    panel: Panel,
    assignments: Sequence[Assignment],
    others: Mapping[str, tuple[ModelSpec, ModelResult]],
) -> tuple[Finding, ...]:
    """Return what a careful analyst would write under a result.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result on `panel`.
    panel : Panel
        The linked panel.
    assignments : sequence of Assignment
        How people came to be treated, as far as the study says so; `inherit` adds the columns
        computed from what was assigned.
    others : mapping of name to (ModelSpec, ModelResult)
        All models of the study with their results, so that estimates can be set side by side.

    Returns
    -------
    tuple of Finding
        The serious first; what is true of several treatments alike, once. What the fit itself
        noticed is on the result already and not here.
    """
    if not result.n_rows:
        return ()  # counts printed elsewhere: there are no rows to look at
    findings = [*examine_carried(spec, result)]
    for facts in gather_each(spec, result, panel, assignments):
        concerned = [entry for entry in assignments if facts.concerned_by(entry)]
        findings += [
            *examine_assignment(facts, concerned, others),
            *examine_known_variances(facts, concerned),
            *examine_clusters(facts, concerned),
            *examine_shared_change(facts, concerned if spec.treatments else assignments),
            *examine_trends(facts),
            *examine_people(facts),
        ]
    return by_weight(findings)
