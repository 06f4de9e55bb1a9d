"""A world in which treatment begins at several waves, with effects known by cohort and wave.

Beside `tests/simulate.py`, whose worlds have one start. y_it = level_i + slope of the cohort's own
level + trend_t + effect_it + noise_it; children of a household share a part of their level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.simulate import make_panel

if TYPE_CHECKING:
    from studytool.survey.panel import Panel

WAVES = (2001, 2003, 2004, 2006, 2007)
"""Waves that are not evenly spaced, so that waves and years cannot be mixed up unseen."""


def true_effect(cohort: int, wave: int) -> float:
    """Effect for a cohort at a wave: larger for early starters, growing by wave."""
    since = WAVES.index(wave) - WAVES.index(cohort)
    return 0.0 if since < 0 else (1.0 if cohort == WAVES[2] else 0.4) * (1 + since)


def staggered_panel(
    *,
    seed: int,
    children: int = 60,
    cohorts: tuple[int, ...] = (0, 2004, 2006),
    effect: float = 1.0,
    covariate: float = 0.0,
    attrition: float = 0.0,
    siblings: int = 2,
    noise: float = 1.0,
) -> Panel:
    """Draw a panel: child_id, wave, hh_id, school_id, y, x, first (0 for never), treated, w."""
    draw = np.random.default_rng(seed)
    place = np.arange(children)
    home = place // siblings
    first = np.asarray(cohorts)[home % len(cohorts)]
    level = draw.normal(size=children) + 0.5 * draw.normal(size=int(home[-1]) + 1)[home]
    x = draw.normal(size=children) + 0.3 * (first > 0)
    steps = np.arange(len(WAVES))
    gain = np.array([[true_effect(g, t) if g else 0.0 for t in WAVES] for g in first])
    y = (
        level[:, None]
        + 0.2 * (first > 0)[:, None]
        + 0.1 * steps
        + covariate * x[:, None] * steps
        + effect * gain
        + noise * draw.normal(size=(children, len(WAVES)))
    )
    stays = draw.random((children, len(WAVES))) >= attrition
    frame = pd.DataFrame(
        {
            "child_id": np.repeat([f"C{n:04d}" for n in place], len(WAVES)),
            "wave": np.tile(WAVES, children),
            "hh_id": np.repeat([f"H{n:04d}" for n in home], len(WAVES)),
            "school_id": np.repeat([f"S{n % 12:02d}" for n in home], len(WAVES)),
            "y": y.ravel(),
            "x": np.repeat(x, len(WAVES)),
            "first": np.repeat(first.astype(float), len(WAVES)),
            "treated": (
                (np.repeat(first, len(WAVES)) > 0)
                & (np.tile(WAVES, children) >= np.repeat(first, len(WAVES)))
            ).astype(float),
            "w": np.repeat(draw.uniform(0.5, 2.0, size=children), len(WAVES)),
        }
    )[stays.ravel()].reset_index(drop=True)
    return make_panel(frame)
