"""What caregivers say of themselves: the depression scale and harsh discipline, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import scales, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.people import People


def depression(
    people: People, tracked: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the depression items of each family, exact in the tracked children.

    Parameters
    ----------
    people : People
        Everyone.
    tracked : ndarray of bool, shape (n,)
        Children whose caregivers' percentages are published.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (f, 10, 3)
        Item points before reversing; -99 and -88 are missing.
    """
    f = len(people.hh_id)
    weight = np.bincount(people.family, weights=tracked, minlength=f).astype(np.int64)
    lasting = 0.6 * people.family_trait + 0.5 * rng.normal(size=f)
    points = np.zeros((f, settings.CES_ITEMS, 3), dtype=np.int64)
    for wave in range(3):
        latent = lasting + 0.7 * rng.normal(size=f)
        silent = _exactly(rng.random(f), weight, 123 - settings.DEPRESSION_VALID[wave])
        ranked = np.where(silent, -np.inf, latent)
        cases = _exactly(ranked, np.where(silent, 0, weight), settings.DEPRESSED[wave])
        height = ranked[cases & (weight > 0)].min()
        cases |= (weight == 0) & (latent > height)
        points[:, :, wave] = _items(cases, silent, rng)
    return points


def _exactly(
    rank: NDArray[np.float64], weight: NDArray[np.int64], wanted: int
) -> NDArray[np.bool_]:
    """Choose families from the highest rank down until their tracked children are ``wanted``."""
    chosen = np.zeros(len(rank), dtype=bool)
    for family in np.argsort(-rank, kind="stable"):
        if 0 < weight[family] <= wanted:
            chosen[family] = True
            wanted -= int(weight[family])
    return chosen


def _items(
    cases: NDArray[np.bool_], silent: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return item points that agree with being a case, few missing where the scale is answered."""
    f = len(cases)
    above = settings.CES_CUTOFF + np.minimum(rng.geometric(0.22, size=f) - 1, 17)
    below = np.clip(np.rint(rng.normal(5.5, 2.4, size=f)), 0, settings.CES_CUTOFF - 1)
    total = np.where(cases, above, below).astype(np.int64)
    leaning = rng.normal(0, 0.5, size=settings.CES_ITEMS) + rng.normal(0, 0.4, (f, 10))
    points = scales.spread(total, items=settings.CES_ITEMS, top=3, leaning=leaning, rng=rng)
    clear = np.flatnonzero((np.abs(total - 11) >= settings.CES_CLEAR) & (total > 0))
    points = scales.leave_out(points, rng.choice(clear, 7, replace=False), 2, rng)
    for k, family in enumerate(np.flatnonzero(silent)):
        points[family, 4 * (k % 2) :] = settings.REFUSED if k % 3 else settings.NOT_ASKED
    return points


def harsh_latent(people: People, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how close each family is to harsh discipline in each wave, shape (f, 3)."""
    f = len(people.hh_id)
    lasting = 0.3 * people.family_trait + 0.5 * rng.normal(size=f)
    return lasting[:, None] + 0.8 * rng.normal(size=(f, 3))


def harsh_discipline(
    people: People,
    latent: NDArray[np.float64],
    programme: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return harsh discipline by family and wave, and what it would be without the programme.

    Among the programme's families the counts are exact; the families that use it have one
    child in the study, so that a count of children and a count of families agree.

    Parameters
    ----------
    people : People
        Everyone.
    latent : ndarray, shape (f, 3)
        How close each family is to harsh discipline.
    programme : ndarray of bool, shape (f,)
        Families that attended.
    rng : Generator
        Source of chance.

    Returns
    -------
    observed, without : ndarray of int, shape (f, 3)
        0, 1 or a missing code.
    """
    alone = programme & (people.family_sizes() == 1)
    observed = (latent > np.quantile(latent, (0.87, 0.89, 0.91), axis=0).diagonal()).astype(int)
    without = observed.copy()
    for wave in range(3):
        ranked = np.argsort(-np.where(alone, latent[:, wave], -np.inf), kind="stable")
        for table, count in (
            (observed, settings.HARSH[wave]),
            (without, settings.HARSH_WITHOUT[wave]),
        ):
            table[programme, wave] = 0
            table[ranked[:count], wave] = 1
        others = rng.choice(np.flatnonzero(~programme), size=4, replace=False)
        observed[others, wave] = settings.REFUSED
    return observed, without
