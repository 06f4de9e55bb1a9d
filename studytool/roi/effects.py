"""Which effects a return can rest on: the treatments of models of 0/1 outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError
from studytool.report.labels import model_label, term_label
from studytool.roi.returns import Range, Roi
from studytool.roi.value import effect_of

if TYPE_CHECKING:
    from studytool.core.findings import Finding
    from studytool.report.material import Material


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect that may be set against its cost.

    Attributes
    ----------
    name : str
        Model and term, as ``[roi]`` writes it.
    model, treatment : str
        What they are called in print.
    change : Range
        Change of the share of cases, with its interval.
    level : float
        Level of the interval.
    n_people : int
        People in the model's sample.
    serious : tuple of Finding
        What must be answered with a reason before it is used.
    """

    name: str
    model: str
    treatment: str
    change: Range
    level: float
    n_people: int
    serious: tuple[Finding, ...]


def effects(material: Material) -> tuple[Effect, ...]:
    """Return the effects a return can rest on, in the order of the models.

    Parameters
    ----------
    material : Material
        The results.

    Returns
    -------
    tuple of Effect
        Estimates of treatments that are 0 or 1, on an outcome that is 0 or 1, on the scale of
        shares; those with serious findings too.
    """
    found = []
    for name, (spec, result) in material.models.items():
        for term in result.estimates:
            if not set(term.split(":")) & set(spec.treatments):
                continue
            try:
                _, estimate = effect_of(Roi(effect=f"{name}.{term}"), material)
            except DocumentError:
                continue
            found.append(
                Effect(
                    name=f"{name}.{term}",
                    model=model_label(spec),
                    treatment=term_label(material.panel, term),
                    change=Range(estimate.estimate, estimate.low, estimate.high),
                    level=result.level,
                    n_people=result.n_people,
                    serious=tuple(one for one in result.findings if one.level == "error"),
                )
            )
    return tuple(found)
