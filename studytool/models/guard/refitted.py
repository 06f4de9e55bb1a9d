"""An estimator used again on another outcome: what it would find if that were the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from studytool.models.guard.facts import Facts
    from studytool.models.kernel.absorption import Array

COLUMN = "(follows the score)"


def refit(facts: Facts, outcome: Array) -> dict[str, tuple[int, float]]:
    """Return what the estimator of a result finds at each event time of another outcome.

    Parameters
    ----------
    facts : Facts
        The result; its model has an event path.
    outcome : ndarray, shape (number of rows used,)
        The outcome of the rows used; NaN where it is not known.

    Returns
    -------
    dict of str to (int, float)
        Event time and estimate by term, in order; without controls, which follow no score. Empty
        where the model cannot be estimated on it.
    """
    values = np.full(facts.used.size, np.nan)
    values[facts.used] = outcome
    panel = replace(facts.panel, frame=facts.panel.frame.assign(**{COLUMN: values}))
    changes = {"outcome": COLUMN, "controls": (), "bands": False, "draws": 0}
    asked = facts.spec.model_copy(update=changes)
    try:
        result = asked.fit(panel, seed=0, progress=Silent())
    except ModelError:
        return {}
    path = result.path
    found = {} if path is None else dict(zip(path.terms, path.times, strict=True))
    return {
        term: (time, one.estimate)
        for term, time in found.items()
        for one in [result.estimates[term]]
        if isinstance(one, Estimate)
    }
