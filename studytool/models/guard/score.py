"""The score that decided who was treated, put together from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import codes_of

if TYPE_CHECKING:
    from studytool.models.arrays.sample import Mask
    from studytool.models.guard.facts import Facts
    from studytool.models.kernel.absorption import Array
    from studytool.models.spec import Assignment


@dataclass(frozen=True, slots=True)
class Followed:
    """How far treatment followed the rule.

    Attributes
    ----------
    met, treated : int
        People who met the rule, and people treated.
    declined : int
        People who met it and were not treated.
    others : int
        People who did not meet it and were treated.
    """

    met: int
    treated: int
    declined: int
    others: int


def find_score(facts: Facts, assignment: Assignment) -> Array | None:
    """Return each person's score when treatment was assigned.

    Parameters
    ----------
    facts : Facts
        The result.
    assignment : Assignment
        A rule by score.

    Returns
    -------
    ndarray, shape (number of people,), or None
        One variable as it is, turned so that high means treated; several each measured from
        its cut-off (its mean where there is none) in its SD, the highest of them where any was
        enough, the lowest where all were needed. None without usable variables.
    """
    values = [_oriented(facts, assignment, name) for name in assignment.variables]
    if not values or any(one is None for one in values):
        return None
    found = [one for one in values if one is not None]
    if len(found) == 1:
        return found[0][0]
    standard = [_from_cutoff(*one) for one in found]
    highest = assignment.combine == "any"
    return np.asarray((np.maximum if highest else np.minimum).reduce(standard))


def compare_with_rule(facts: Facts, assignment: Assignment) -> Followed | None:
    """Count who met the rule and who was treated, among people in the sample.

    Parameters
    ----------
    facts : Facts
        The result.
    assignment : Assignment
        A rule by score with a cut-off for each of its variables.

    Returns
    -------
    Followed or None
        None where a variable or a cut-off is not usable, or treatment is an amount.
    """
    found = [_oriented(facts, assignment, name) for name in assignment.variables]
    usable = [(one[0], one[1]) for one in found if one is not None and one[1] is not None]
    if not found or len(usable) < len(found) or not facts.groups.known.any():
        return None
    over = [values >= np.float64(cutoff) for values, cutoff in usable]
    met = (np.logical_or if assignment.combine == "any" else np.logical_and).reduce(over)
    known = np.logical_and.reduce([np.isfinite(values) for values, _ in usable])
    met = _by_unit(facts, assignment, met & known)
    inside, treated = facts.in_sample & known, facts.ever_treated
    return Followed(
        met=int((met & inside).sum()),
        treated=int((treated & inside).sum()),
        declined=int((met & ~treated & inside).sum()),
        others=int((~met & treated & inside).sum()),
    )


def _by_unit(facts: Facts, assignment: Assignment, met: Mask) -> Mask:
    """Return who met the rule once one member is enough for the unit assigned as one."""
    column = facts.panel.design.levels.get(assignment.allocation_unit)
    if assignment.allocation_unit == "person" or column is None:
        return met
    rows = facts.panel.frame[column].notna().to_numpy() & (
        facts.waves == find_wave(facts, assignment)
    )
    if not rows.any():
        return met
    units = codes_of([facts.panel.frame.loc[rows, column]])
    people = facts.people[rows]
    enough = np.zeros(int(units.max()) + 1, dtype=bool)
    enough[units[met[people]]] = True
    whole = met.copy()
    whole[people] = enough[units]
    return whole


def find_wave(facts: Facts, assignment: Assignment) -> float:
    """Return the wave whose values decided; the first where the study does not say."""
    return float(facts.waves.min()) if assignment.wave is None else assignment.wave


def _oriented(facts: Facts, assignment: Assignment, name: str) -> tuple[Array, float | None] | None:
    """Return a variable at the wave of assignment and its cut-off, high meaning treated."""
    frame = facts.panel.frame
    if name not in frame or frame[name].dtype.kind not in "biuf":
        return None
    values = facts.by_wave(name).get(find_wave(facts, assignment))
    if values is None:
        return None
    cutoff = cutoff_of(facts, assignment, name)
    if _sign(facts, name, values) < 0:
        return -values, None if cutoff is None else -cutoff
    return values, cutoff


def _sign(facts: Facts, name: str, values: Array) -> float:
    """Return -1 where low values were treated: by the codebook, else by who was treated."""
    variable = facts.panel.codebook.get(name)
    if variable is not None and variable.higher_is is not None:
        return 1.0 if variable.higher_is == "worse" else -1.0
    known = np.isfinite(values)
    treated = facts.ever_treated
    if not (known & treated).any() or not (known & ~treated).any():
        return 1.0
    return float(np.sign(values[known & treated].mean() - values[known & ~treated].mean())) or 1.0


def cutoff_of(facts: Facts, assignment: Assignment, name: str) -> float | None:
    """Return a cut-off as a number; a band's name through the labels of the codebook."""
    cutoff = assignment.cutoff.get(name)
    if isinstance(cutoff, str):
        variable = facts.panel.codebook.get(name)
        labels = variable.labels if variable is not None else {}
        codes = [code for code, label in labels.items() if cutoff in {code, label}]
        try:
            return float(codes[0]) if codes else float(cutoff)
        except ValueError:
            return None
    return cutoff


def _from_cutoff(values: Array, cutoff: float | None) -> Array:
    known = values[np.isfinite(values)]
    spread = float(known.std()) if known.size else 0.0
    centre = cutoff if cutoff is not None else float(known.mean()) if known.size else 0.0
    return (values - centre) / spread if spread > 0 else values - centre
