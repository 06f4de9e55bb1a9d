"""Memo: what has been computed from the same inputs is not computed again."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from studytool.core.identity import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")


class Memo:
    """Results of earlier runs by the digest of what they were made from.

    It belongs to whoever runs a study several times (the window), not to the study. What one run
    did not use is forgotten when the run ends, so that it holds one run's worth.
    """

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}
        self._used: dict[str, object] = {}
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """Return what was made under `key`, or make it now.

        Parameters
        ----------
        key : str
            From `key_of`: everything the result depends on.
        make : callable
            Makes the result.
        """
        with self._lock:
            found = self._used.get(key, self._kept.get(key, self))
        made = make() if found is self else found
        with self._lock:
            self._used[key] = made
        return made  # type: ignore[return-value]  # kept under the key of its own kind

    def turn(self) -> None:
        """Forget what has not been used since the last turn; called when a run has ended well."""
        with self._lock:
            self._kept, self._used = self._used, {}


def key_of(*parts: str) -> str:
    """Return one key for several parts, each a digest, a name or a document's text."""
    return text_digest("\x1f".join(parts))
