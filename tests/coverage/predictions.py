"""What theory says of every row of the coverage study, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from scipy.special import ndtr

from tests.coverage.scenarios import EFFECT, FEW, FEW_CR2, PLAIN, SAMPLED, STARTS, Case
from tests.coverage.theory import (
    coverage_of_means,
    mean_level_sampled,
    random_effects_bias,
    selected_gap,
    two_way_mean,
    weighted_change,
)

Verdict = Literal["holds", "biased up", "biased down", "too narrow", "too wide"]


@dataclass(frozen=True)
class Theory:
    """What theory says of one row: the verdict, its numbers where it has them, and why.

    `slack` is how far the bias may lie from `bias`, and `loose` how far the coverage may lie from
    `coverage`, beyond chance: where the number is of an approximation, as the reason says.
    """

    verdict: Verdict
    why: str
    bias: float | None = None
    coverage: float | None = None
    slack: float = 0.0
    loose: float = 0.0


GAP = selected_gap(PLAIN.share)
NOISE, LEVEL = 1 - PLAIN.rho, PLAIN.rho**0.5
LARGER = SAMPLED.varies * mean_level_sampled(SAMPLED)
IN_A_BIN = weighted_change(SAMPLED, bins=3)
SPREAD = PLAIN.share * (1 - PLAIN.share)
# of the variance of the level, what is left inside the two groups it was cut into
LEFT = PLAIN.rho * (1 - GAP**2 * SPREAD)
SLOPE = LEFT / (LEFT + NOISE)

INSIDE = (
    *("fixed_effects", "did", "did, doubly robust", "first_difference", "mundlak"),
    *("event_study", "dose_response"),
    *("callaway_santanna", "sun_abraham", "etwfe", "stacked", "goodman_bacon"),
    "synthetic_did",
)
ACROSS = ("pooled", "between")
MEANS = (
    *(*ACROSS, "fixed_effects", "did", "first_difference", "mundlak", "event_study"),
    "random_effects",
)
"""Uses that with whole schools come down to a difference of means of schools."""
CONDITIONAL = ("fe_logit", "fe_poisson")
LIKELIHOOD = ("gee", "mixed")
NARROW = 0.94


def _each(uses: tuple[str, ...], theory: Theory) -> dict[str, Theory]:
    return dict.fromkeys(uses, theory)


def _level(slack: float = 0.0) -> dict[str, Theory]:
    lasting = "the level of the served is higher, and is in the estimate"
    return {
        **_each(ACROSS, Theory("biased up", lasting, LEVEL * GAP, slack=slack)),
        "ancova": Theory(
            "biased up",
            "the first outcome measures the level with error, and holds it fixed in part",
            (1 - SLOPE) * LEVEL * GAP,
            slack=slack,
        ),
        **_each(LIKELIHOOD, Theory("biased up", lasting)),
    }


LOTTERY = Theory("holds", "treatment was a lottery")
CHANGES = Theory("holds", "lasting levels are taken out, and nothing else went with treatment")
MORE = Theory(
    "biased up",
    "high levels are in the sample too often, and their effects are larger",
    LARGER,
)
ALONE = Theory("holds", "the level is conditioned out, and the effect is the same at every level")
RETURN = Theory(
    "biased down",
    "high first outcomes are high by chance in part, and fall by themselves",
    -NOISE * GAP,
)
DEALT = Theory(
    "too wide",
    "in each draw fewer untreated people are left to compare with than there are",
    coverage=float(2 * ndtr(1.96 * ((1 - PLAIN.share) ** 2 / (1 - 2 * PLAIN.share)) ** 0.5) - 1),
)
EXCEPT: dict[str, dict[str, Theory]] = {
    "random": {"synthetic_did": DEALT},
    "score": {
        **_each(
            ACROSS,
            Theory("biased up", "the served were worse off before", PLAIN.rho * GAP),
        ),
        "ancova": Theory("holds", "what decided is held fixed"),
        "rd": Theory("holds", "people at the cut-off differ by chance, whatever decided"),
        **_each(
            LIKELIHOOD,
            Theory(
                "too narrow",
                "right on average, as what decided is an outcome in the model, but its error takes "
                "the variances as known, which matters where treatment follows an outcome (Kenward "
                "and Molenberghs 1998, https://doi.org/10.1214/ss/1028905886)",
            ),
        ),
        "random_effects": Theory(
            "biased up",
            "it would hold with the true variances; those of Swamy and Arora take regression to "
            "the mean for treatment",
            random_effects_bias(PLAIN, inside=-NOISE * GAP, means=(1 + 2 * PLAIN.rho) / 3 * GAP),
            slack=0.02,
        ),
        "paired": replace(RETURN, bias=-NOISE * GAP * (1 - PLAIN.share)),
        **_each(CONDITIONAL, replace(RETURN, bias=None)),
    },
    "level": {
        **_level(),
        "synthetic_did": DEALT,
        "random_effects": Theory(
            "biased up",
            "the level of the served is higher, and is in the estimate in part",
            random_effects_bias(PLAIN, inside=0.0, means=LEVEL * GAP),
            slack=0.02,
        ),
    },
    "unbalanced": {
        **_level(slack=0.02),
        "random_effects": Theory("biased up", "as with every row there"),
    },
    "attrition": {
        "paired": Theory(
            "biased up", "who stayed was low by chance at the start, and rose by themselves"
        ),
    },
    "differential attrition": {
        **_each((*ACROSS, "rd"), Theory("biased up", "the others who stayed were better off")),
        **_each(
            INSIDE,
            Theory("biased down", "the others who stayed were low by chance, and rose"),
        ),
        "ancova": Theory("holds", "what decided who left is held fixed"),
        "mixed": Theory("holds", "what decided who left is an outcome in the model"),
        **_each(
            ("gee", "random_effects"),
            Theory(
                "holds",
                "nearly: as in a mixed model, with a correlation that is not of the likelihood",
                slack=0.04,
                loose=0.02,
            ),
        ),
        "paired": Theory("holds", "none of the served left"),
        **_each(CONDITIONAL, ALONE),
    },
    "weights": {
        "fe_poisson": ALONE,
        "dose_response": Theory(
            "too narrow",
            "CR1 of a weighted mean of the 15 people of a bin, nearly; CR2 would hold",
            coverage=IN_A_BIN[1],
            slack=IN_A_BIN[0],
            loose=0.02,
        ),
    },
    "weights left out": _each(CONDITIONAL, ALONE),
    "staggered": {
        "fixed_effects": Theory(
            "biased down",
            "people already treated, whose effect grows, stand for those not treated yet",
            (two_way_mean(STARTS) - 1) * EFFECT / 2,
        ),
        "goodman_bacon": Theory(
            "biased down",
            "it takes the same number apart: people already treated stand for those not treated",
            (two_way_mean(STARTS) - 1) * EFFECT / 2,
        ),
        "stacked": Theory(
            "biased down",
            "it is of the two waves that all cohorts have, at which the effect is smaller",
            STARTS.grows * (1 / 2 - 10 / 9) * EFFECT / 2,
        ),
    },
}
OTHERWISE = {
    "random": LOTTERY,
    "score": RETURN,
    "level": CHANGES,
    "unbalanced": CHANGES,
    "attrition": Theory("holds", "a lottery, and the same kind of people left both groups"),
    "differential attrition": LOTTERY,
    "weights": Theory("holds", "the weights undo what the sample prefers"),
    "weights left out": MORE,
    "staggered": Theory("holds", "a lottery, and nobody treated stands for the untreated"),
}


@cache
def theory_of(case: Case) -> Theory:
    """Return what theory says of a use in a scenario."""
    if case.scenario in FEW or case.scenario in FEW_CR2:
        return _of_schools(case)
    return EXCEPT[case.scenario].get(case.use) or OTHERWISE[case.scenario]


def _of_schools(case: Case) -> Theory:
    """Whole schools are treated: what the intervals are worth."""
    count = int(case.scenario.split()[0])
    sides = (round(0.4 * count), count - round(0.4 * count))
    if case.use in ("paired", "mixed"):
        return Theory("too narrow", "what a school shares at a wave is not in the model")
    if case.use == "rd":
        words = "the two sides of the cut-off lie within every school; nearly, with few"
        return Theory("holds", words, loose=0.03)
    if case.use.startswith("fixed_effects, "):
        return _of_resampling(case.use.removeprefix("fixed_effects, "), count, sides)
    correction: Literal["cr1", "cr2"] = "cr2" if case.scenario in FEW_CR2 else "cr1"
    expected = coverage_of_means(*sides, correction)
    if case.use == "dose_response" and count % 3 == 0:
        words = "all of a school get one amount: means of about four schools against 18, nearly"
        return Theory("too narrow", words, coverage=coverage_of_means(4, 18, "cr1"), loose=0.04)
    exact = case.use in MEANS
    words = "as a difference of means of schools" + ("" if exact else ", nearly")
    verdict: Verdict = "too narrow" if expected < NARROW else "holds"
    return Theory(verdict, words, coverage=expected, loose=0.0 if exact else 0.03)


def _of_resampling(name: str, count: int, sides: tuple[int, int]) -> Theory:
    few = count == min(int(scenario.split()[0]) for scenario in FEW)
    if name == "CR3":
        words = "as a difference of means of schools, by the jackknife"
        return Theory("holds", words, coverage=coverage_of_means(*sides, "cr3"))
    if few and name in TOO_FEW:
        return Theory("too wide", TOO_FEW[name])
    if name == "permutation":
        return Theory("holds", "whole schools were drawn by lot, and are drawn again")
    return Theory(
        "holds", "new errors for whole schools, in enough distinct draws; nearly", loose=0.02
    )


TOO_FEW = {
    "wild, Rademacher": "16 distinct draws: p is never below 0.0625",
    "permutation": "10 ways to choose two schools of five: p is never below 0.1",
}
