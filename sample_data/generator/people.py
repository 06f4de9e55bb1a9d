"""Families, their children, the schools they go to, and who is there in which wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class People:
    """Everyone in the study, Johannesburg first, then Moutse.

    Attributes
    ----------
    child_id, school, grade, sex : ndarray of str, shape (n,)
        Names of the children and what stays with them; ``grade`` is the grade at wave 1.
    age : ndarray, shape (n,)
        Age in years at the wave 1 interview.
    family : ndarray of int, shape (n,)
        Row of the child's family.
    hh_id : ndarray of str, shape (f,)
        Names of the families.
    johannesburg : ndarray of bool, shape (n,)
        Whether the child is one of the 162.
    income : ndarray, shape (f,)
        Usual monthly income of the family, in rand.
    family_trait : ndarray, shape (f,)
        Lasting level of difficulty in the family, standardised.
    child_trait, safety_trait : ndarray, shape (n,)
        The child's own lasting level of difficulty and of danger, standardised.
    """

    child_id: NDArray[np.str_]
    school: NDArray[np.str_]
    grade: NDArray[np.str_]
    sex: NDArray[np.str_]
    age: NDArray[np.float64]
    family: NDArray[np.int64]
    hh_id: NDArray[np.str_]
    johannesburg: NDArray[np.bool_]
    income: NDArray[np.float64]
    family_trait: NDArray[np.float64]
    child_trait: NDArray[np.float64]
    safety_trait: NDArray[np.float64]

    def family_sizes(self) -> NDArray[np.int64]:
        """Return the number of study children in each family, shape (f,)."""
        return np.bincount(self.family, minlength=len(self.hh_id))

    def family_any(self, flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each family whether any of its children has the flag, shape (f,)."""
        return np.bincount(self.family, weights=flag, minlength=len(self.hh_id)) > 0


def make_people(rng: np.random.Generator) -> People:
    """Return 162 children of Johannesburg and 50 of Moutse, in families.

    Parameters
    ----------
    rng : Generator
        Source of chance.

    Returns
    -------
    People
        Everyone, sorted by site, school and family.
    """
    schools, sizes = _families_in_schools(rng)
    moutse = [
        size for size, count in settings.MOUTSE_FAMILIES_OF_SIZE.items() for _ in range(count)
    ]
    moutse = [moutse[i] for i in rng.permutation(len(moutse))]
    n_local = len(sizes)
    schools += [settings.MOUTSE_SCHOOL] * len(moutse)
    family = np.repeat(np.arange(len(schools)), sizes + moutse)
    local = family < n_local
    n, f = len(family), len(schools)
    income_z = rng.normal(size=f)
    grade = np.array(["R", "1"])[rng.integers(2, size=n)]
    return People(
        child_id=_names(local, "JHB-", "MOU-", 4),
        school=np.array(schools)[family],
        grade=grade,
        sex=np.where(rng.random(n) < settings.GIRLS, "F", "M"),
        age=np.where(grade == "R", rng.uniform(5.7, 6.7, n), rng.uniform(6.6, 8.0, n)).round(1),
        family=family,
        hh_id=_names(np.arange(f) < n_local, "HJ-", "HM-", 3),
        johannesburg=local,
        income=np.round(np.exp(7.75 + 0.5 * income_z) / 50) * 50,
        family_trait=-0.3 * income_z + np.sqrt(1 - 0.09) * rng.normal(size=f),
        child_trait=rng.normal(size=n),
        safety_trait=rng.normal(size=n),
    )


def _families_in_schools(rng: np.random.Generator) -> tuple[list[str], list[int]]:
    """Return the school and the number of children of each Johannesburg family, by school."""
    room = dict(settings.SCHOOL_SIZES)
    placed: list[tuple[str, int]] = []
    for size, count in settings.FAMILIES_OF_SIZE.items():
        for _ in range(count):
            names = [name for name, left in room.items() if left >= size]
            weights = np.array([room[name] for name in names], dtype=float)
            school = names[rng.choice(len(names), p=weights / weights.sum())]
            room[school] -= size
            placed.append((school, size))
    order = rng.permutation(len(placed))
    by_school = sorted((placed[i] for i in order), key=lambda pair: pair[0])
    return [school for school, _ in by_school], [size for _, size in by_school]


def _names(local: NDArray[np.bool_], here: str, there: str, width: int) -> NDArray[np.str_]:
    """Return running names, counted anew for each of the two sites."""
    count = np.where(local, np.cumsum(local), np.cumsum(~local))
    return np.array(
        [f"{here if own else there}{k:0{width}d}" for own, k in zip(local, count, strict=True)]
    )


def attend(
    people: People, risk: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Return who is interviewed in which wave: families at higher baseline risk leave more.

    Parameters
    ----------
    people : People
        Everyone.
    risk : ndarray, shape (n,)
        Baseline risk in standard deviations.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of bool, shape (n, 3)
        One column a wave.
    """
    present = np.repeat(people.johannesburg[:, None], 3, axis=1)
    present[:, 0] = True
    sizes = people.family_sizes()
    level = np.bincount(people.family, weights=risk) / sizes
    order = np.argsort(-(0.8 * level + rng.gumbel(size=len(sizes))), kind="stable")
    queue = [int(f) for f in order if people.johannesburg[people.family == f].all()]
    plan = (
        (settings.LEAVE_AFTER_WAVE_1, (1, 2)),
        (settings.LEAVE_AFTER_WAVE_2, (2,)),
        (settings.MISS_WAVE_2, (1,)),
    )
    for wanted, gone in plan:
        for family in _take(queue, sizes, wanted):
            for wave in gone:
                present[people.family == family, wave] = False
    return present


def _take(queue: list[int], sizes: NDArray[np.int64], wanted: int) -> list[int]:
    """Take families from the queue, in its order, until exactly ``wanted`` children are taken."""
    taken: list[int] = []
    for family in list(queue):
        if sizes[family] <= wanted:
            taken.append(family)
            queue.remove(family)
            wanted -= int(sizes[family])
    return taken
