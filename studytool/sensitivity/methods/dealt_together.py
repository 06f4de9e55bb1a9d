"""Specifications judged together: the median estimate if treatment is dealt out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import codes_of, find_columns, numbers
from studytool.models.draws.dealing import plan_dealing
from studytool.models.draws.p_of_draws import p_of_draws
from studytool.models.draws.permutation import Units, permute
from studytool.models.draws.refit import fit_again
from studytool.models.method import Method
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment
    from studytool.sensitivity.subject import Subject

METHODS = (
    Method(
        name="Specification curve",
        about="several tests",
        does="One test of all specifications together, where a lottery decided who was treated.",
        asked_by='[[sensitivity]] kind = "specification_curve"',
        equation="p = share of deals whose median estimate is at least as far from 0",
        sources=(
            "Simonsohn, Simmons and Nelson (2020), https://doi.org/10.1038/s41562-020-0912-z",
        ),
        verified=(
            (
                "fitting every specification again for every deal, 1e-10; size by simulation "
                "(tests/sensitivity/methods/test_dealt_together.py)"
            ),
        ),
    ),
)
"""What is computed here."""


@dataclass(frozen=True, slots=True)
class Together:
    """What is found when treatment is dealt out again.

    Attributes
    ----------
    median : float
        Median estimate.
    p : float
        Share of deals whose median is at least as far from 0.
    draws : int
        Deals.
    """

    median: float
    p: float
    draws: int


def assigned_at_random(subject: Subject) -> Assignment | None:
    """Return the record that a lottery decided this very treatment; None where there is none."""
    names = set(columns_of(subject.model.treatments))
    return next(
        (e for e in subject.assignments if e.rule == "random" and e.exposure in names), None
    )


def judge_together(
    subject: Subject, term: str, results: Sequence[ModelResult], entry: Assignment, *, draws: int
) -> Together:
    """Deal treatment out again, the same way in every specification.

    Parameters
    ----------
    subject : Subject
        The model.
    term : str
        The estimate.
    results : sequence of ModelResult
        Specifications that were fitted.
    entry : Assignment
        How the lottery was held: its units and strata are kept to.
    draws : int
        Deals.

    Raises
    ------
    ModelError
        If treatment differs within the units of the lottery.

    Notes
    -----
    Each deal gives every specification the same new treatment; medians of the same deal are
    compared with the median found.
    """
    units, strata = _units(subject, entry)
    paths, waves = _paths(subject, term, units), _waves(subject)
    plan = plan_dealing(paths, strata, draws)
    if plan.every and plan.draws == 1:
        raise ModelError("There is no other way in which treatment could have been dealt.")
    estimates, dealt = [], []
    for result in results:
        again = fit_again(subject.model, result)
        if again is None or term not in again.terms:
            raise ModelError("Only least-squares models can be judged together by dealing.")
        rows = again.regression.index
        by = Units(units[rows], waves[rows], paths)
        found = permute(again.fit, again.place(term), by, plan, seed=subject.seed)
        moved = found.change[0] + found.estimate * found.change[1]
        left = found.squares > 0
        dealt.append(np.where(left, moved / np.where(left, found.squares, 1.0), np.nan))
        estimates.append(found.estimate)
    medians = np.abs(np.nanmedian(np.array(dealt), axis=0))
    median = float(np.median(estimates))
    far = int(np.count_nonzero(medians >= abs(median) * (1 - 1e-10)))
    return Together(median, p_of_draws(far, medians.size, every=plan.every), plan.draws)


def _units(subject: Subject, entry: Assignment) -> tuple[Codes, Codes]:
    """Return the unit of each row of the panel, and the stratum of each unit."""
    panel = subject.panel
    units = codes_of([panel.frame[name] for name in find_columns(entry.allocation_unit, panel)])
    strata = np.zeros(int(units.max()) + 1, dtype=np.intp)
    for name in entry.strata:
        codes = codes_of([panel.frame[column] for column in find_columns(name, panel)])
        own = np.empty(strata.size, dtype=np.intp)
        own[units[::-1]] = codes[::-1]
        strata = np.unique(strata * (int(own.max()) + 1) + own, return_inverse=True)[1].reshape(-1)
    return units, strata


def _waves(subject: Subject) -> Codes:
    panel = subject.panel
    if panel.design.wave not in panel.frame:
        return np.zeros(len(panel.frame), dtype=np.intp)
    return codes_of([panel.frame[panel.design.wave]])


def _paths(subject: Subject, term: str, units: Codes) -> Array:
    """Return the regressor of treatment for each unit at each wave, missed waves filled in."""
    regression = subject.result.regression
    if regression is None:
        raise ModelError("Only least-squares models can be judged together by dealing.")
    values, rows = regression.design().column(term), regression.index
    waves = _waves(subject)
    cells = np.full((int(units.max()) + 1, int(waves.max()) + 1), np.nan)
    cells[units[rows], waves[rows]] = values
    if (cells[units[rows], waves[rows]] != values).any():
        raise ModelError(
            "Treatment differs within the units that the lottery drew.",
            remedy="Record the unit that was drawn as allocation_unit.",
        )
    known = ~np.isnan(cells)
    # what the unit drew, whether or not it has a row in the sample, times what is the wave's
    drawn = [numbers(subject.panel.frame, name) for name in columns_of(subject.model.treatments)]
    own = np.zeros(len(cells))
    np.maximum.at(own, units, np.nan_to_num(drawn[0]))
    times = np.where(known, cells, 0.0).max(axis=0)
    apart = np.outer(own, times / (times.max() or 1.0))
    if np.allclose(apart[known], cells[known]):
        return apart
    raise ModelError(
        "Treatment begins at different waves, so a missed wave does not say what it was.",
        remedy="Leave the joint test out: draws = 0.",
    )
