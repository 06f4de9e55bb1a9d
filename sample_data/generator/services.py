"""Home visits and the family programme: who is offered, who takes part, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.people import People


@dataclass(frozen=True, slots=True)
class Offer:
    """The offer of home visits, by family.

    Attributes
    ----------
    offered, accepted : ndarray of bool, shape (f,)
        The offer follows the wave 1 score; about one family in five declines.
    late : ndarray of bool, shape (f,)
        Families whose visits begin only after wave 2.
    """

    offered: NDArray[np.bool_]
    accepted: NDArray[np.bool_]
    late: NDArray[np.bool_]

    def visited(self, people: People) -> NDArray[np.bool_]:
        """Return in which waves a child has been visited since the interview before, (n, 3)."""
        takes = self.accepted[people.family]
        early = takes & ~self.late[people.family]
        return np.stack([np.zeros_like(takes), early, takes], axis=1)


@dataclass(frozen=True, slots=True)
class Programme:
    """The Sihleng'imizi family programme, by family.

    Attributes
    ----------
    offered, accepted, attended : ndarray of bool, shape (f,)
        Kept apart: an offer, a yes, and at least one session.
    """

    offered: NDArray[np.bool_]
    accepted: NDArray[np.bool_]
    attended: NDArray[np.bool_]


def offer_visits(people: People, score: NDArray[np.float64], rng: np.random.Generator) -> Offer:
    """Offer visits to every family with a child at or above the cut-off at wave 1.

    The better off decline more often, so that take-up is selected.

    Parameters
    ----------
    people : People
        Everyone.
    score : ndarray, shape (n,)
        Difficulties at wave 1 as measured.
    rng : Generator
        Source of chance.

    Returns
    -------
    Offer
        One entry a family.
    """
    offered = people.family_any((score >= settings.CUTOFF) & people.johannesburg)
    rows = np.flatnonzero(offered)
    wish = 1.2 * np.log(people.income[rows]) + rng.gumbel(0, 0.6, size=len(rows))
    declines = rows[np.argsort(-wish)[: round(settings.DECLINE_SHARE * len(rows))]]
    accepted = offered.copy()
    accepted[declines] = False
    late = np.zeros_like(offered)
    late[rng.choice(np.flatnonzero(accepted), settings.LATE_FAMILIES, replace=False)] = True
    return Offer(offered, accepted, late)


def offer_programme(
    people: People,
    dangers: NDArray[np.float64],
    tracked: NDArray[np.bool_],
    harsh_latent: NDArray[np.float64],
    rng: np.random.Generator,
) -> Programme:
    """Offer the programme to families at high, then at moderate, safety risk at wave 1.

    Families in which discipline is harsh at wave 1 are the readier to come.

    Parameters
    ----------
    people : People
        Everyone.
    dangers : ndarray, shape (n,)
        Number of dangers at wave 1.
    tracked : ndarray of bool, shape (n,)
        Children present in every wave: a family that moves away attends no session.
    harsh_latent : ndarray, shape (f,)
        Closeness to harsh discipline at wave 1.
    rng : Generator
        Source of chance.

    Returns
    -------
    Programme
        One entry a family.
    """
    f = len(people.hh_id)
    high = people.family_any((dangers >= settings.HIGH) & people.johannesburg)
    moderate = people.family_any((dangers >= settings.MODERATE) & people.johannesburg)
    order = np.argsort(-(2.0 * high + rng.random(f)) * moderate, kind="stable")
    offered = np.zeros(f, dtype=bool)
    offered[order[: min(settings.PROGRAMME_OFFERED, int(moderate.sum()))]] = True
    wish = np.where(offered, 0.8 * harsh_latent + rng.gumbel(size=f), -np.inf)
    stays = people.family_any(tracked)
    ready = np.argsort(-np.where(stays, wish, -np.inf), kind="stable")
    attended = np.zeros(f, dtype=bool)
    attended[ready[: settings.PROGRAMME_FAMILIES]] = True
    rest = np.argsort(-np.where(attended, -np.inf, wish), kind="stable")
    accepted = attended.copy()
    accepted[rest[: settings.PROGRAMME_ACCEPTED - settings.PROGRAMME_FAMILIES]] = True
    return Programme(offered, accepted & offered, attended & offered)


def interview_dates(people: People, rng: np.random.Generator) -> list[list[date]]:
    """Return the interview date of each family in each wave: weekdays within the fieldwork."""
    dates = []
    for _ in people.hh_id:
        row = []
        for first, last in settings.FIELDWORK.values():
            day = first + timedelta(days=int(rng.integers((last - first).days + 1)))
            row.append(_weekday(day))
        dates.append(row)
    return dates


def visit_dates(
    offer: Offer, family: int, interviews: list[date], rng: np.random.Generator
) -> list[date]:
    """Return the dates on which a family was visited, at least one in each interval.

    Parameters
    ----------
    offer : Offer
        The offer and who took it.
    family : int
        Row of the family.
    interviews : list of date
        Its three interviews.
    rng : Generator
        Source of chance.

    Returns
    -------
    list of date
        Sorted; none on the day of an interview.
    """
    first = interviews[1] if offer.late[family] else date(2021, 1, 25)
    day = first + timedelta(days=int(rng.integers(14, 60)))
    days = [_weekday(day)]
    end = date(2022, 12, 9)
    while day < end:
        day += timedelta(days=int(rng.integers(60, 130)))
        days.append(_weekday(day))
    days = [d for d in days if d <= end and d not in interviews]
    if not any(interviews[1] < d < interviews[2] for d in days):
        days.append(_weekday(interviews[1] + timedelta(days=120)))
    return sorted(set(days))


def _weekday(day: date) -> date:
    """Move a weekend date back to the Friday."""
    return day - timedelta(days=max(0, day.weekday() - 4))
