"""The summary-index test: one effect on what several outcomes have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import numbers
from studytool.models.families.summary_index import summary_index
from studytool.models.fitting.estimates import find_untreated
from studytool.models.result import Estimate, NotAvailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.progress import Progress
    from studytool.models.kernel.absorption import Array
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

_OWN = {"name", "title", "outcome", "resampling", "seed"}
"""Options in which members may differ and still be one model of several outcomes."""


def judge_index(
    name: str,
    members: Sequence[tuple[ModelSpec, ModelResult]],
    panel: Panel,
    *,
    seed: int,
    progress: Progress,
) -> Estimate | NotAvailable:
    """Fit the model that the members share on the index of their outcomes.

    Parameters
    ----------
    name : str
        Name of the family.
    members : sequence of (ModelSpec, ModelResult)
        Models that differ in their outcome alone.
    panel : Panel
        The linked panel.
    seed : int
        Passed on to the model.
    progress : Progress
        Told of each step.

    Returns
    -------
    Estimate or NotAvailable
        Effect of the first treatment on the index, in standard deviations of the untreated,
        higher being better; or why there is none.
    """
    first, result = members[0]
    asked = [spec.model_dump(exclude=_OWN) for spec, _ in members]
    if any(other != asked[0] for other in asked):
        return NotAvailable("the members differ in more than their outcome")
    column = f"index({name})"
    try:
        index = _index(members, panel)
        carried = replace(panel, frame=panel.frame.assign(**{column: index}))
        spec = first.model_copy(update={"outcome": column, "resampling": None})
        made = spec.fit(carried, seed=seed, progress=progress)
    except ModelError as error:
        return NotAvailable(error.reason)
    return made.estimates[next(iter(result.shown))]


def _index(members: Sequence[tuple[ModelSpec, ModelResult]], panel: Panel) -> Array:
    result = members[0][1]
    outcomes = [spec.outcome for spec, _ in members]
    if len(set(outcomes)) < len(outcomes):
        raise ModelError("An outcome is in the family twice.")
    if result.regression is None or result.regression.of_means:
        raise ModelError("The models are not fitted by least squares of the rows as they are.")
    values = result.regression.design().column(next(iter(result.shown)))
    untreated = np.zeros(len(panel.frame), dtype=bool)
    untreated[result.regression.index[find_untreated(values)]] = True
    columns = np.column_stack([numbers(panel.frame, outcome) for outcome in outcomes])
    return summary_index(columns, untreated, np.array([_sign(panel, name) for name in outcomes]))


def _sign(panel: Panel, outcome: str) -> float:
    variable = panel.codebook.get(outcome)
    direction = variable.higher_is if variable is not None else None
    if direction not in {"better", "worse"}:
        raise ModelError(f'The codebook does not say whether higher is better for "{outcome}".')
    return 1.0 if direction == "better" else -1.0
