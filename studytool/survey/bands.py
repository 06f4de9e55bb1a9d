"""Bands: ordered codes 0, 1, 2 ... with names, cut at lower bounds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt


def refuse_unordered(cut: Mapping[str, float], lowest: str) -> None:
    """Raise an error unless every band begins higher than the one before it.

    Parameters
    ----------
    cut : mapping of name to lower bound
        Bands above the lowest.
    lowest : str
        Name of the lowest band.

    Raises
    ------
    PydanticCustomError
        Placed at the measure by whoever reads the document.
    """
    bounds = list(cut.values())
    if not bounds:
        message = "name at least one band with its lower bound, as in cut = { high = 17 }"
        raise PydanticCustomError("no_band", message)
    if any(after <= before for before, after in pairwise(bounds)):
        message = "the bands of cut have to be in order, each with a higher lower bound"
        raise PydanticCustomError("bands_unordered", message)
    if lowest in cut:
        message = '"{name}" is the lowest band and has no lower bound'
        raise PydanticCustomError("band_twice", message, {"name": lowest})


def band_names(cut: Mapping[str, float], lowest: str) -> dict[str, str]:
    """Return the name of each code: ``{"0": "low", "1": "moderate", "2": "high"}``.

    Parameters
    ----------
    cut : mapping of name to lower bound
        Bands above the lowest, in order.
    lowest : str
        Name of the lowest band.
    """
    return {str(code): name for code, name in enumerate((lowest, *cut))}


def band_codes(
    values: npt.NDArray[np.float64], cut: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """Return the code of the band each value lies in; a lower bound belongs to its band.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Scores.
    cut : mapping of name to lower bound
        In order.

    Returns
    -------
    ndarray of float64, shape (n,)
        0, 1, 2 ...; missing where the score is.
    """
    import numpy as np

    codes = np.searchsorted(list(cut.values()), values, side="right").astype(np.float64)
    codes[np.isnan(values)] = np.nan
    return codes
