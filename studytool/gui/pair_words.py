"""Words for rows of one ID: how they differ, what each choice does, and the reason proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.survey.decisions import Decision
    from studytool.survey.pairs import Choice, Pair

_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
MERGING = (
    "Merging leaves one row: an answer that only one has fills the gap of the other; where they "
    "say different things, the answer is missing, with that reason."
)
"""What merging does."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to decide about a pair.

    Attributes
    ----------
    choice : {"keep", "merge", "apart"}
        What becomes of the rows.
    place : int
        The row it is about.
    text, does, reason : str
        Words of the button, what it does, and the reason proposed.
    """

    choice: Choice
    place: int
    text: str
    does: str
    reason: str


def row_name(place: int) -> str:
    """Return what a row is called: "first", "second", "row 7 of them"."""
    return _ORDER[place] if place < len(_ORDER) else f"row {place + 1} of them"


def ways_for(pair: Pair) -> tuple[Way, ...]:
    """Return the ways to decide about a pair, in the order of their buttons."""
    keep = (_kept(pair, place) for place in range(len(pair.rows)))
    merge = Way("merge", 0, "Merge (fill gaps)", MERGING, _merged_why(pair))
    last = len(pair.rows) - 1
    apart = Way(
        "apart",
        last,
        "They are two children" if pair.table == "child" else "They are two",
        f"Row {pair.rows[last].row}, the {row_name(last)}, gets an ID of its own.",
        "two under one ID",
    )
    return (*keep, merge, apart)


def _kept(pair: Pair, place: int) -> Way:
    many = len(pair.rows) - 1
    left = "the other is" if many == 1 else f"the other {many} are"
    return Way(
        "keep",
        place,
        f"Keep the {row_name(place)}",
        f"Row {pair.rows[place].row} stays; {left} left out.",
        f"{_counted(len(pair.rows))} forms; the {row_name(place)} stands",
    )


def _merged_why(pair: Pair) -> str:
    if not pair.differing:
        return "entered twice from the same form, every answer alike"
    if not pair.contradicting:
        return "entered twice; where the rows differ, one fills the gaps of the other"
    return "two forms of one interview, made one"


def differ_words(pair: Pair) -> str:
    """Return how many answers differ, and how: the figure of a pair."""
    told, differ, against = len(pair.names), len(pair.differing), len(pair.contradicting)
    if not differ:
        return f"All {told} answers are alike."
    gaps = differ - against
    parts = []
    if against:
        parts.append(f"{against} say different things")
    if gaps:
        parts.append(f"{gaps} {'is' if gaps == 1 else 'are'} empty in one")
    listed = " and ".join(parts)
    return f"{differ} of {told} answers {'differs' if differ == 1 else 'differ'}: {listed}."


def place_words(pair: Pair) -> str:
    """Return where the rows are: "wave1.csv, rows 3 and 9"; each file where there are several."""
    files = list(dict.fromkeys(row.source for row in pair.rows))
    told = []
    for file in files:
        rows = [str(row.row) for row in pair.rows if row.source == file]
        told.append(f"{file}, {'row' if len(rows) == 1 else 'rows'} {' and '.join(rows)}")
    return "; ".join(told)


def proposal_words(pair: Pair) -> str:
    """Return what is proposed, and why."""
    choice, place = pair.proposal
    if choice == "merge":
        why = "nothing is lost" if not pair.differing else "they nowhere say different things"
        return f"Proposed: merge them, for {why}."
    filled = [sum(map(bool, row.cells)) for row in pair.rows]
    if filled.count(max(filled)) == len(filled):
        return (
            "Proposed: keep the first, for each has as many answers. The forms on paper, or the "
            "fieldworker, know better."
        )
    return f"Proposed: keep the {row_name(place)}, for it has the most answers ({max(filled)})."


def decided_words(pair: Pair, decisions: Sequence[Decision]) -> str:
    """Return what was decided about a pair, with the reasons."""
    made = [decisions[place] for place in pair.decided if place < len(decisions)]
    why = "; ".join(dict.fromkeys(one.reason for one in made))
    staying = [f"row {row.row}" for row in pair.rows if row.stays]
    if any(one.action == "merge" for one in made):
        return f"Decided: merged into one row, because: {why}."
    return f"Decided: {' and '.join(staying) or 'no row'} kept, because: {why}."


def head_words(pair: Pair) -> tuple[str, ...]:
    """Return what the columns of the rows are called, and which of them is left out."""
    return tuple(
        f"{row_name(place).capitalize()}: row {row.row}{'' if row.stays else ', left out'}"
        for place, row in enumerate(pair.rows)
    )


def edit_words(pair: Pair, way: Way) -> str:
    """Return the line of the history: no ID, no answer."""
    place = pair.rows[way.place]
    wave = f" in {pair.label}" if pair.label else ""
    done = {
        "keep": f"{row_name(way.place)} row kept",
        "merge": "rows merged",
        "apart": "told apart by a new ID",
    }[way.choice]
    return f"same ID twice{wave}, {place.source} row {place.row}: {done}"


def _counted(number: int) -> str:
    return {2: "two", 3: "three"}.get(number, str(number))
