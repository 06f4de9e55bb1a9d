"""Numbers by name: ``visits.visited.estimate``, ``table1.violence_exposure[3].value``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.report.material import Material
    from studytool.report.table import Cell


class Published(Protocol):
    """An entry of ``[[reproduces]]``: a number in print and how near ours must come."""

    @property
    def quantity(self) -> str: ...  # noqa: D102  # said by the study document

    @property
    def published(self) -> float: ...  # noqa: D102  # said by the study document

    @property
    def tolerance(self) -> float: ...  # noqa: D102  # said by the study document

    @property
    def source(self) -> str: ...  # noqa: D102  # said by the study document


@dataclass(frozen=True, slots=True)
class Reproduced:
    """A published number beside ours.

    Attributes
    ----------
    quantity, source : str
        Which number, and where it is printed.
    published : float
        The number in print.
    ours : float or None
        The number of this run; None where it does not exist.
    tolerance : float
        Largest difference that counts as equal.
    holds : bool
        Whether ours is that near.
    reason : str
        Why there is no number of ours.
    """

    quantity: str
    published: float
    ours: float | None
    tolerance: float
    holds: bool
    source: str
    reason: str = ""


def quantity(material: Material, name: str, *, extra: Mapping[str, Cell] | None = None) -> Cell:
    """Return the number of that name."""
    raise NotImplementedError


def reproduce(entries: Sequence[Published], material: Material) -> tuple[Reproduced, ...]:
    """Set published numbers beside ours."""
    raise NotImplementedError
