"""What a model holds fixed as it was before treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.guard.timing import find_regressor
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from studytool.models.guard.facts import Facts
    from studytool.models.spec import Assignment


@dataclass(frozen=True, slots=True)
class Held:
    """Columns held fixed as they were at one wave before treatment.

    Attributes
    ----------
    columns : set of str
        None where a model holds nothing so.
    wave : float
        The wave.
    option : str
        Option of the model that names them.
    """

    columns: set[str]
    wave: float
    option: str


def find_held(facts: Facts) -> Held:
    """Return what a model holds fixed as it was before treatment.

    Parameters
    ----------
    facts : Facts
        The result.

    Returns
    -------
    Held
        The baseline of an ANCOVA; the controls of a difference-in-differences by another method
        than regression, as they were at the last wave before.
    """
    spec = facts.spec
    if spec.comparison_is == "baseline":
        named = getattr(spec, "baseline_wave", None)
        wave = float(facts.waves.min()) if named is None else float(named)
        return Held(set(columns_of(getattr(spec, "baselines", ()))), wave, "baseline")
    if getattr(spec, "method", "regression") == "regression":
        return Held(set(), np.nan, "controls")
    regressor = find_regressor(facts)
    after = facts.used & (np.nan_to_num(regressor) > 0 if regressor is not None else False)
    begun = facts.waves[after].min(initial=np.inf)
    before = facts.waves[facts.used & (facts.waves < begun)]
    return Held(set(columns_of(spec.controls)), float(before.max(initial=-np.inf)), "controls")


def is_conditioned(facts: Facts, entry: Assignment) -> bool:
    """Tell whether people are compared given what they were before treatment.

    Parameters
    ----------
    facts : Facts
        The result.
    entry : Assignment
        How people came to be treated.

    Returns
    -------
    bool
        Always so of an ANCOVA. Changes given the outcome before, or given all that decided, are
        compared as later results are.
    """
    if facts.compared == "baseline":
        return True
    held = find_held(facts)
    decided = set(entry.variables) if entry.rule == "score" else {facts.spec.outcome}
    return bool(decided) and held.wave == held.wave and decided <= held.columns
