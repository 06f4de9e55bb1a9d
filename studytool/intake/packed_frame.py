"""A pandas table that a package keeps as a pickle, read as data: nothing in it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from studytool.core.errors import SourceError
from studytool.intake.opcodes import Named, Wish, followed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[Any]

_CELLS = frozenset({str, float, int, bool, type(None)})
_PLAIN = re.compile(r"[biuf][1248]")


def packed_frame(content: bytes) -> dict[str, Values]:
    """Return the columns of a pickled pandas table.

    Parameters
    ----------
    content : bytes
        The pickle, unpacked.

    Returns
    -------
    dict of str to ndarray, shape (n,)
        Columns in order: numbers, truth values, or objects (texts, numbers, None).

    Raises
    ------
    SourceError
        If it holds anything else than a table of numbers and texts.
    """
    try:
        blocks, axes = _manager(followed(content))
        names = [str(name) for name in _values(_index(axes[0]))]
        columns: dict[int, Values] = {}
        for block in blocks:
            columns.update(_block(block))
        return {name: columns[place] for place, name in enumerate(names)}
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        raise _odd() from None


def _odd() -> SourceError:
    return SourceError(
        "The packed file is not a table of numbers and texts.",
        remedy="Take the data from another package.",
    )


def _is(thing: object, *names: str) -> bool:
    """Whether a thing is a wish to call something of that name."""
    return isinstance(thing, Wish) and isinstance(thing.what, Named) and thing.what.name in names


def _asked(thing: object, *names: str) -> Any:  # noqa: ANN401  # whatever the wish was given
    if not isinstance(thing, Wish) or not _is(thing, *names):
        raise _odd()
    return thing.given


def _manager(frame: Any) -> tuple[Any, Any]:  # noqa: ANN401  # what a pickle described
    _asked(frame, "DataFrame")
    blocks, axes = _asked(frame.state["_mgr"], "BlockManager")
    return blocks, axes


def _index(axis: object) -> Any:  # noqa: ANN401  # an array as a wish
    return _asked(axis, "_new_Index")[1]["data"]


def _block(block: object) -> Iterator[tuple[int, Values]]:
    """Yield the columns a block holds: their places in the table, and their values."""
    values, placement, _ = _asked(block, "_unpickle_block")
    held = _values(values)
    for row, place in enumerate(_places(placement)):
        yield place, held[row]


def _places(placement: object) -> list[int]:
    if _is(placement, "slice"):
        return list(range(*_asked(placement, "slice")))
    return [int(place) for place in _values(placement)]


def _values(array: Any) -> Values:  # noqa: ANN401  # a wish for an array
    import numpy as np

    if _is(array, "_frombuffer"):
        buffer, dtype, shape, order = _asked(array, "_frombuffer")
        return np.frombuffer(bytes(buffer), _dtype(dtype)).reshape(shape, order=order)
    _asked(array, "_reconstruct")
    _, shape, dtype, by_column, held = array.state
    along: Literal["F", "C"] = "F" if by_column else "C"
    if isinstance(held, bytes):
        return np.frombuffer(held, _dtype(dtype)).reshape(shape, order=along)
    if not set(map(type, held)) <= _CELLS:
        raise _odd()
    objects = np.empty(len(held), dtype=object)
    objects[:] = held
    return objects.reshape(shape, order=along)


def _dtype(dtype: Any) -> np.dtype[Any]:  # noqa: ANN401  # a wish for a type
    import numpy as np

    code = _asked(dtype, "dtype")[0]
    if not _PLAIN.fullmatch(code):
        raise _odd()
    mark = dtype.state[1]
    made: np.dtype[Any] = np.dtype(f"{mark if mark in '<>' else ''}{code}")
    return made
