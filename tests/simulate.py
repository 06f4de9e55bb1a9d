"""The one data-generating process with known truth that tests draw panels from.

A child's outcome at wave t is y_it = level_i + noise_it + trend (t - 1) + effect x received_it,
with Var(level) = rho and Var(noise) = 1 - rho, so that without treatment every wave has standard
deviation 1 and any two waves correlate with rho. Whoever is assigned is offered the service after
wave 1 and, having accepted, receives it at every later wave. What a world adds to this (shocks of
schools, gaps, sampling ...) comes from generators of its own, so that the other draws of a seed
stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class World:
    """What is true in a simulated study.

    Attributes
    ----------
    children, waves, schools : int
        How many.
    effect : float
        Effect of receiving the service, in standard deviations of the outcome.
    rho : float
        Correlation of a child's outcome between waves.
    assignment : {"random", "score", "level"}
        Who is offered: a lottery, the highest outcomes at wave 1, the highest lasting levels.
    decided_by : {"y", "ill", "days"}
        Whose value at wave 1 is the score; those of the last two are then drawn anew at wave 1.
        A lot decides among equal counts, and has its say of yes and no: who said yes is served
        three times in four if half are (a rule without exception would leave no logit).
    unit : {"person", "household", "school"}
        Who is offered as one; a household or school by the mean over its children.
    share : float
        Share offered.
    take_up : float
        Chance that the offer is accepted, the same for everyone.
    siblings : int
        Children in each household.
    household : float
        Variance of the level that siblings share; at most rho.
    attrition : float
        Share of children gone after each wave; the higher the first outcome the likelier.
    steep : float
        By how much likelier, relative to `attrition`, for one more of the first outcome.
    leavers : {"anyone", "unoffered"}
        Who may be gone: all, or those who were offered nothing.
    gaps : float
        Chance that a row is not there, the same for all rows.
    shock : float
        Variance of what the children of a school share at a wave, beside the variance of 1.
    varies : float
        How much larger the effect is for a child whose level is higher by 1.
    sampled : float
        Log odds of being in the sample for a level higher by 1 (half are, at level 0), with the
        weight in column ``w``; at 0 everyone is in it, and there is no such column.
    trend : float
        Change of everyone from wave to wave.
    starts : int
        Waves at which those who are offered begin, from wave 2 on, dealt to them in turn.
    grows : float
        Share by which the effect is larger at each wave since the start; `effect` is then its mean
        over the treated rows of a panel without gaps.
    """

    children: int = 120
    waves: int = 3
    schools: int = 5
    effect: float = 0.0
    rho: float = 0.5
    assignment: Literal["random", "score", "level"] = "random"
    unit: Literal["person", "household", "school"] = "person"
    share: float = 0.38
    take_up: float = 1.0
    siblings: int = 1
    household: float = 0.0
    attrition: float = 0.0
    trend: float = -0.1
    decided_by: Literal["y", "ill", "days"] = "y"
    steep: float = 0.5
    leavers: Literal["anyone", "unoffered"] = "anyone"
    gaps: float = 0.0
    shock: float = 0.0
    varies: float = 0.0
    sampled: float = 0.0
    starts: int = 1
    grows: float = 0.0


CHANCE = {"y": 0.0, "ill": 2.0, "days": 1.0}
"""How much a lot adds to each score."""


def simulate(world: World, seed: int) -> Panel:
    """Draw a panel: child_id, wave, hh_id, school_id, y, yes (y above 0), offered, visited, age.

    Beside them: ``visits`` (one to three where the service was received), ``ill`` (yes with log
    odds level + trend + effect), ``days`` (Poisson, with the same as the logarithm of its mean)
    and ``above``, by how much the child is over the cut-off.
    """
    draw = np.random.default_rng(seed)
    added = np.random.default_rng([seed, 2])
    n, t = world.children, world.waves
    home = np.arange(n) // world.siblings
    school = home % world.schools
    shared = draw.normal(size=int(home[-1]) + 1)[home] * np.sqrt(world.household)
    level = shared + draw.normal(size=n) * np.sqrt(world.rho - world.household)
    shock = added.normal(size=(world.schools, t))[school] * np.sqrt(world.shock)
    plain = level[:, None] + draw.normal(size=(n, t)) * np.sqrt(1 - world.rho) + shock
    first = _first_values(world, plain[:, 0], level + shock[:, 0], added)
    score = first[world.decided_by] + CHANCE[world.decided_by] * added.random(n)
    basis = {"random": draw.normal(size=n), "score": score, "level": level}[world.assignment]
    if world.unit != "person":
        codes = home if world.unit == "household" else school
        basis = (np.bincount(codes, basis) / np.bincount(codes))[codes]
    offered = basis > np.quantile(basis, 1 - world.share)
    accepted = offered & (draw.random(n) < world.take_up)
    wave = np.arange(1, t + 1)
    begins = 2 + (np.cumsum(offered) - 1) % world.starts
    received = accepted[:, None] & (wave >= begins[:, None])
    gain = (world.effect * grown(world, wave - begins[:, None]) + world.varies * level[:, None]) * (
        received
    )
    outcome = plain + world.trend * (wave - 1) + gain
    more = np.random.default_rng([seed, 1])
    linear = level[:, None] + world.trend * (wave - 1) + gain + shock
    ill = (more.random((n, t)) < expit(linear)).astype(float)
    days = more.poisson(np.exp(linear)).astype(float)
    if world.decided_by != "y":
        ill[:, 0], days[:, 0] = first["ill"], first["days"]
    frame = pd.DataFrame(
        {
            "child_id": np.repeat([f"C{place:05d}" for place in range(n)], t),
            "wave": np.tile(wave, n),
            "hh_id": np.repeat([f"H{place:05d}" for place in home], t),
            "school_id": np.repeat([f"S{place}" for place in school], t),
            "y": outcome.ravel(),
            "yes": (outcome.ravel() > 0).astype(float),
            "ill": ill.ravel(),
            "days": days.ravel(),
            "above": np.repeat(basis - np.quantile(basis, 1 - world.share), t),
            "offered": np.repeat(offered.astype(float), t),
            "visited": received.astype(float).ravel(),
            "visits": (received * (1.0 + np.arange(n) % 3)[:, None]).ravel(),
            "age": (np.repeat(draw.integers(6, 9, n), t) + np.tile(wave, n)).astype(float),
        }
    )
    there = _present(world, plain[:, 0], offered, draw) & (added.random((n, t)) >= world.gaps)
    if world.sampled:
        chance = expit(world.sampled * level)
        there &= (added.random(n) < chance)[:, None]
        frame["w"] = np.repeat(1 / chance, t)
    return make_panel(frame.loc[there.ravel()])


def grown(world: World, since: np.ndarray) -> np.ndarray:
    """Return the effect so many waves after the start, 1 on average over treated rows."""
    if not world.grows:
        return np.ones(since.shape)
    first = np.arange(2, 2 + world.starts)
    mean = np.concatenate([np.arange(world.waves - start + 1) for start in first]).mean()
    return np.asarray(1 + world.grows * (since - mean))


def _first_values(
    world: World, y: np.ndarray, linear: np.ndarray, draw: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return what may decide at wave 1."""
    return {
        "y": y,
        "ill": (draw.random(world.children) < expit(linear)).astype(float),
        "days": draw.poisson(np.exp(linear)).astype(float),
    }


