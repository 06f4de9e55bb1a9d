"""What a model would find without any effect, because a score chose the treated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import codes_of, find_columns, numbers
from studytool.models.arrays.sample import kept_by_where
from studytool.models.guard.comparison import effects_out
from studytool.models.guard.mean_regression import follow, foretell
from studytool.models.guard.refitted import refit
from studytool.models.guard.remade import Rows, differences, less_means, means
from studytool.models.guard.score import find_score, find_wave
from studytool.models.guard.timing import find_event_times, find_later, find_regressor, is_group
from studytool.models.terms import parse_term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.guard.facts import Facts
    from studytool.models.guard.mean_regression import Following
    from studytool.models.kernel.absorption import Array
    from studytool.models.spec import Assignment, Foretold

TWO = 2


@dataclass(frozen=True, slots=True)
class Expected:
    """What a model finds without any effect, because a score chose the treated.

    Attributes
    ----------
    following : Following
        The groups, and how the outcome follows the score.
    estimate : float
        Expected estimate, in units of the outcome; controls are not in it. Of an event study the
        mean from the start on.
    before : float or None
        Correlation of score and outcome, averaged over the rows of the treated without treatment
        in force; None where they have none.
    after : float
        The same with treatment in force.
    events : tuple of (str, float)
        Each term of an event study; none of other models.
    """

    following: Following
    estimate: float
    before: float | None
    after: float
    events: tuple[tuple[str, float], ...] = ()

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
        None where a variable is missing, is a text, treatment is an amount, or the kind of model,
        its scale or the waves do not allow it.
    """
    if not is_foretold(facts):
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
    if following is None:
        return None
    return _expect(facts, following, score - np.nanmean(score), regressor)


def is_foretold(facts: Facts) -> bool:
    """Tell whether regression to the mean in this kind of model can be worked out at all."""
    spec = facts.spec
    weighed = getattr(spec, "method", "regression") != "regression" and bool(spec.controls)
    return bool(spec.foretold) and not spec.scale and spec.intercept and not weighed


def _expect(facts: Facts, following: Following, score: Array, regressor: Array) -> Expected | None:
    """Let the model estimate the effect on outcomes that follow the score and nothing else."""
    place = np.searchsorted(np.unique(facts.waves[facts.used]), facts.waves[facts.used])
    slopes, scores = following.slopes[place], score[facts.people[facts.used]]
    known = np.isfinite(scores)
    if facts.spec.foretold == "itself":
        return _expect_itself(facts, following, slopes * scores, regressor)
    rows, slopes = np.flatnonzero(facts.used)[known], slopes[known]
    events = find_event_times(facts) if facts.spec.foretold == "events" else {}
    terms = [column.astype(float) for column in events.values()] or [regressor]
    mains = [facts.groups.treated, find_later(facts)] if is_group(facts) else []
    made = _remake(
        facts,
        Rows(
            slopes * scores[known],
            np.column_stack([column.astype(float)[rows] for column in (*mains, *terms)]),
            _codes(facts, rows),
            numbers(facts.panel.frame, facts.spec.weights)[rows] if facts.spec.weights else None,
            facts.people[rows],
        ),
        rows,
    )
    if made is None:
        return None
    found = foretell(
        made.fitted,
        made.regressors,
        made.effects,
        made.weights,
        treatments=len(terms),
        constant=made.constant,
    )
    before, after = _correlations(facts, following, slopes, regressor, rows)
    if found is None or not after.size:
        return None
    path = facts.result.path
    times = {} if path is None else dict(zip(path.terms, path.times, strict=True))
    from_start = [times[term] >= 0 for term in events] or [True]
    return Expected(
        following,
        float(found[from_start].mean()),
        float(before.mean()) if before.size else None,
        float(after.mean()),
        tuple(zip(events, found.tolist(), strict=True)) if events else (),
    )


def _correlations(
    facts: Facts, following: Following, slopes: Array, regressor: Array, rows: NDArray[np.intp]
) -> tuple[Array, Array]:
    """Return how score and outcome correlate in rows of the treated, before and from the start."""
    treated = facts.ever_treated[facts.people[rows]]
    r = slopes * following.score_sd / following.outcome_sd
    return r[treated & (regressor[rows] == 0)], r[treated & (regressor[rows] > 0)]


def _expect_itself(
    facts: Facts, following: Following, outcome: Array, regressor: Array
) -> Expected | None:
    """Let the estimator itself be used on outcomes that follow the score and nothing else."""
    events = refit(facts, outcome)
    rows = np.flatnonzero(facts.used)[np.isfinite(outcome)]
    place = np.searchsorted(np.unique(facts.waves[facts.used]), facts.waves[rows])
    before, after = _correlations(facts, following, following.slopes[place], regressor, rows)
    from_start = [value for time, value in events.values() if time >= 0]
    if not from_start or not after.size:
        return None
    return Expected(
        following,
        float(np.mean(from_start)),
        float(before.mean()) if before.size else None,
        float(after.mean()),
        tuple((term, value) for term, (_, value) in events.items()),
    )


def _basis(facts: Facts) -> Foretold:
    """Return what it is worked out on: people, where nothing changes within them."""
    how = facts.spec.foretold
    return "weighed" if how == "within" and facts.compared == "people" else how


def _remake(facts: Facts, plain: Rows, rows: NDArray[np.intp]) -> Rows | None:
    """Return the rows as the kind of model takes them."""
    how = _basis(facts)
    if how == "differences":
        waves = np.unique(facts.waves[kept_by_where(facts.panel, facts.spec)])
        changes = differences(plain, np.searchsorted(waves, facts.waves[rows]))
        return changes if waves.size > TWO or facts.spec.effects else replace(changes, effects=())
    if how == "means":
        return means(plain)
    if how == "weighed":
        parts = _variances(facts)
        return None if parts is None else less_means(plain, *parts)
    return plain


def _variances(facts: Facts) -> tuple[float, float] | None:
    """Return the variance between people and within that a model weighs by, up to a factor."""
    said, spec = facts.result.statistics, facts.spec
    if "variance_person" in said:
        return said["variance_person"], said["variance_error"]
    if list(facts.result.n_clusters) != ["person"]:
        return None
    if "share.person" in said:
        return said["share.person"], said["share.residual"]
    alike = said.get("working_correlation", -1.0)
    return (alike, 1 - alike) if getattr(spec, "correlation", "") != "ar1" and alike >= 0 else None


def _codes(facts: Facts, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], ...]:
    frame, panel = facts.panel.frame, facts.panel
    return tuple(
        codes_of([frame[name].iloc[rows] for name in find_columns(text, panel)])
        for text in _effects(facts)
    )


def _effects(facts: Facts) -> tuple[str, ...]:
    """Return the effects that the estimate is made within; waves held as a control among them."""
    how, spec = _basis(facts), facts.spec
    if how == "differences":
        return spec.effects or ("wave",)
    effects = effects_out(spec, facts.panel)
    if how == "within":
        effects = ("person", *effects)
    if how == "weighed":
        effects = () if spec.random_levels else tuple(text for text in effects if text != "person")
    wave = facts.panel.design.wave
    held = {part.column for text in spec.controls for part in parse_term(text) if part.factor}
    if held & {"wave", wave} and not any(":" in text for text in spec.controls):
        effects = (*effects, "wave")
    return tuple(dict.fromkeys(effects))
