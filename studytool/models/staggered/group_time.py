"""Effects by cohort and wave, each a difference-in-differences of two waves (Callaway-Sant'Anna).

Every effect comes with its influence function: how each person (or, where nobody is followed, each
row) moves it. Variances, averages and bands follow from these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.dependence import independent, triangle
from studytool.models.likelihood.propensity import fit_propensity
from studytool.models.methods.doubly_robust import Arms, effect_in_panel, effect_in_sections
from studytool.models.staggered.aggregate import Cell, att_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.likelihood.propensity import Propensity
    from studytool.models.methods.doubly_robust import Effect
    from studytool.models.staggered.paths import Paths
    from studytool.models.staggered_spec import Base, ByCovariates, ComparedWith

UNSEEN = "nobody of the cohort is seen at both waves"
ALONE = "nobody is left to compare with"
NO_BASE = "no wave of the data lies before its start and the waves of anticipation"


@dataclass(frozen=True, slots=True)
class Plan:
    """How effects by cohort and wave are found.

    Attributes
    ----------
    comparison : {"never", "not_yet"}
        Who stands in for what would have been.
    base : {"varying", "universal"}
        What waves before the start are compared with.
    method : {"doubly_robust", "outcome_regression", "ipw"}
        How controls are used.
    anticipation : int
        Waves before the start at which people may already have changed.
    """

    comparison: ComparedWith
    base: Base
    method: ByCovariates
    anticipation: int

    def base_of(self, cohort: int, at: int) -> int:
        """Return the place of the wave that a cohort's effect at a wave is measured from."""
        before = self.base == "varying" and at < cohort
        return at - 1 if before else cohort - 1 - self.anticipation

    def others(self, start: Array, cohort: int, at: int, base: int) -> NDArray[np.bool_]:
        """Return who may be compared with a cohort at a wave, shape of `start`."""
        never = np.asarray(np.isinf(start))
        if self.comparison == "never":
            return never
        later = start > max(at, base) + self.anticipation
        return np.asarray(never | (later & (start != cohort)))


@dataclass(frozen=True, slots=True)
class GroupTime:
    """Effects by cohort and wave with their influence functions.

    Attributes
    ----------
    cells : tuple of Cell
        The k effects that could be estimated, by cohort and wave.
    estimates : ndarray, shape (k,)
        Effects.
    influence : ndarray, shape (u, k)
        Influence of each unit; the variance is the sum of squares.
    others : tuple of int
        People each is compared with.
    missing : mapping of str to str
        Name of each effect that could not be estimated, and why.
    used : ndarray of bool, shape (n,)
        Rows of the paths with a part in some effect.
    units : ndarray of int, shape (n,)
        Unit of each row: its person, or itself.
    share_influence : mapping of int to ndarray, shape (u,)
        Influence of each unit on the share of each cohort.
    effective : float
        Fewest people compared with, counted by the weight they carry; inf without weighting.
    apart : tuple of str
        Effects of which controls tell treated and others apart, so that a regression among the
        others says nothing of the treated but by extension.
    """

    cells: tuple[Cell, ...]
    estimates: Array
    influence: Array
    others: tuple[int, ...]
    missing: Mapping[str, str]
    used: NDArray[np.bool_]
    units: Codes
    share_influence: Mapping[int, Array]
    effective: float
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of two waves of a cohort and of those compared with it."""

    early: NDArray[np.intp]
    late: NDArray[np.intp]
    treated: NDArray[np.bool_]
    """One for each early row where people are followed, else for early and late rows in turn."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One effect."""

    cohort: int
    at: int
    effect: Effect
    units: Codes
    rows: _Rows
    people: int
    others: int
    effective: float
    apart: bool


