"""What an outside engine is given, and how its faults and warnings come back."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import ModelError, StudyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.staggered.paths import Paths

MOST_WORDS = 300
"""Characters of an engine's message that are passed on."""


def engine_frame(paths: Paths) -> pd.DataFrame:
    """Return the rows of a sample as an engine is given them, codes in the place of names.

    Parameters
    ----------
    paths : Paths
        n rows.

    Returns
    -------
    DataFrame, n rows
        A frame of its own, sorted by unit and time: ``unit`` (code of the person), ``time`` (place
        of the wave from 1), ``cohort`` (place of the first treated wave from 1; 0 for never),
        ``treated`` (0 or 1 now), ``outcome``, ``x0``, ``x1`` ... (controls, no constant),
        ``cluster`` (code, where one is asked for) and ``weight`` (where given).
    """
    dated = np.isfinite(paths.start)
    cohort = np.where(dated, np.where(dated, paths.start, 0) + 1, 0).astype(np.int64)
    time = (paths.at + 1).astype(np.int64)
    columns = {
        "unit": paths.people.astype(np.int64),
        "time": time,
        "cohort": cohort,
        "treated": ((cohort > 0) & (time >= cohort)).astype(np.int64),
        "outcome": paths.design.outcome.copy(),
    }
    named = zip(paths.control_names, paths.controls.T, strict=True)
    held = [values for name, values in named if name not in {"const", "(const)"}]
    columns |= {f"x{place}": values.copy() for place, values in enumerate(held)}
    if paths.design.clusters:
        columns["cluster"] = paths.design.clusters[0].astype(np.int64)
    if paths.design.weights is not None:
        columns["weight"] = paths.design.weights.copy()
    return pd.DataFrame(columns)


@contextmanager
def engine_at_work(what: str) -> Iterator[list[str]]:
    """Collect an engine's warnings, and answer its faults as a model that cannot be estimated.

    Parameters
    ----------
    what : str
        What is being computed, such as "The imputation estimator".

    Yields
    ------
    list of str
        Messages of its warnings, once each, in order, complete when the block ends.

    Raises
    ------
    ModelError
        In the place of whatever the engine raised.
    """
    told: list[str] = []
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        try:
            yield told
        except StudyError:
            raise
        except (ValueError, ArithmeticError, LookupError, RuntimeError, TypeError) as fault:
            raise ModelError(
                f"{what} cannot be computed on these data.",
                why=" ".join(str(fault).split())[:MOST_WORDS],
                remedy="Look at how many people begin treatment at each wave and who is left to "
                "compare them with; use fewer controls, or join cohorts.",
            ) from fault
    told.extend(dict.fromkeys(" ".join(str(one.message).split())[:MOST_WORDS] for one in caught))
