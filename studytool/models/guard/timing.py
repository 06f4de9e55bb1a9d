"""When treatment is in force: row by row, as the model's regressor says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import numbers
from studytool.models.guard.groups import find_groups
from studytool.models.methods.event_times import starts_by_cohort, starts_by_treatment

if TYPE_CHECKING:
    from studytool.models.arrays.sample import Mask
    from studytool.models.guard.facts import Facts
    from studytool.models.kernel.absorption import Array


def find_regressor(facts: Facts) -> Array | None:
    """Return the values of a treatment's regressor, measured from its lowest.

    Parameters
    ----------
    facts : Facts
        The result.

    Returns
    -------
    ndarray, shape (n,), or None
        0 where treatment is not in force, NaN where that is not known; None where a column of it
        is an amount or has several groups, so that no row is simply treated or not.
    """
    if getattr(facts.spec, "cohort", None) is not None:
        return facts.groups.treated.astype(float)
    product = np.ones(facts.used.size)
    for name in facts.treatment_columns:
        groups = find_groups(facts.panel, name, facts.term, facts.used)
        if not groups.are_two:
            return None
        values = np.where(groups.treated, _step(facts, name), 0.0)
        product = product * np.where(groups.known, values, np.nan)
    return product * find_later(facts) if is_group(facts) else product


def is_group(facts: Facts) -> bool:
    """Tell whether treatment is a group indicator, dated by the model's `post`."""
    return hasattr(facts.spec, "post") and facts.constant_treatment


def find_later(facts: Facts) -> Mask:
    """Return which rows lie after treatment, for a group indicator.

    Parameters
    ----------
    facts : Facts
        A difference-in-differences with `post`, or with two waves.

    Returns
    -------
    ndarray of bool, shape (n,)
        Rows of the later waves.
    """
    post = getattr(facts.spec, "post", None)
    if isinstance(post, str):
        return np.asarray(numbers(facts.panel.frame, post) == 1)
    if post is None:
        return np.asarray(facts.waves == facts.waves[facts.used].max())
    return np.isin(facts.waves, np.atleast_1d(np.asarray(post, dtype=float)))


def _step(facts: Facts, column: str) -> float:
    """Return the distance of the two values of a column; 1 for texts and a single value."""
    cells = facts.panel.frame[column]
    if (column != facts.term and f"C({column})" in facts.term) or cells.dtype.kind not in "iuf":
        return 1.0
    values = numbers(facts.panel.frame, column)[facts.used]
    return float(np.nanmax(values) - np.nanmin(values)) or 1.0


def find_event_times(facts: Facts) -> dict[str, Mask]:
    """Return the rows at each event time that an event study has an estimate of.

    Parameters
    ----------
    facts : Facts
        An event study.

    Returns
    -------
    dict of str to ndarray of bool, shape (n,)
        By term, in order.
    """
    path, cohort = facts.result.path, getattr(facts.spec, "cohort", None)
    if path is None:
        return {}
    starts = (
        starts_by_treatment(facts.panel, facts.column)
        if cohort is None
        else starts_by_cohort(facts.panel, cohort)
    )
    # rows outside the window are binned at its ends, or are not in the sample
    time = np.clip(starts.time, path.times[0], path.times[-1])
    return {
        term: np.asarray(time == value)
        for value, term in zip(path.times, path.terms, strict=True)
        if term in facts.result.terms
    }