def _present(
    world: World, first: np.ndarray, offered: np.ndarray, draw: np.random.Generator
) -> np.ndarray:
    """Who is seen at which wave: gone is gone, and likelier for those who were worse off."""
    chance = np.clip(world.attrition * (1 + world.steep * first), 0, 0.95)
    if world.leavers == "unoffered":
        chance = np.where(offered, 0.0, chance)
    leaves = draw.random((world.children, world.waves)) < chance[:, None]
    leaves[:, 0] = False
    return ~np.logical_or.accumulate(leaves, axis=1)


def make_panel(
    frame: pd.DataFrame,
    *,
    person: str | None = "child_id",
    wave: str = "wave",
    levels: dict[str, str] | None = None,
    reasons: pd.DataFrame | None = None,
    higher_is: Literal["worse", "better"] = "worse",
    design: Literal["panel", "cross_sections", "groups"] = "panel",
) -> Panel:
    """Make a panel of any frame; levels default to household and school where they are there."""
    frame = frame.reset_index(drop=True)
    usual = {"household": "hh_id", "school": "school_id"}
    found = {name: column for name, column in usual.items() if column in frame}
    waves = sorted(frame[wave].unique()) if wave in frame else []
    return Panel(
        frame=frame,
        design=PanelDesign(
            design=design, person=person, wave=wave, levels=found if levels is None else levels
        ),
        codebook={
            str(name): Variable(name=str(name), higher_is=higher_is) for name in frame.columns
        },
        reasons=pd.DataFrame(index=frame.index) if reasons is None else reasons,
        waves={float(number): f"wave {number}" for number in waves},
    )
