"""Estimates of the same outcome by other models, quoted side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.result import Estimate
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from studytool.models.guard.facts import Facts
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec

CHANGES = ("fixed_effects", "did", "first_difference", "mundlak")
"""Kinds that compare changes."""


def quote(spec: ModelSpec, result: ModelResult, columns: Collection[str] = ()) -> str:
    """Return an estimate in words.

    Parameters
    ----------
    spec : ModelSpec
        A model.
    result : ModelResult
        Its result.
    columns : collection of str
        Treatments meant, where the model has several; else its first.

    Returns
    -------
    str
        Such as ``fixed effects (visits) -3.10``; empty where there is no estimate.
    """
    meant = (term for term in result.shown if {term, *columns_of([term])} & set(columns))
    term = next(meant, next(iter(result.shown), ""))
    found = result.estimates.get(term)
    if not isinstance(found, Estimate):
        return ""
    name = spec.title or f"{spec.in_text()} ({spec.name})"
    return f"{name} {found.estimate:+.2f}"


def find_rivals(
    facts: Facts,
    kinds: Sequence[str],
    others: Mapping[str, tuple[ModelSpec, ModelResult]],
    entry: Assignment,
) -> list[tuple[ModelSpec, ModelResult]]:
    """Return other models of the same outcome and of a treatment assigned in the same way.

    Parameters
    ----------
    facts : Facts
        The result.
    kinds : sequence of str
        Kinds that count.
    others : mapping of name to (ModelSpec, ModelResult)
        All models of the study.
    entry : Assignment
        How the treatment was assigned.

    Returns
    -------
    list of (ModelSpec, ModelResult)
        In the order of the study.
    """
    concerned = {entry.exposure, *entry.also}
    return [
        (spec, result)
        for spec, result in others.values()
        if result.kind in kinds
        and spec.outcome == facts.spec.outcome
        and spec.name != facts.spec.name
        and {*spec.treatments, *columns_of(spec.treatments)} & concerned
    ]


def told_by_rivals(spec: ModelSpec, others: Mapping[str, tuple[ModelSpec, ModelResult]]) -> str:
    """Return all that `find_rivals` and `quote` read of other models, for a memo.

    Parameters
    ----------
    spec : ModelSpec
        The model that is examined.
    others : mapping of name to (ModelSpec, ModelResult)
        All other models of the study.

    Returns
    -------
    str
        The same where nothing has changed that an examination of `spec` could tell.
    """
    return repr(
        [
            (other.name, other.title, other.treatments, result.kind, _values(result))
            for other, result in others.values()
            if other.outcome == spec.outcome
        ]
    )


def _values(result: ModelResult) -> list[tuple[str, float | None]]:
    found = [(term, result.estimates.get(term)) for term in result.shown]
    return [(t, made.estimate if isinstance(made, Estimate) else None) for t, made in found]
