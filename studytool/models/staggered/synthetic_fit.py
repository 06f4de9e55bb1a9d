"""From the panel to the result of synthetic difference-in-differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.fitting.estimates import NO_SPREAD
from studytool.models.fitting.nonlinear import judge
from studytool.models.result import ModelResult
from studytool.models.staggered.account import describe
from studytool.models.staggered.paths import find_paths
from studytool.models.staggered.synthetic import set_table, weigh_all

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.kernel.absorption import Array
    from studytool.models.staggered.paths import Paths
    from studytool.models.staggered.synthetic import Table, Weighed
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel

DRAWS = 200
BLOCK = 4_000_000
"""Numbers held at once while treatment is dealt again."""


def fit_synthetic(
    spec: StaggeredSpec, panel: Panel, *, seed: int, progress: Progress
) -> ModelResult:
    """Fit synthetic difference-in-differences.

    Parameters
    ----------
    spec : StaggeredSpec
        The model.
    panel : Panel
        The linked panel.
    seed : int
        Seed of the draws.
    progress : Progress
        Told of each step.

    Returns
    -------
    ModelResult
        ``att``; weights of people, by their place in the order of people, and of waves.

    Raises
    ------
    ModelError
        If treatment begins at several waves, somebody misses a wave, there are not more people
        untreated than treated, or nothing varies.
    Cancelled
        If the person asked to stop.
    """
    draws = spec.draws or DRAWS
    progress.step(f"{spec.name}: sample", 0, draws + 1)
    paths = find_paths(spec, panel)
    table = set_table(paths)
    _refuse_few(table)
    progress.step(f"{spec.name}: weights", 1, draws + 1)
    whole = weigh_all(table.outcomes[None], table.untreated, table.before, noise=table.noise)
    drawn = _placebos(spec, table, whole.units[0], seed, progress)
    value, error = float(whole.effects[0]), float(drawn.std())
    _refuse_exact(table, error)
    effect = judge(value, error, float("inf"), spec.level)
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates={"att": effect},
        covariance=np.array([[error**2]]),
        terms=("att",),
        shown=("att",),
        level=spec.level,
        convention=f"spread of {draws} estimates with treatment dealt to people never treated",
        equation=f"{spec.outcome} = att treated + effects of person and wave + error, by least "
        "squares weighted by person and wave",
        n_rows=paths.sample.flow.used_rows,
        n_people=paths.sample.flow.used_people,
        n_clusters={},
        flow=paths.sample.flow,
        statistics=describe(paths, effect, level=spec.level),
        findings=(*paths.findings, *_one_before(table)),
        seed=seed,
        weights=_named(paths, table, whole),
    )


def _placebos(
    spec: StaggeredSpec, table: Table, units: Array, seed: int, progress: Progress
) -> Array:
    """Return the effect in each draw that takes untreated people for the treated."""
    draws, random = spec.draws or DRAWS, np.random.default_rng(seed)
    beside = table.outcomes[: table.untreated]
    left, block = table.untreated - table.treated, max(1, BLOCK // beside.size)
    found = []
    for first in range(0, draws, block):
        many = min(block, draws - first)
        progress.step(f"{spec.name}: draws", first + 1, draws + 1)
        order = np.array([random.permutation(table.untreated) for _ in range(many)])
        start = units[order[:, :left]]
        total = start.sum(axis=1, keepdims=True)
        start = np.where(total > 0, start / np.where(total > 0, total, 1.0), 1 / left)
        noise = table.noise
        found.append(weigh_all(beside[order], left, table.before, noise=noise, start=start).effects)
    return np.concatenate(found)


def _named(paths: Paths, table: Table, whole: Weighed) -> dict[str, dict[str, float]]:
    """Return weights above 0: people by place in the order of people, waves by name."""
    units = sorted(zip(table.people[: table.untreated], whole.units[0], strict=True))
    waves = np.unique(paths.at)[: table.before]
    return {
        "unit": {f"{int(code) + 1}": float(weight) for code, weight in units if weight > 0},
        "time": {
            f"{paths.wave(at):g}": float(weight)
            for at, weight in zip(waves, whole.times[0], strict=True)
            if weight > 0
        },
    }


def _refuse_few(table: Table) -> None:
    if table.untreated <= table.treated:
        raise ModelError(
            "No more people are untreated than treated, so treatment cannot be dealt to as many of "
            "them again.",
            why="The standard error is drawn by taking untreated people for the treated.",
            remedy='Use kind = "did" or kind = "callaway_santanna", or add people never treated.',
        )


def _refuse_exact(table: Table, error: float) -> None:
    spread = float(np.ptp(table.outcomes))
    if spread <= NO_SPREAD * float(np.abs(table.outcomes).max()):
        raise ModelError(
            f"The outcome does not vary: it is the same in all {table.outcomes.size} rows.",
            remedy="Check the outcome and `where`.",
        )
    if error <= NO_SPREAD * spread:
        raise ModelError(
            "Person, wave and treatment fit the outcome exactly.",
            why="No error is left to judge the effect by.",
            remedy="Check whether the outcome was computed from the treatment.",
        )


def _one_before(table: Table) -> list[Finding]:
    if table.before > 1:
        return []
    return [
        Finding(
            "warning",
            "one_wave_before",
            "There is one wave before treatment, so nothing tells who ran alongside: all untreated "
            "people count alike, and this is the plain difference in differences.",
            remedy='Add waves before treatment, or use kind = "did".',
        )
    ]
