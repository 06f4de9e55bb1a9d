"""Step shelf: the screens by key, each made when it is first asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from studytool.gui.places import ORDER
from studytool.gui.steps.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studytool.gui.document import Document


def screen(key: str) -> type[Step]:
    """Return the screen of a step.

    Parameters
    ----------
    key : str
        One of `places.ORDER`; the screen stands in the module of that name.

    Raises
    ------
    KeyError
        If there is no such step.
    """
    if key not in ORDER:
        raise KeyError(key)
    loaded = importlib.import_module(f"studytool.gui.steps.{key}")
    own = (value for value in vars(loaded).values() if getattr(value, "key", "") == key)
    return next(value for value in own if isinstance(value, type) and issubclass(value, Step))


class StepShelf(Mapping[str, Step]):
    """The steps in the order of the line; to look one up makes it.

    Parameters
    ----------
    document : Document
        What they show.
    made : callable
        Told of each step once it is made: its key and the step.
    """

    def __init__(self, document: Document, made: Callable[[str, Step], None]) -> None:
        self._document, self._tell = document, made
        self._made: dict[str, Step] = {}

    @property
    def made(self) -> Mapping[str, Step]:
        """Those that have been made."""
        return self._made

    def __getitem__(self, key: str) -> Step:
        """Return a step; it is made if it is not there."""
        if key not in self._made:
            self._made[key] = screen(key)(self._document)
            self._tell(key, self._made[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        """Return whether there is such a step, made or not."""
        return key in ORDER

    def __iter__(self) -> Iterator[str]:
        """Go through the keys; nothing is made."""
        return iter(ORDER)

    def __len__(self) -> int:
        """Return how many steps there are, made or not."""
        return len(ORDER)
