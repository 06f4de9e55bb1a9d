"""Whether the data can say anything about what would have happened without treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.models.guard.pre_trends import examine_path
from studytool.models.guard.timing import find_later, is_group
from studytool.models.staggered.decomposition import SORTS, share_in_words, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studytool.models.guard.facts import Facts
    from studytool.models.kernel.absorption import Array

ENOUGH = 2
"""Waves before treatment that show a trend."""

_ALIKE = {"": "", "log odds": " in log odds", "log rate": " by the same ratio"}


def examine_trends(facts: Facts) -> Iterator[Finding]:
    """Yield what the timing of treatment gives reason to mind.

    Parameters
    ----------
    facts : Facts
        The result.

    Yields
    ------
    Finding
        ``parallel_trends_untestable``, ``forbidden_comparisons``; of an event study, which finds
        these itself, ``pre_trends``.
    """
    if facts.result.path is not None:
        yield from examine_path(facts)
        return
    if not facts.compares_changes:
        return
    starts = find_starts(facts)
    if not starts:
        return
    waves = np.unique(facts.waves[facts.used])
    before = {start: int((waves < start).sum()) for start in sorted(starts)}
    yield from _untestable(before, facts.named, facts.spec.scale)
    if len(starts) > 1 and not facts.result.pairs:  # which say it themselves
        begun = {f"{starts[start]} at wave {start:g}": start for start in sorted(starts)}
        yield Finding(
            "warning",
            "forbidden_comparisons",
            f"Treatment{facts.named} begins at different waves ({', '.join(begun)}). The estimate "
            "then also compares late starters with people already treated; if effects differ or "
            f"grow, it is no average of them and can have the wrong sign.{_share(facts, starts)}",
            remedy='Use kind = "callaway_santanna", which leaves these comparisons out, and '
            'kind = "goodman_bacon" to see how much they count.',
            counts=tuple(
                Counted(words, (starts[start],), f"{{few}} at wave {start:g}")
                for words, start in begun.items()
            ),
        )


def _share(facts: Facts, starts: Mapping[float, int]) -> str:
    """Return how much of the weight lies on people already treated, where that can be said."""
    if facts.spec.controls or facts.spec.weights or facts.spec.kind_name() == "first_difference":
        return ""
    waves = np.unique(facts.waves[facts.used])
    never = int(facts.in_sample.sum()) - sum(starts.values())
    groups = [(float(np.searchsorted(waves, start)), starts[start]) for start in sorted(starts)]
    groups += [(np.inf, never)] if never > 0 else []
    weighed = weigh([at for at, _ in groups], np.array([n for _, n in groups]), waves.size)
    share = sum(weight for sort, _, _, weight in weighed if sort == SORTS[2])
    return f" {share_in_words(share)} of its weight lies on them." if share > 0 else ""


def find_starts(facts: Facts) -> dict[float, int]:
    """Return how many people begin treatment at each wave.

    Parameters
    ----------
    facts : Facts
        The result.

    Returns
    -------
    dict of wave to int
        Empty where treatment cannot be dated: a group indicator without known later waves, an
        amount, or data without people.
    """
    if facts.panel.design.person is None:
        return {}
    rows = facts.used & facts.groups.treated
    if facts.constant_treatment:
        return _start_after_post(facts) if is_group(facts) else {}
    first = _first_wave(facts, rows)
    begun, counts = np.unique(first[np.isfinite(first)], return_counts=True)
    return {float(wave): int(count) for wave, count in zip(begun, counts, strict=True)}


def _first_wave(facts: Facts, rows: np.ndarray) -> Array:
    first = np.full(int(facts.people.max()) + 1, np.inf)
    np.minimum.at(first, facts.people[rows], facts.waves[rows])
    return first


def _start_after_post(facts: Facts) -> dict[float, int]:
    """Return the first later wave of a group indicator, from the model's `post`."""
    waves, count = facts.waves[facts.used & find_later(facts)], int(facts.ever_treated.sum())
    return {float(waves.min()): count} if waves.size and count else {}


def _untestable(before: dict[float, int], named: str, scale: str) -> Iterator[Finding]:
    testable = [start for start, count in before.items() if count >= ENOUGH]
    if len(testable) == len(before):
        return
    least = min(before.values())
    some = "no wave lies" if least == 0 else "only one wave lies"
    some = f"For some {some}" if testable else some.capitalize()
    which = (
        "Only those who begin at wave "
        + " or ".join(f"{start:g}" for start in testable)
        + " have two waves before."
        if testable
        else "So the data cannot show whether treated and others moved alike before."
    )
    yield Finding(
        "note",
        "parallel_trends_untestable",
        f"{some} before treatment{named}. {which} The estimate rests on the assumption that "
        f"without treatment both would have changed alike{_ALIKE[scale]}; no test here supports or "
        "refutes it.",
        remedy="Say in the text why the two groups would have changed alike.",
    )
