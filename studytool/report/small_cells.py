"""Which cells are small, which of them may be shown all the same, and the record of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.report.labels import written
from studytool.report.notes import listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studytool.report.disclosure import Released
    from studytool.report.table import Cell

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, where it is and what it stands for.

    Attributes
    ----------
    place : (int, int)
        Row and column, from 0.
    name : str
        The place in words, the same for cells that tell of the same people.
    key : mapping of str to str
        What it stands for, such as variable and wave.
    cell : Cell
        As laid out.
    """

    place: Place
    name: str
    key: Mapping[str, str]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is hidden in a table or chart and what is shown by permission.

    Attributes
    ----------
    shown_in : str
        Name of the table or chart.
    minimum : int
        Fewest people that may be told of.
    hidden : tuple of Spot
        Small cells without permission, in reading order.
    permitted : tuple of (Spot, str)
        Small cells that are shown, each with its reason.
    needless : tuple of int
        Entries of ``[[released]]`` whose cells are not small.
    companions : tuple of Spot
        Further cells that are hidden, so that no sum gives away those before.
    """

    shown_in: str
    minimum: int
    hidden: tuple[Spot, ...]
    permitted: tuple[tuple[Spot, str], ...]
    needless: tuple[int, ...]
    companions: tuple[Spot, ...] = ()

    @property
    def gone(self) -> frozenset[Place]:
        """Places of all cells that are not shown."""
        return frozenset(spot.place for spot in (*self.hidden, *self.companions))


HIDDEN = "hidden"
"""What stands in a hidden cell: the same word whether few gave an answer or few did not."""


def small(cell: Cell, minimum: int) -> bool:
    """Return whether a cell tells of 1 to `minimum` - 1 people.

    Parameters
    ----------
    cell : Cell
        `count` and `base` in people; a cell without either is not small.
    minimum : int
        Fewest people that may be told of.
    """
    behind = [cell.base, cell.count]
    if cell.base is not None and cell.count is not None:
        behind.append(cell.base - cell.count)
    return any(people is not None and 0 < people < minimum for people in behind)


def rule(
    shown_in: str, spots: Sequence[Spot], minimum: int, released: Sequence[Released]
) -> Ruling:
    """Return which of `spots` are hidden and which are shown by permission.

    Parameters
    ----------
    shown_in : str
        Name of the table or chart; entries of `released` about others are passed over.
    spots : sequence of Spot
        Every cell, in reading order.
    minimum : int
        Fewest people that may be told of.
    released : sequence of Released
        The document's ``[[released]]``.

    Raises
    ------
    DocumentError
        If an entry names a cell that is not there.
    """
    reasons: dict[Place, str] = {}
    needless = []
    for number, entry in enumerate(released):
        if entry.table != shown_in:
            continue
        matched = _matched(entry, spots, f"released[{number}].cell")
        if not any(small(spot.cell, minimum) for spot in matched):
            needless.append(number)
        for spot in matched:
            reasons.setdefault(spot.place, entry.reason)
    few = [spot for spot in spots if small(spot.cell, minimum)]
    return Ruling(
        shown_in=shown_in,
        minimum=minimum,
        hidden=tuple(spot for spot in few if spot.place not in reasons),
        permitted=tuple((s, reasons[s.place]) for s in few if s.place in reasons),
        needless=tuple(needless),
    )


def ruling_notes(ruling: Ruling, *, what: str) -> tuple[str, ...]:
    """Return the lines under the table or chart that say what is hidden or shown by permission.

    Parameters
    ----------
    ruling : Ruling
        As made by `rule`.
    what : str
        What a place is called: "cell" or "point".
    """
    hidden = len(_names(ruling.hidden))
    lines = []
    if hidden:
        lines.append(
            f"{hidden} {what}{'' if hidden == 1 else 's'} hidden because fewer than"
            f" {ruling.minimum} people were asked, or gave or did not give the answer."
        )
    more = len(_names(ruling.companions))
    if more:
        lines.append(
            f"{more} more {what}{' is' if more == 1 else 's are'} hidden, so that the total does"
            " not give away the first."
        )
    for reason, spots in _by_reason(ruling.permitted).items():
        places = listed(_names(spots))
        lines.append(
            f"Shown although fewer than {ruling.minimum} people: {places} ({reason.rstrip('.')})."
        )
    return tuple(lines)


def ruling_findings(ruling: Ruling) -> tuple[Finding, ...]:
    """Return one finding for each place hidden or shown, and for each needless permission."""
    few = f"fewer than {ruling.minimum} people"
    hidden = [
        Finding(
            "note",
            "cell_suppressed",
            f'"{ruling.shown_in}", {name}: hidden, because {few} stand behind it or its rest.',
            where=ruling.shown_in,
            remedy="Where it may be shown, say so in [[released]] with the reason.",
        )
        for name in _names(ruling.hidden)
    ]
    hidden += [
        Finding(
            "note",
            "cell_suppressed",
            f'"{ruling.shown_in}", {name}: hidden as well, because with the total it would give'
            " away a hidden cell.",
            where=ruling.shown_in,
            remedy="Leave out the total, and it need not be hidden.",
        )
        for name in _names(ruling.companions)
    ]
    permitted = [
        Finding(
            "note",
            "cell_released",
            f'"{ruling.shown_in}", {name}: shown although {few} stand behind it or its rest.'
            f" Reason: {sentence(reason)}",
            where=ruling.shown_in,
        )
        for reason, spots in _by_reason(ruling.permitted).items()
        for name in _names(spots)
    ]
    needless = [
        Finding(
            "warning",
            "release_needless",
            f'A released cell of "{ruling.shown_in}" is not small: it would be shown anyway.',
            where=f"released[{number}]",
            remedy="Remove the entry, or correct the cell it means.",
        )
        for number in ruling.needless
    ]
    return (*hidden, *permitted, *needless)


def _matched(entry: Released, spots: Sequence[Spot], where: str) -> list[Spot]:
    wanted = {name: written(value) for name, value in entry.cell.items()}
    known = sorted({name for spot in spots for name in spot.key})
    for name in wanted:
        if name not in known:
            raise DocumentError(
                f'The cells of "{entry.table}" are not told apart by "{name}".',
                where=f"{where}.{name}",
                remedy=nearest(name, known),
            )
    matched = [
        spot for spot in spots if all(spot.key.get(name) == value for name, value in wanted.items())
    ]
    if not matched:
        asked = ", ".join(f"{name} = {value}" for name, value in wanted.items())
        raise DocumentError(
            f'"{entry.table}" has no cell with {asked}.',
            where=where,
            remedy=_remedy(wanted, spots),
        )
    return matched


def _remedy(wanted: Mapping[str, str], spots: Sequence[Spot]) -> str:
    for name, value in wanted.items():
        there = list(dict.fromkeys(spot.key[name] for spot in spots if name in spot.key))
        if value not in there:
            return f"{name}: {nearest(value, there)}"
    return "Each value is there, but not in one cell together."


def _names(spots: Iterable[Spot]) -> list[str]:
    return list(dict.fromkeys(spot.name for spot in spots))


def _by_reason(permitted: Iterable[tuple[Spot, str]]) -> dict[str, list[Spot]]:
    grouped: dict[str, list[Spot]] = {}
    for spot, reason in permitted:
        grouped.setdefault(reason, []).append(spot)
    return grouped
