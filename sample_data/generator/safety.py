"""Safety items and the high-risk band, made to meet the published percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.people import People

_ITEMS = len(settings.SAFETY_ITEMS)


def make_latent(people: People, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how close each child is to each danger in each wave, shape (n, 6, 3)."""
    n = len(people.child_id)
    trait = 0.5 * people.safety_trait + 0.2 * people.family_trait[people.family]
    lasting = 0.5 * rng.normal(size=(n, _ITEMS, 1))
    passing = 0.75 * rng.normal(size=(n, _ITEMS, 3))
    latent: NDArray[np.float64] = trait[:, None, None] + lasting + passing
    return latent


def answer(
    latent: NDArray[np.float64],
    tracked: NDArray[np.bool_],
    moutse: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Return the caregivers' answers: exact in the tracked children and in Moutse.

    Parameters
    ----------
    latent : ndarray, shape (n, 6, 3)
        How close each child is to each danger.
    tracked, moutse : ndarray of bool, shape (n,)
        The two groups whose percentages are published.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n, 6, 3)
        0, 1 or a missing code.
    """
    answers = np.zeros(latent.shape, dtype=np.int64)
    for wave in range(3):
        missing = _missing(tracked, wave, rng)
        target = {name: p[wave] for name, p in settings.TRACKED_PERCENT.items()}
        cut = _threshold(latent[:, :, wave], tracked, missing, target, wave)
        answers[:, :, wave] = _meet_high(cut, latent[:, :, wave], tracked, target["safety_risk"])
    none_missing = np.zeros((len(moutse), _ITEMS), np.int64)
    here = _threshold(latent[:, :, 0], moutse, none_missing, settings.MOUTSE_PERCENT, 1)
    here = _meet_high(here, latent[:, :, 0], moutse, settings.MOUTSE_PERCENT["safety_risk"])
    answers[moutse, :, 0] = here[moutse]
    return answers


def nearest_count(percent: float, n: int) -> int:
    """Return the count whose percentage of ``n`` rounds to ``percent``.

    Raises
    ------
    ValueError
        If no count does, with room to spare for either way of rounding a half.
    """
    count = round(percent * n / 100)
    if abs(100 * count / n - percent) >= settings.ROUNDING_ROOM:
        message = f"no count of {n} rounds to {percent} %"
        raise ValueError(message)
    return count


def band_counts(answers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the number of dangers of each child, NaN below four answers, shape (n,)."""
    valid = (answers >= 0).sum(axis=1)
    return np.where(
        valid >= settings.SAFETY_MINIMUM, np.where(answers > 0, answers, 0).sum(axis=1), np.nan
    )


def _missing(group: NDArray[np.bool_], wave: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return missing codes (0: answered), no tracked child losing one of two items."""
    codes = np.zeros((len(group), _ITEMS), dtype=np.int64)
    queue = list(rng.permutation(np.flatnonzero(group)))
    for column, name in enumerate(settings.SAFETY_ITEMS):
        for k in range(settings.SAFETY_MISSING[name][wave] - settings.NO_SAFETY_ANSWERS[wave]):
            codes[queue.pop(), column] = settings.REFUSED if k % 3 else settings.NOT_ASKED
    for _ in range(settings.NO_SAFETY_ANSWERS[wave]):
        codes[queue.pop(), :] = settings.NOT_ASKED
    for child in rng.choice(np.flatnonzero(~group), size=3, replace=False):
        codes[child, rng.integers(_ITEMS)] = settings.REFUSED
    return codes


def _threshold(
    latent: NDArray[np.float64],
    group: NDArray[np.bool_],
    missing: NDArray[np.int64],
    percent: dict[str, int],
    wave: int,
) -> NDArray[np.int64]:
    """Cut every item where the group has exactly its count, and the others at the same height."""
    answers = missing.copy()
    for column, name in enumerate(settings.SAFETY_ITEMS):
        valid = group & (missing[:, column] == 0)
        n = int(valid.sum())
        if name in percent:
            count = nearest_count(percent[name], n)
        else:
            count = round(settings.FURTHER_SHARE[name][wave] * n)
        height = np.sort(latent[valid, column])[::-1][count]
        answered = missing[:, column] == 0
        answers[answered, column] = (latent[answered, column] > height).astype(np.int64)
    return answers


def _meet_high(
    answers: NDArray[np.int64],
    latent: NDArray[np.float64],
    group: NDArray[np.bool_],
    percent: int,
) -> NDArray[np.int64]:
    """Return the answers with the fewest further items turned that meet the share at high risk."""
    answers = answers.copy()
    further = slice(len(settings.NAMED_ITEMS), _ITEMS)
    while True:
        dangers = band_counts(answers)
        n = int((group & ~np.isnan(dangers)).sum())
        excess = int((group & (dangers >= settings.HIGH)).sum()) - nearest_count(percent, n)
        if excess == 0:
            return answers
        old = 1 if excess > 0 else 0
        edge = group & (dangers == (settings.HIGH if excess > 0 else settings.HIGH - 1))
        open_cells = (answers[:, further] == old) & edge[:, None]
        distance = latent[:, further] if excess > 0 else -latent[:, further]
        cell = np.where(open_cells, distance, np.inf).argmin()
        child, item = np.unravel_index(cell, open_cells.shape)
        answers[child, len(settings.NAMED_ITEMS) + item] = 1 - old
