"""Progress and cancelling in one call."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818  # not an error: a person asked for it
    """The person asked to stop; raised by `Progress.step`, the only place a cancel acts."""


class Progress(Protocol):
    """What a long computation reports to; it may raise `Cancelled` at each step."""

    def step(self, message: str, done: int, total: int) -> None:
        """Report that `done` of `total` parts are done and `message` is under way.

        Parameters
        ----------
        message : str
            What is being done, in plain words.
        done, total : int
            Parts finished and parts in all.

        Raises
        ------
        Cancelled
            If the person asked to stop.
        """
        ...


class Silent:
    """Progress that nobody watches and nobody cancels."""

    def step(self, message: str, done: int, total: int) -> None:
        """Do nothing."""