def group_time_effects(paths: Paths, plan: Plan, *, step: Callable[[int, int], None]) -> GroupTime:
    """Estimate the effect for each cohort at each wave.

    Parameters
    ----------
    paths : Paths
        n rows.
    plan : Plan
        Comparison, base, controls, anticipation.
    step : callable
        Told the number of cohorts done and of all, before each.

    Returns
    -------
    GroupTime
        Effects, and which could not be estimated.

    Raises
    ------
    ModelError
        If controls tell treated and others apart, or do not vary among them.
    """
    units = np.unique(paths.people, return_inverse=True)[1].astype(np.intp)
    table = _table(paths, units)
    found: list[_Found] = []
    missing: dict[str, str] = {}
    for done, cohort in enumerate(paths.cohorts):
        step(done, len(paths.cohorts))
        for at in map(int, np.unique(paths.at)):
            base = plan.base_of(cohort, at)
            if at == base or (base < 0 and at < cohort):
                continue
            one = NO_BASE if base < 0 else _cell(paths, plan, table, units, (cohort, at, base))
            if isinstance(one, str):
                missing[att_term(paths.wave(cohort), paths.wave(at))] = one
            else:
                found.append(one)
    return _gather(paths, units, found, missing)


def _table(paths: Paths, units: Codes) -> NDArray[np.intp]:
    """Return the row of each person at each wave, -1 without one; empty if nobody is followed."""
    if not paths.follows:
        return np.empty((0, 0), dtype=np.intp)
    table = np.full((int(units.max()) + 1, paths.waves.size), -1, dtype=np.intp)
    table[units, paths.at] = np.arange(units.size)
    return table


def _cell(
    paths: Paths,
    plan: Plan,
    table: NDArray[np.intp],
    units: Codes,
    place: tuple[int, int, int],
) -> _Found | str:
    """Return one effect, or why there is none."""
    cohort, at, _ = place
    rows = _rows(paths, plan, table, place)
    reason = _lacking(paths, rows)
    if reason:
        return reason
    both = rows.early if paths.follows else np.concatenate([rows.early, rows.late])
    weights = np.ones(both.size) if paths.design.weights is None else paths.design.weights[both]
    weights = weights / weights.mean()
    columns, method = paths.controls_of(both), plan.method
    if columns.shape[1] == 1:
        method = "outcome_regression"  # all three are the same without controls, this one fastest
    try:
        _refuse_thin(paths, rows, columns, method)
        chance, apart = _weigh(paths, rows, columns, weights, method)
    except ModelError as error:
        raise _placed(paths, error, cohort, at) from error
    arms = Arms(rows.treated, columns, weights, chance)
    outcome = paths.design.outcome
    if paths.follows:
        effect = effect_in_panel(outcome[rows.late] - outcome[rows.early], arms, method)
    else:
        after = np.arange(both.size) >= rows.early.size
        effect = effect_in_sections(outcome[both], after, arms, method)
    carried = (weights * chance.odds)[~rows.treated] if chance is not None else None
    treated, others = _count(rows)
    return _Found(
        cohort,
        at,
        effect,
        units[both],
        rows,
        people=treated,
        others=others,
        effective=np.inf if carried is None else float(carried.sum() ** 2 / (carried @ carried)),
        apart=apart,
    )


def _weigh(
    paths: Paths, rows: _Rows, columns: Array, weights: Array, method: ByCovariates
) -> tuple[Propensity | None, bool]:
    """Return the chance of treatment where it is used, and whether controls tell both apart."""
    if columns.shape[1] == 1:
        return None, False
    try:
        chance = fit_propensity(rows.treated, columns, weights, paths.control_names)
    except ModelError:
        if method != "outcome_regression":
            raise
        return None, True
    return (None if method == "outcome_regression" else chance), False


def _count(rows: _Rows) -> tuple[int, int]:
    """Return how many are treated and how many are not, at the wave that has fewer of them."""
    halves = [rows.treated]
    if rows.treated.size > rows.early.size:
        halves = [rows.treated[: rows.early.size], rows.treated[rows.early.size :]]
    return min(int(h.sum()) for h in halves), min(int((~h).sum()) for h in halves)


def _rows(paths: Paths, plan: Plan, table: NDArray[np.intp], place: tuple[int, int, int]) -> _Rows:
    cohort, at, base = place
    if paths.follows:
        seen = table[(table[:, base] >= 0) & (table[:, at] >= 0)]
        start = paths.start[seen[:, base]]
        kept = (start == cohort) | plan.others(start, cohort, at, base)
        seen, start = seen[kept], start[kept]
        return _Rows(seen[:, base], seen[:, at], np.asarray(start == cohort))
    kept = (paths.start == cohort) | plan.others(paths.start, cohort, at, base)
    early, late = (np.flatnonzero(kept & (paths.at == when)) for when in (base, at))
    return _Rows(early, late, paths.start[np.concatenate([early, late])] == cohort)


