"""Who was met when: the flow of people through the waves. One row a person and wave goes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Step:
    """Some of the people met at the first wave, or who joined later.

    Attributes
    ----------
    code, label : str
        What it is.
    wave : float or None
        Wave it concerns.
    count : int
        People.
    base : int or None
        People it is a share of; None where a share has no meaning.
    """

    code: str
    label: str
    wave: float | None
    count: int
    base: int | None


def presence(person: pd.Series, wave: pd.Series, waves: Sequence[float]) -> pd.DataFrame:
    """Return who was met in which wave.

    Parameters
    ----------
    person, wave : Series, shape (n,)
        Who and when.
    waves : sequence of float
        Waves in order, w of them.

    Returns
    -------
    DataFrame of bool, shape (people, w)
        Index the people in order of first appearance, columns the waves.
    """
    codes, people = pd.factorize(person)
    places = np.searchsorted(np.asarray(waves, dtype=np.float64), wave.to_numpy(dtype=np.float64))
    met = np.zeros((len(people), len(waves)), dtype=bool)
    met[codes, places] = True
    return pd.DataFrame(met, index=people, columns=list(waves))


def steps(met: pd.DataFrame) -> tuple[Step, ...]:
    """Return the flow from the first wave to the last.

    Those met at the first wave are those met in all waves, those who left after each wave, and
    those who missed a wave in between: these parts add up.

    Parameters
    ----------
    met : DataFrame of bool, shape (people, w)
        From `presence`, at least one wave.

    Returns
    -------
    tuple of Step
        In the order told.
    """
    waves = [float(wave) for wave in met.columns]
    cells = met.to_numpy()
    begun = cells[cells[:, 0]]
    base = len(begun)
    last = begun.shape[1] - 1 - np.argmax(begun[:, ::-1], axis=1)
    everywhere = begun.all(axis=1)
    found = [Step("first_wave", "Met at the first wave", waves[0], base, base)]
    found += [
        Step("present", "Of these, met at this wave", wave, int(begun[:, place].sum()), base)
        for place, wave in enumerate(waves)
        if place
    ]
    found.append(Step("all_waves", "Met at every wave", None, int(everywhere.sum()), base))
    found += [
        Step("left_after", "Not met again after this wave", wave, int((last == place).sum()), base)
        for place, wave in enumerate(waves[:-1])
    ]
    between = int(((last == len(waves) - 1) & ~everywhere).sum())
    return (
        *found,
        Step("missed_between", "Missed a wave in between and came back", None, between, base),
        Step("lost", "Not met at every wave", None, int((~everywhere).sum()), base),
        *_joined(cells, waves),
    )


def _joined(cells: Bools, waves: list[float]) -> list[Step]:
    first = np.argmax(cells, axis=1)
    return [
        Step("joined", "First met at this wave", wave, int((first == place).sum()), None)
        for place, wave in enumerate(waves)
        if place
    ]
