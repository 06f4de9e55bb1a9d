"""How many people a model's numbers tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


def people_behind(panel: Panel, result: ModelResult) -> float | None:
    """Return the people in the estimation sample; None where rows are groups, not people."""
    return None if panel.design.design == "groups" else float(result.n_people)


def yes_behind(panel: Panel, result: ModelResult) -> float | None:
    """Return the people behind the share of a paired comparison that has the fewer on one side.

    A change in a share gives away one share as soon as the other is shown, so it is as small as
    the smaller of the two.

    Parameters
    ----------
    panel : Panel
        Whose people they are.
    result : ModelResult
        Of any kind; None unless it compares two shares of the same people.
    """
    people = people_behind(panel, result)
    names = ("share_earlier", "share_later")
    if people is None or any(name not in result.statistics for name in names):
        return None
    counts = [float(round(result.statistics[name] * people)) for name in names]
    return min(counts, key=lambda count: _fewer(count, people))


def _fewer(count: float, people: float) -> float:
    """Return the smaller side, nobody last: nobody stands behind an empty side."""
    return min((side for side in (count, people - count) if side > 0), default=people)


def mean_behind(result: ModelResult, name: str) -> float | None:
    """Return the people on the side with fewer of a 0/1 outcome, whose mean is a share.

    Parameters
    ----------
    result : ModelResult
        Of any kind.
    name : str
        A statistic; None for one that is no mean or spread of the outcome, and where the outcome
        has other values than 0 and 1.
    """
    if not name.startswith(("outcome_mean", "outcome_sd")):
        return None
    where = "_untreated" if name.endswith("_untreated") else ""
    sides = [result.statistics.get(f"n_{word}_people{where}") for word in ("yes", "no")]
    found = [side for side in sides if side is not None]
    return min((side for side in found if side > 0), default=None)
