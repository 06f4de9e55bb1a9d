"""What is true of the synthetic study: effects, rules and the counts behind the percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sample_data.generator import difficulties, safety, scales, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.world import World


def tell(world: World) -> dict[str, Any]:
    """Return the truth of the study, as plain values.

    Parameters
    ----------
    world : World
        The study.

    Returns
    -------
    dict
        Seed, sizes, effects, rules and margins.
    """
    return {
        "seed": settings.SEED,
        "seed_note": (
            "Chosen among many so that this one draw lies near the truth: the effect of the "
            "offer by ANCOVA is within its standard error of the true one, and the effect on the "
            "share at 17 or more can be told from zero, so that a cost per case can be shown. "
            "A real study has one draw and no such choice."
        ),
        "sizes": _sizes(world),
        "home_visits": _visits(world),
        "programme": _programme(world),
        "attrition": {
            "rule": (
                "families ordered by 0.8 x risk + Gumbel noise; risk = wave 1 difficulties in "
                "standard deviations + lasting danger (standard normal), mean over the children"
            ),
            "left_after_wave_1": settings.LEAVE_AFTER_WAVE_1,
            "left_after_wave_2": settings.LEAVE_AFTER_WAVE_2,
            "missed_wave_2_only": settings.MISS_WAVE_2,
        },
        "margins_tracked": _margins(world),
        "margins_moutse": _safety_margins(world, ~world.people.johannesburg, 0),
        "depressed_tracked": _depressed(world),
    }


def _sizes(world: World) -> dict[str, Any]:
    """Return the numbers of children and families."""
    people, local = world.people, world.people.johannesburg
    return {
        "johannesburg_children": [int((world.present[:, w] & local).sum()) for w in range(3)],
        "johannesburg_families": len(np.unique(people.family[local])),
        "tracked_children": int(world.tracked.sum()),
        "tracked_families": len(np.unique(people.family[world.tracked])),
        "schools": settings.SCHOOL_SIZES,
        "moutse_children": int((~local).sum()),
    }


def _visits(world: World) -> dict[str, Any]:
    """Return the true effect of visits and of their offer, and how they were given."""
    offer, family = world.offer, world.people.family
    offered = offer.offered[family] & world.tracked
    change = world.total - world.untreated
    high = (world.total >= settings.CUTOFF).astype(int) - (world.untreated >= settings.CUTOFF)
    return {
        "rule": (
            "offered to every family with a child at 17 or more difficulties at wave 1, as "
            "measured; allocation unit household"
        ),
        "offered_families": int(offer.offered.sum()),
        "accepted_families": int(offer.accepted.sum()),
        "families_visited_only_after_wave_2": int(offer.late.sum()),
        "offered_children": int(offer.offered[family].sum()),
        "offered_tracked_children": int(offered.sum()),
        "take_up": "the better off decline more often; income lowers lasting difficulties",
        "effect_on_visited_child_points": settings.VISIT_EFFECT,
        "effect_in_sd_of_score": settings.VISIT_EFFECT / settings.SCORE_SD,
        "effect_note": "in each wave before which the child was visited; no score falls below 0",
        "effect_of_offer_points_tracked": {
            "wave_2": float(change[offered, 1].mean()),
            "wave_3": float(change[offered, 2].mean()),
            "both": float(change[offered, 1:].mean()),
        },
        "effect_of_offer_on_share_at_17_or_more": {
            "wave_2": float(high[offered, 1].mean()),
            "wave_3": float(high[offered, 2].mean()),
            "both": float(high[offered, 1:].mean()),
        },
        "effect_on_anything_else": 0,
        "variance_shares": {
            "family": settings.FAMILY_SHARE,
            "child": settings.CHILD_SHARE,
            "wave": round(1 - settings.FAMILY_SHARE - settings.CHILD_SHARE, 10),
        },
        "reading": (
            "change scores, FE and DiD are biased by regression to the mean (about -3.3 points "
            "over many seeds); ANCOVA of the offer on the child's own wave 1 score is nearly "
            "right (+0.2, because some are offered for a sibling's score; +0.1 with the "
            "family's highest score added); ANCOVA of the visits is biased by who declines. A "
            "linear model of the share at 17 or more is too small by about 0.09: the share is "
            "not linear in the wave 1 score"
        ),
    }


def _programme(world: World) -> dict[str, Any]:
    """Return the true effect of the family programme on harsh discipline."""
    programme = world.programme
    return {
        "rule": "offered by safety risk at wave 1 (any child): high first, then moderate",
        "offered_families": int(programme.offered.sum()),
        "accepted_families": int(programme.accepted.sum()),
        "attended_families": int(programme.attended.sum()),
        "harsh_families": [int(world.harsh[programme.attended, w].sum()) for w in range(3)],
        "harsh_families_without_programme": [
            int(world.harsh_without[programme.attended, w].sum()) for w in range(3)
        ],
        "reading": (
            "of the fall from 10 to 1 the programme made 2; the rest is regression to the mean, "
            "as families came when discipline was harsh, and a fall everywhere"
        ),
        "effect_on_difficulties": 0,
    }


def _margins(world: World) -> dict[str, Any]:
    """Return the safety margins of the tracked children by wave."""
    waves = [_safety_margins(world, world.tracked, w) for w in range(3)]
    return {name: [wave[name] for wave in waves] for name in waves[0]}


def _safety_margins(world: World, group: NDArray[np.bool_], w: int) -> dict[str, Any]:
    """Return count, valid answers and percentage of each safety item and of high risk."""
    answers = world.safety[group, :, w]
    margins = {
        name: _share(answers[:, k] == 1, answers[:, k] >= 0)
        for k, name in enumerate(settings.SAFETY_ITEMS)
    }
    dangers = safety.band_counts(answers)
    return {**margins, "safety_risk_high": _share(dangers >= settings.HIGH, ~np.isnan(dangers))}


def _depressed(world: World) -> list[dict[str, float]]:
    """Return depression of the tracked children's caregivers, counted by child, by wave."""
    family = world.people.family[world.tracked]
    out = []
    for w in range(3):
        score = scales.prorated(world.ces[family, :, w], settings.CES_MINIMUM)
        out.append(_share(score >= settings.CES_CUTOFF, ~np.isnan(score)))
    return out


def _share(cases: NDArray[np.bool_], valid: NDArray[np.bool_]) -> dict[str, float]:
    """Return count, valid answers and percentage."""
    count, n = int(cases.sum()), int(valid.sum())
    return {"count": count, "valid": n, "percent": round(100 * count / n, 1)}


def measured_scores(world: World) -> NDArray[np.float64]:
    """Return difficulties as measured, shape (n, 3): what the truth is to be found from."""
    columns = [difficulties.measured(world.points[:, :, w]) for w in range(3)]
    return np.stack(columns, axis=1)
