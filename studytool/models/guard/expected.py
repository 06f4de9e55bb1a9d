"""What a model would find without any effect, because a score chose the treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.columns import codes_of, find_columns, numbers
from studytool.models.guard.mean_regression import follow, foretell
from studytool.models.guard.score import find_score, find_wave
from studytool.models.guard.timing import find_later, find_regressor, is_group

if TYPE_CHECKING:
    from studytool.models.guard.facts import Array, Facts
    from studytool.models.guard.mean_regression import Following
    from studytool.models.spec import Assignment


REPEATED = ("pooled", "fixed_effects", "did", "mundlak")
"""Kinds whose estimate can be made again of outcomes that follow the score alone."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a model finds without any effect, because a score chose the treated.

    Attributes
    ----------
    following : Following
        The groups, and how the outcome follows the score.
    estimate : float
        Expected estimate, in units of the outcome; controls are not in it.
    before : float or None
        Correlation of score and outcome, averaged over the rows of the treated without treatment
        in force; None where they have none.
    after : float
        The same with treatment in force.
    """

    following: Following
    estimate: float
    before: float | None
    after: float

    @property
    def in_sd(self) -> float:
        """The estimate in SD of the outcome at the first wave of the sample."""
        return self.estimate / self.following.outcome_sd


def expect_from_rule(facts: Facts, assignment: Assignment) -> Expected | None:
    """Return what a rule by score makes of a model's estimate, if the data can say.

    Parameters
    ----------
    facts : Facts
        The result.
    assignment : Assignment
        A rule by score. Its wave dates the score; before and after treatment follow from the
        rows in the sample and from when treatment is in force in them.

    Returns
    -------
    Expected or None
        None where a variable is missing, is a text, treatment is an amount, or the kind of model
        or the waves do not allow it.
    """
    if facts.spec.kind_name() not in REPEATED:
        return None
    score, regressor = find_score(facts, assignment), find_regressor(facts)
    if score is None or regressor is None or not facts.term:
        return None
    score = np.where(facts.in_sample, score, np.nan)
    outcomes = facts.by_wave(facts.spec.outcome, facts.used)
    begun = facts.waves[facts.used & (regressor > 0)].min(initial=np.inf)
    assigned = find_wave(facts, assignment)
    touched = [wave > assigned and wave >= begun for wave in outcomes]
    following = follow(score, facts.ever_treated, list(outcomes.values()), touched)
    return None if following is None else _expect(facts, following, score, regressor)


def _expect(facts: Facts, following: Following, score: Array, regressor: Array) -> Expected | None:
    """Let the model estimate the effect on outcomes that follow the score and nothing else."""
    place = np.searchsorted(np.unique(facts.waves[facts.used]), facts.waves[facts.used])
    slopes, scores = following.slopes[place], score[facts.people[facts.used]]
    rows = np.flatnonzero(facts.used)[np.isfinite(scores)]
    slopes, scores = slopes[np.isfinite(scores)], scores[np.isfinite(scores)]
    frame = facts.panel.frame
    mains = [facts.groups.treated, find_later(facts)] if is_group(facts) else []
    estimate = foretell(
        slopes * scores,
        np.column_stack([*(main.astype(float)[rows] for main in mains), regressor[rows]]),
        [
            codes_of([frame[name].iloc[rows] for name in find_columns(text, facts.panel)])
            for text in _effects(facts)
        ],
        numbers(frame, facts.spec.weights)[rows] if facts.spec.weights else None,
    )
    treated = facts.ever_treated[facts.people[rows]]
    r = slopes * following.score_sd / following.outcome_sd
    before, after = r[treated & (regressor[rows] == 0)], r[treated & (regressor[rows] > 0)]
    if estimate is None or not after.size:
        return None
    return Expected(
        following, estimate, float(before.mean()) if before.size else None, float(after.mean())
    )


def _effects(facts: Facts) -> tuple[str, ...]:
    """Return the effects a model takes out, also where it takes them out by itself."""
    if facts.spec.kind_name() == "mundlak":
        return tuple(dict.fromkeys(("person", *(facts.spec.effects or ()))))
    if facts.spec.effects is not None:
        return facts.spec.effects
    design = facts.panel.design
    followed = design.person is not None and design.design != "cross_sections"
    itself = facts.spec.kind_name() == "fixed_effects" or (
        facts.spec.kind_name() == "did" and followed
    )
    return ("person", "wave") if itself else ()