def _lacking(paths: Paths, rows: _Rows) -> str:
    """Return why nothing can be compared; empty if it can."""
    sides = [rows.treated]
    if not paths.follows:
        sides = [rows.treated[: rows.early.size], rows.treated[rows.early.size :]]
    if not all(side.any() for side in sides):
        return UNSEEN
    return "" if all((~side).any() for side in sides) else ALONE


def _refuse_thin(paths: Paths, rows: _Rows, columns: Array, method: ByCovariates) -> None:
    """Refuse controls that cannot be told apart among those a regression is fitted on."""
    if columns.shape[1] == 1:
        return
    parts = [~rows.treated]
    if not paths.follows:
        late = np.arange(rows.treated.size) >= rows.early.size
        groups = [~rows.treated, rows.treated] if method == "doubly_robust" else [~rows.treated]
        parts = [group & when for group in groups for when in (late, ~late)]
    if method == "ipw":
        parts = [np.ones(rows.treated.size, dtype=bool)]
    norms = np.sqrt(np.einsum("nk,nk->k", columns, columns))
    for part in parts:
        kept = independent(triangle(columns[part].T), norms)
        if len(kept) < columns.shape[1]:
            lost = next(n for k, n in enumerate(paths.control_names) if k not in kept)
            raise ModelError(
                f'"{lost}" does not vary, or repeats other controls, among those compared.',
                why="Then it cannot be used to make treated and others alike.",
                remedy="Leave it out, make it coarser, or join cohorts.",
            )


def _placed(paths: Paths, error: ModelError, cohort: int, at: int) -> ModelError:
    where = f"Among those who began at wave {paths.wave(cohort):g}, at wave {paths.wave(at):g}."
    return ModelError(error.what, why=f"{error.why} {where}".strip(), remedy=error.remedy)


def _gather(paths: Paths, units: Codes, found: list[_Found], missing: dict[str, str]) -> GroupTime:
    used = np.zeros(units.size, dtype=bool)
    for one in found:
        used[one.rows.early] = True
        used[one.rows.late] = True
    count = int(units.max()) + 1
    influence = np.zeros((count, len(found)))
    for place, one in enumerate(found):
        influence[one.units, place] = one.effect.influence / one.effect.influence.size
    shares, moved = _shares(paths, units, used)
    cells = tuple(
        Cell(
            one.cohort,
            one.at,
            att_term(paths.wave(one.cohort), paths.wave(one.at)),
            shares[one.cohort],
            one.people,
        )
        for one in found
    )
    return GroupTime(
        cells=cells,
        estimates=np.array([one.effect.estimate for one in found]),
        influence=influence,
        others=tuple(one.others for one in found),
        missing=missing,
        used=used,
        units=units,
        share_influence=moved,
        effective=min((one.effective for one in found), default=np.inf),
        apart=tuple(cell.term for cell, one in zip(cells, found, strict=True) if one.apart),
    )


def _shares(
    paths: Paths, units: Codes, used: NDArray[np.bool_]
) -> tuple[dict[int, float], dict[int, Array]]:
    """Return the share of each cohort among the units used, and how each unit moves it."""
    count = int(units.max()) + 1
    start, weight = np.full(count, np.nan), np.zeros(count)
    backwards = np.flatnonzero(used)[::-1]  # the first row of a person comes last, and stays
    start[units[backwards]] = paths.start[backwards]
    given = paths.design.weights
    weight[units[backwards]] = 1.0 if given is None else given[backwards]
    many = int(np.count_nonzero(weight))
    weight *= many / weight.sum() if many else 1.0
    shares = {g: float(weight[start == g].sum()) / many for g in paths.cohorts if many}
    there = weight > 0
    return shares, {
        g: np.where(there, weight * (start == g) - share, 0.0) / many for g, share in shares.items()
    }
