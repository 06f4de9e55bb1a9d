"""What was decided about the data, as it may leave the team: what and where, never why.

Reasons are written by hand and speak of single people, often by their ID: the team's own record
keeps them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.core.counted import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.survey.panel import AppliedDecision


def decisions_together(made: Sequence[AppliedDecision]) -> tuple[AppliedDecision, ...]:
    """Return decisions of the same sort, file and column as one, without wave and reason.

    Parameters
    ----------
    made : sequence of AppliedDecision
        In the order of the document; their rows are added up.
    """
    rows: dict[AppliedDecision, int] = {}
    for decision in made:
        alike = replace(decision, reason="", wave=None, rows=0)
        rows[alike] = rows.get(alike, 0) + decision.rows
    return tuple(replace(decision, rows=count) for decision, count in rows.items())


def rows_in_words(rows: int, minimum: int) -> str:
    """Return a number of rows, "fewer than 5 rows" where it is small: each is a person's."""
    if 0 < rows < minimum:
        return f"fewer than {minimum} rows"
    return several(rows, "row")
