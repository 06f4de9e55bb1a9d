"""Tests by drawing again, added to a result: they need to know how treatment was assigned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.models.draws.permutation_test import permutation_tests
from studytool.models.draws.refit import fit_again
from studytool.models.draws.wild_test import wild_tests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec


def resample(
    spec: ModelSpec,
    result: ModelResult,
    assignments: Sequence[Assignment],
    *,
    progress: Progress,
) -> ModelResult:
    """Return a result with the tests its model asks for under `resampling`.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result; its seed is the seed of the draws.
    assignments : sequence of Assignment
        How people came to be treated.
    progress : Progress
        Told of each test.

    Returns
    -------
    ModelResult
        With ``wild_cluster`` and ``permutation`` among its tests, where asked for.

    Raises
    ------
    UnknownLevelError
        If a level that the request names does not exist.
    Cancelled
        If the person asked to stop.
    """
    refit = fit_again(spec, result) if spec.resamplings else None
    if refit is None:
        return result
    tests = dict(result.tests)
    for place, asked in enumerate(spec.resamplings):
        progress.step(f"{spec.name}: drawing again", place, len(spec.resamplings))
        if asked.kind == "wild_cluster":
            tests |= wild_tests(refit, asked)
        else:
            tests |= permutation_tests(refit, asked, assignments)
    return replace(result, tests=tests)
