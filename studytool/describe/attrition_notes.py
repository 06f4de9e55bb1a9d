"""What a reader of an attrition analysis must know, and what the losses mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import Counted, portion
from studytool.core.findings import Finding
from studytool.describe.intervals import WELCH, WILSON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.describe.analysis import Value

AMBER, RED, APART = 0.05, 0.20, 0.05
"""Share lost that is worth saying, that is grave, and difference of groups worth saying."""


def attrition_notes(*, confidence: float, compared: bool, where: str) -> tuple[str, ...]:
    """Return how the flow and the comparison are to be read.

    Parameters
    ----------
    confidence : float
        Level of the intervals.
    compared : bool
        Whether those who stayed and left are compared.
    where : str
        Condition of the rows; empty for none.

    Returns
    -------
    tuple of str
        Sentences.
    """
    level = f"{confidence * 100:.3g} % intervals"
    flow = (
        "Everyone met at the first wave was met at every wave, left after a wave, or missed a "
        "wave in between and came back; those who joined later stand apart."
    )
    comparison = (
        "Compared at the first wave; difference: those not met at every wave less those who "
        f"were. Standardised by the root of the mean variance. {level}: {WELCH}."
    )
    rows = (f"Rows: {where}.",) if where else ()
    return (flow, f"{level} of shares: {WILSON}.", *([comparison] if compared else []), *rows)


def attrition_findings(rows: Sequence[dict[str, Value]]) -> tuple[Finding, ...]:
    """Return what the losses mean: over 5 %, over 20 %, and more in one group than in another.

    Parameters
    ----------
    rows : sequence of dict
        From `flow_rows`.

    Returns
    -------
    tuple of Finding
        Empty where at most 5 % are lost and groups differ by at most 5 points.
    """
    lost = {
        str(row["group"]): (int(row["count"] or 0), int(row["n"]))
        for row in rows
        if row["variable"] == "lost" and row["n"]
    }
    everyone = [lost[group] for group in ("", "all") if group in lost]
    found = [_lost(count, n) for count, n in everyone if count / n > AMBER]
    shares = {group: count / n for group, (count, n) in lost.items() if group not in {"", "all"}}
    if shares and max(shares.values()) - min(shares.values()) > APART:
        told = {group: f"{group} {100 * share:.1f} %" for group, share in shares.items()}
        listed = ", ".join(told.values())
        found.append(
            Finding(
                "warning",
                "attrition_differs",
                f"More people were lost in one group than in another ({listed}).",
                remedy="Compare who left in each group before the groups are compared.",
                counts=tuple(
                    _of_group(words, group, *lost[group]) for group, words in told.items()
                ),
            )
        )
    return tuple(found)


def _of_group(words: str, group: str, count: int, n: int) -> Counted:
    return Counted(words, (count, n - count, n), f"{group} not shown")


def _lost(count: int, n: int) -> Finding:
    grave = "That is over 20 %"
    strong = (
        f" {grave}: results for those who stayed may be far from those of everyone, and "
        "need bounds or weights before they are used."
        if count / n > RED
        else " That is over 5 %: say who left, and how far results could change."
    )
    who, counts = portion(
        count, n, "people met at the first wave", end=f" ({100 * count / n:.1f} %)"
    )
    return Finding(
        "warning",
        "attrition",
        f"{who} were not met at every wave.{strong}",
        remedy="Compare those who stayed with those who left at the first wave.",
        counts=(*counts, Counted(grave, (count, n - count), "that is a large part")),
    )
