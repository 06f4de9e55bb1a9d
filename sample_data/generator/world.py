"""The whole synthetic study in order: people, wave 1, offers, what followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import caregivers, difficulties, others, safety, services, settings
from sample_data.generator.people import People, attend, make_people

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from sample_data.generator.others import Reports
    from sample_data.generator.services import Offer, Programme


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is true of the synthetic study, before any mess.

    Attributes
    ----------
    people : People
        Families and children.
    present : ndarray of bool, shape (n, 3)
        Who is interviewed in which wave.
    untreated, total : ndarray of int, shape (n, 3)
        Difficulties without visits, and as they are.
    points : ndarray of int, shape (n, 20, 3)
        Difficulties items as written down, before reversing.
    safety : ndarray of int, shape (n, 6, 3)
        Safety answers.
    offer : Offer
        Home visits.
    programme : Programme
        The family programme.
    ces : ndarray of int, shape (f, 10, 3)
        Depression items before reversing.
    harsh, harsh_without : ndarray of int, shape (f, 3)
        Harsh discipline, and what it would be without the programme.
    reports : Reports
        Other informants.
    interviews : list of list of date
        Interview dates by family and wave.
    """

    people: People
    present: NDArray[np.bool_]
    untreated: NDArray[np.int64]
    total: NDArray[np.int64]
    points: NDArray[np.int64]
    safety: NDArray[np.int64]
    offer: Offer
    programme: Programme
    ces: NDArray[np.int64]
    harsh: NDArray[np.int64]
    harsh_without: NDArray[np.int64]
    reports: Reports
    interviews: list[list[date]]

    @property
    def tracked(self) -> NDArray[np.bool_]:
        """Children present in every wave, shape (n,)."""
        return np.asarray(self.present.all(axis=1))


def stream(seed: int, part: int) -> np.random.Generator:
    """Return the random numbers of one part, so that parts do not disturb each other."""
    return np.random.default_rng([seed, part])


def build(seed: int = settings.SEED) -> World:
    """Return the synthetic study of one seed.

    Parameters
    ----------
    seed : int
        Seed of every random number.

    Returns
    -------
    World
        The study before any mess.
    """
    people = make_people(stream(seed, 0))
    untreated = difficulties.without_visits(people, stream(seed, 1))
    latent = safety.make_latent(people, stream(seed, 2))
    risk = (untreated[:, 0] - settings.SCORE_MEAN[0]) / settings.SCORE_SD + people.safety_trait
    present = attend(people, risk, stream(seed, 3))
    tracked = np.asarray(present.all(axis=1))
    answers = safety.answer(latent, tracked, ~people.johannesburg, stream(seed, 4))
    leaning = difficulties.make_leaning(len(people.child_id), stream(seed, 5))
    first = difficulties.write_down(untreated[:, 0], leaning, stream(seed, 6))
    offer = services.offer_visits(people, difficulties.measured(first), stream(seed, 7))
    total = difficulties.with_visits(untreated, offer.visited(people))
    later = [difficulties.write_down(total[:, w], leaning, stream(seed, 7 + w)) for w in (1, 2)]
    harsh_latent = caregivers.harsh_latent(people, stream(seed, 10))
    programme = services.offer_programme(
        people, safety.band_counts(answers[:, :, 0]), tracked, harsh_latent[:, 0], stream(seed, 11)
    )
    harsh, harsh_without = caregivers.harsh_discipline(
        people, harsh_latent, programme.attended, stream(seed, 12)
    )
    return World(
        people=people,
        present=present,
        untreated=untreated,
        total=total,
        points=np.stack([first, *later], axis=2),
        safety=answers,
        offer=offer,
        programme=programme,
        ces=caregivers.depression(people, tracked, stream(seed, 13)),
        harsh=harsh,
        harsh_without=harsh_without,
        reports=others.report(people, tracked, answers[:, 2, :], total, stream(seed, 14)),
        interviews=services.interview_dates(people, stream(seed, 15)),
    )
