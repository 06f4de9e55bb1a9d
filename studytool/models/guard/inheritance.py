"""Columns computed from an exposure were assigned as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.spec import Assignment


def inherit(
    assignments: Sequence[Assignment], reads: Mapping[str, tuple[str, ...]]
) -> tuple[Assignment, ...]:
    """Return the assignments with every column computed from what they are about.

    Parameters
    ----------
    assignments : sequence of Assignment
        As the study has them.
    reads : mapping of str to tuple of str
        Columns that each computed variable reads.

    Returns
    -------
    tuple of Assignment
        Computed variables that read the exposure, what follows from it, or another such variable
        are among what follows.
    """
    return tuple(
        entry.model_copy(update={"also": (*entry.also, *_heirs(entry, reads))})
        for entry in assignments
    )


def _heirs(entry: Assignment, reads: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    known = {entry.exposure, *entry.also}
    heirs: list[str] = []
    while found := [
        name for name, columns in reads.items() if name not in known and known & set(columns)
    ]:
        heirs += found
        known |= set(found)
    return tuple(heirs)
