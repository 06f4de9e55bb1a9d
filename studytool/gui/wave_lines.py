"""Lines of the grid of waves: which comes first, which is looked at, and what all say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui.widgets.wave_side import followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.gui.widgets.wave_table import Line
    from studytool.survey.interviewed import Interviewed

_WEIGHT = ("recoded", "renamed", "format", "missing", "not_asked")


def told_first(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with what differs most first, and what is the same everywhere last.

    Parameters
    ----------
    lines : iterable of Line
        In the order of the codebook, which they keep among themselves.
    """
    return sorted(lines, key=_rank)


def _rank(line: Line) -> int:
    """Return the place of a line among the sorts of difference; accepting it moves nothing."""
    kinds = {cell.kind for cell in line.row.cells}
    if line.proposal and kinds <= {"", "not_asked"}:
        return 0
    return next((place for place, kind in enumerate(_WEIGHT) if kind in kinds), len(_WEIGHT))


def most_telling(lines: Sequence[Line]) -> str:
    """Return the variable to look at first: open, then recoded, then any that differs."""
    wanted = (
        lambda line: line.state == "open",
        lambda line: any(cell.kind == "recoded" for cell in line.row.cells),
        lambda line: line.row.differs,
    )
    found = (line.row.name for test in wanted for line in lines if test(line))
    return next(found, "")


def summary(files: int, lines: Sequence[Line], people: Interviewed | None) -> str:
    """Return what the files are and how they differ, in a sentence or two.

    Parameters
    ----------
    files : int
        How many there are.
    lines : sequence of Line
        All variables.
    people : Interviewed or None
        Who was interviewed; None where nobody knows.
    """
    counted = "One file" if files == 1 else f"{files} files"
    differ, open_ = sum(map(_differs, lines)), sum(line.state == "open" for line in lines)
    same = len(lines) - differ
    told = (
        f"{counted}, {len(lines)} variables: {differ} {'differs' if differ == 1 else 'differ'} "
        f"between waves, {same} {'does' if same == 1 else 'do'} not."
    )
    if open_:
        told += f" {open_} with a proposal that waits for you."
    return f"{told} {followed(people)}." if people is not None else told


def _differs(line: Line) -> bool:
    return line.differs
