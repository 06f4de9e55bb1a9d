"""Lines under tables and charts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studytool.core.findings import by_weight
from studytool.report.numbers import HARD_SPACE, MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.core.findings import Finding


_HYPHEN = re.compile(r"(?<![\w.)])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d) ?%(?!\w)")


def finding_notes(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return one line a finding, the serious first: "Caution. What was found."."""
    return tuple(f"{found.word}. {sentence(found.message)}" for found in by_weight(findings))


def sentence(text: str) -> str:
    """Return `text` as printed: true minus, a space before percent, a full stop at its end."""
    stripped = _PERCENT.sub(f"{HARD_SPACE}%", _HYPHEN.sub(MINUS, text.strip()))
    return stripped if stripped.endswith((".", "!", "?")) or not stripped else stripped + "."


_NAMES = {
    "assignment_not_conditioned": "what decided is not held fixed",
    "attrition": "people lost",
    "attrition_differs": "people lost differ",
    "clusters_too_fine": "clusters too small",
    "computed_missing": "computed answers missing",
    "cutoff_differs": "another cut-off than the one of the record",
    "cutoff_local": "an answer for people near the cut-off",
    "cutoff_not_sharp": "treatment did not follow the cut-off alone",
    "cutoff_not_the_rule": "a cut-off that did not decide",
    "cutoff_wave": "the score of another wave",
    "denominators": "other people in other waves",
    "duplicates_decided": "duplicates decided",
    "effect_includes_zero": "the interval holds zero",
    "effect_wrong_side": "effect on the wrong side",
    "few_clusters_carry": "few clusters carry the estimate",
    "few_degrees_of_freedom": "little to estimate the error from",
    "few_treated_clusters": "few treated clusters",
    "forbidden_comparisons": "treatment begins at different waves",
    "lagged_outcome": "equal scores compared",
    "lasting_level": "lasting level",
    "never_changers": "never changing treatment",
    "no_comparison_group": "no comparison group",
    "parallel_trends_untestable": "one wave before treatment",
    "pre_trends": "the waves before treatment",
    "rare_outcome": "rare outcome",
    "reached_differs": "more people reached than the effect was estimated on",
    "sample_losses": "rows lost",
    "share_slight": "small share of the way",
    "shared_change": "what groups share at a wave",
    "take_up": "who accepts differs from who does not",
    "thin_power": "few people to find an effect with",
    "unclustered": "errors taken as independent",
    "variances_taken_as_known": "variances taken as known",
    "weights_classical": "weights and simple standard errors",
}


def finding_name(code: str) -> str:
    """Return what a finding is called in short, in plain words.

    Parameters
    ----------
    code : str
        Its code, such as ``never_changers``.
    """
    return _NAMES.get(code, code.replace("_", " "))


def listed(items: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(items) < 2:  # noqa: PLR2004  # a list needs two
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]
