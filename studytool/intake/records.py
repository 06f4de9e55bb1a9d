"""Which rows of a file are data: empty ones, the foot and what lies beyond the limit left out."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Record = TypeVar("Record")


def data_rows(filled: Iterable[Record], *, rows: int | None, skip_footer: int) -> Iterator[Record]:
    """Yield the rows that are data, in order, holding back no more than the foot.

    Parameters
    ----------
    filled : iterable
        Rows after the header that hold anything.
    rows : int or None
        Most rows to yield.
    skip_footer : int
        How many rows at the foot of the file are not data.

    Yields
    ------
    record
        Each row that is data.
    """
    return islice(_without_foot(filled, skip_footer), rows)


def _without_foot(filled: Iterable[Record], skip_footer: int) -> Iterator[Record]:
    held: deque[Record] = deque()
    for record in filled:
        held.append(record)
        if len(held) > skip_footer:
            yield held.popleft()


def blocks(records: Iterable[Record], size: int = 20_000) -> Iterator[list[Record]]:
    """Yield lists of at most `size` records, so that only one block is held as Python objects.

    Parameters
    ----------
    records : iterable
        Rows in order.
    size : int
        Most rows in a block.

    Yields
    ------
    list
        The next rows; never empty.
    """
    rest = iter(records)
    while block := list(islice(rest, size)):
        yield block
