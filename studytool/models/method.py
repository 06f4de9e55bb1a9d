"""What a method that is no estimator says of itself: standard errors, draws, adjustments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

About = Literal["standard errors", "resampling", "several tests", "size of effects", "computation"]


@dataclass(frozen=True, slots=True)
class Method:
    """One method, told beside its code: a module lists its own in ``METHODS``.

    Attributes
    ----------
    name : str
        What it is called, such as "CR2".
    about : {"standard errors", "resampling", "several tests", "size of effects", "computation"}
        Which methods it stands with.
    does : str
        What it is for, one sentence.
    asked_by : str
        How a document asks for it; empty where it is always given.
    equation : str
        What is computed, in symbols.
    sources : tuple of str
        Papers and books, with DOI or ISBN where there is one.
    verified : tuple of str
        What it was checked against, to what tolerance, and where that is tested.
    edge_cases : tuple of str
        What happens on data it was not made for, one sentence each.
    """

    name: str
    about: About
    does: str
    asked_by: str
    equation: str
    sources: tuple[str, ...]
    verified: tuple[str, ...]
    edge_cases: tuple[str, ...] = ()
