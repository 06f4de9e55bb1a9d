"""What teachers, nurses and children themselves report, and the nurse's measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.people import People


@dataclass(frozen=True, slots=True)
class Reports:
    """Answers of other informants, each of shape (n, 3), one column a wave.

    Attributes
    ----------
    abuse_teacher, abuse_nurse : ndarray of int
        Whether the teacher or the nurse suspects abuse; -88 where not seen.
    teacher_difficulties : ndarray of int
        The teacher's own total, 0 to 40; -88 where the teacher did not answer.
    teacher_reading : ndarray of int
        Reading mark, 1 (far below grade) to 5 (far above).
    child_happy : ndarray of int
        The child's choice of five faces, 1 (very sad) to 5 (very happy).
    went_hungry : ndarray of int
        Whether the child went to bed hungry in the past month (caregiver).
    height_cm, weight_kg : ndarray
        The nurse's measurements; NaN where not measured.
    """

    abuse_teacher: NDArray[np.int64]
    abuse_nurse: NDArray[np.int64]
    teacher_difficulties: NDArray[np.int64]
    teacher_reading: NDArray[np.int64]
    child_happy: NDArray[np.int64]
    went_hungry: NDArray[np.int64]
    height_cm: NDArray[np.float64]
    weight_kg: NDArray[np.float64]


def report(
    people: People,
    tracked: NDArray[np.bool_],
    abuse: NDArray[np.int64],
    total: NDArray[np.int64],
    rng: np.random.Generator,
) -> Reports:
    """Return what the other informants say of each child in each wave.

    Parameters
    ----------
    people : People
        Everyone.
    tracked : ndarray of bool, shape (n,)
        Children present in every wave.
    abuse : ndarray of int, shape (n, 3)
        The caregiver's answer on abuse.
    total : ndarray of int, shape (n, 3)
        True difficulties total.
    rng : Generator
        Source of chance.

    Returns
    -------
    Reports
        Answers and missing codes.
    """
    n = len(people.child_id)
    level = (total - total.mean(axis=0)) / settings.SCORE_SD
    teacher = 11 + 5.5 * (0.3 * level + np.sqrt(1 - 0.09) * rng.normal(size=(n, 3)))
    reading = 3 - 0.4 * level + rng.normal(0, 0.9, size=(n, 3))
    happy = 3.9 - 0.35 * level + rng.normal(0, 0.9, size=(n, 3))
    height, weight = _measure(people, rng)
    return Reports(
        abuse_teacher=_second_opinion(abuse, tracked, shared=3, alone=7, rng=rng),
        abuse_nurse=_second_opinion(abuse, tracked, shared=2, alone=4, rng=rng),
        teacher_difficulties=_silent(_whole(teacher, 0, 40), 0.05, rng),
        teacher_reading=_silent(_whole(reading, 1, 5), 0.04, rng),
        child_happy=_silent(_whole(happy, 1, 5), 0.04, rng),
        went_hungry=_hunger(people, tracked, rng),
        height_cm=height,
        weight_kg=weight,
    )


def _whole(values: NDArray[np.float64], low: int, high: int) -> NDArray[np.int64]:
    """Round to whole numbers within a range."""
    return np.clip(np.rint(values), low, high).astype(np.int64)


def _silent(
    answers: NDArray[np.int64], share: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the answers with a share of them not asked."""
    return np.where(rng.random(answers.shape) < share, settings.NOT_ASKED, answers)


def _second_opinion(
    abuse: NDArray[np.int64],
    tracked: NDArray[np.bool_],
    *,
    shared: int,
    alone: int,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Return another informant's flags: few of the caregiver's cases, and cases of their own."""
    flags = (rng.random(abuse.shape) < settings.ABUSE_UNTRACKED).astype(np.int64)
    for wave in range(abuse.shape[1]):
        flags[tracked, wave] = 0
        yes = np.flatnonzero(tracked & (abuse[:, wave] == 1))
        no = np.flatnonzero(tracked & (abuse[:, wave] == 0))
        chosen_no = rng.choice(no, alone, replace=False)
        flags[rng.choice(yes, shared, replace=False), wave] = 1
        flags[chosen_no, wave] = 1
        flags[rng.choice(np.setdiff1d(no, chosen_no), 3, replace=False), wave] = settings.NOT_ASKED
    return flags


def _hunger(
    people: People, tracked: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return hunger, with the published counts in the tracked children."""
    n = len(people.child_id)
    latent = -np.log(people.income[people.family])[:, None] + 0.5 * rng.normal(size=(n, 3))
    hungry = np.zeros((n, 3), dtype=np.int64)
    for wave, count in enumerate(settings.HUNGRY):
        if count:
            height = np.sort(latent[tracked, wave])[::-1][count]
            hungry[:, wave] = latent[:, wave] > height
    return hungry


def _measure(
    people: People, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return height (cm) and weight (kg); the nurse reaches about two children in three."""
    n = len(people.child_id)
    age = people.age[:, None] + np.arange(3)
    height = 118 + 5.8 * (age - 7) + 5.0 * rng.normal(size=(n, 1)) + 0.6 * rng.normal(size=(n, 3))
    mass_index = 16.0 * np.exp(0.10 * rng.normal(size=(n, 1)) + 0.03 * rng.normal(size=(n, 3)))
    weight = mass_index * (height / 100) ** 2
    seen = rng.random((n, 3)) < settings.MEASURED_SHARE
    return (
        np.where(seen, height.round(1), np.nan),
        np.where(seen, weight.round(1), np.nan),
    )
