"""The study as clean tables, one row a child or a household: before the mess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data.generator import scales, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.world import World

_GRADES = ("R", "1", "2", "3")
_RELATIONS = ("mother", "mother", "mother", "grandmother", "grandmother", "father", "aunt")


def child_table(
    world: World, wave: int, *, johannesburg: bool, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the children interviewed in one wave at one site.

    Parameters
    ----------
    world : World
        The study.
    wave : int
        1, 2 or 3.
    johannesburg : bool
        Johannesburg, or else Moutse.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        One row a child, in the order of the schools; -99 and -88 are missing codes.
    """
    people, w = world.people, wave - 1
    rows = np.flatnonzero(world.present[:, w] & (people.johannesburg == johannesburg))
    team = np.array([int(name[1]) for name in people.school[rows]])
    table = pd.DataFrame(
        {
            "child_id": people.child_id[rows],
            "hh_id": people.hh_id[people.family[rows]],
            "school_id": people.school[rows],
            "grade": [_GRADES[_GRADES.index(g) + w] for g in people.grade[rows]],
            "sex": people.sex[rows],
            "age": _age(world, rows, w),
            "interview_date": [world.interviews[f][w] for f in people.family[rows]],
            "fieldworker": [
                f"FW{2 * t - int(k):02d}"
                for t, k in zip(team, rng.integers(2, size=len(rows)), strict=True)
            ],
        }
    )
    answers = scales.reverse(world.points[rows, :, w], items=settings.REVERSED_ITEMS, top=2)
    items = {f"diff_{k + 1:02d}": answers[:, k] for k in range(settings.ITEMS)}
    dangers = {n: world.safety[rows, k, w] for k, n in enumerate(settings.SAFETY_ITEMS)}
    names = world.reports.__dataclass_fields__
    reports = {name: getattr(world.reports, name)[rows, w] for name in names}
    return pd.concat([table, pd.DataFrame(items | dangers | reports)], axis=1)


def _age(world: World, rows: NDArray[np.int64], w: int) -> NDArray[np.float64]:
    """Return age in years at the interview, to one decimal."""
    family = world.people.family[rows]
    gone = np.array([(world.interviews[f][w] - world.interviews[f][0]).days for f in family])
    age: NDArray[np.float64] = (world.people.age[rows] + gone / 365.25).round(1)
    return age


def household_table(
    world: World, wave: int, *, johannesburg: bool, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the households with a child interviewed in one wave at one site.

    Parameters
    ----------
    world : World
        The study.
    wave : int
        1, 2 or 3.
    johannesburg : bool
        Johannesburg, or else Moutse.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        One row a household; -99 and -88 are missing codes.
    """
    people, w = world.people, wave - 1
    here = world.present[:, w] & (people.johannesburg == johannesburg)
    rows = np.unique(people.family[here])
    size = 3 + people.family_sizes()[rows] + (rows * 7 % 4) + rng.binomial(1, 0.15, size=len(rows))
    income = people.income[rows] * np.exp(0.15 * rng.normal(size=len(rows)) + 0.05 * w)
    income = np.rint(income / 10) * 10
    income[rng.random(len(rows)) < settings.INCOME_REFUSED] = settings.REFUSED
    income[rng.random(len(rows)) < settings.INCOME_NOT_ASKED] = settings.NOT_ASKED
    other = rng.random(len(rows)) < 0.04 * w
    answers = scales.reverse(world.ces[rows, :, w], items=settings.CES_REVERSED, top=3)
    return pd.DataFrame(
        {
            "hh_id": people.hh_id[rows],
            "caregiver_id": [
                f"CG-{h[3:]}{'b' if o else 'a'}"
                for h, o in zip(people.hh_id[rows], other, strict=True)
            ],
            "caregiver_rel": [_RELATIONS[f % 7] for f in rows + other],
            "hh_size": size,
            "income": income,
            "csg": (rng.random(len(rows)) < (0.9, 0.87, 0.85)[w]).astype(int),
            "harsh_discipline": world.harsh[rows, w],
        }
        | {f"ces_{k + 1:02d}": answers[:, k] for k in range(settings.CES_ITEMS)}
    )
