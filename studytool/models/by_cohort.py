"""What results of staggered treatment hold beside estimates: cells of cohorts, and bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CohortCells:
    """Effects by cohort and wave: who began when, and under which name each effect is.

    Attributes
    ----------
    cohorts : tuple of float
        First treated waves, in order.
    waves : tuple of float
        Waves of the sample, in order.
    people : tuple of int
        People of each cohort in the sample.
    never : int
        People of the sample never treated at its waves.
    terms : mapping of (float, float) to str
        Name in the estimates of the effect for a cohort at a wave, such as "att[2004,2007]";
        without cells that have none.
    """

    cohorts: tuple[float, ...]
    waves: tuple[float, ...]
    people: tuple[int, ...]
    never: int
    terms: Mapping[tuple[float, float], str]


@dataclass(frozen=True, slots=True)
class Bands:
    """Intervals that hold for all terms of a sort at once, by drawing again.

    Attributes
    ----------
    level : float
        Chance that all intervals of a sort hold together.
    draws, seed : int
        Draws they rest on, and their seed.
    critical : mapping of str to float
        How many standard errors they reach either side, by sort: "event", "att", "cohort",
        "calendar".
    low, high : mapping of str to float
        Ends by term.
    """

    level: float
    draws: int
    seed: int
    critical: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
