"""Estimates of the same outcome by other models, quoted side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.guard.comparison import find_comparison, scale_in_words
from studytool.models.result import Estimate
from studytool.models.terms import columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from studytool.models.guard.facts import Facts
    from studytool.models.result import EventPath, ModelResult
    from studytool.models.spec import Assignment, Comparison, ModelSpec


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
        Such as ``fixed effects (visits) -3.10``, with the scale where it is not that of the
        outcome; empty where there is no estimate. Of an event study the mean from the start on.
    """
    name = spec.title or f"{spec.in_text()} ({spec.name})"
    if result.path is not None:
        after = [e.estimate for e in _events(result.path, result) if isinstance(e, Estimate)]
        on_average = f"{sum(after) / len(after):+.2f} on average from the start on" if after else ""
        return f"{name} {on_average}" if after else ""
    meant = (term for term in result.shown if {term, *columns_of([term])} & set(columns))
    term = next(meant, next(iter(result.shown), ""))
    found = result.estimates.get(term)
    if not isinstance(found, Estimate):
        return ""
    scale = scale_in_words(spec)
    return f"{name} {found.estimate:+.2f}" + f" ({scale})" * bool(scale)


def find_rivals(
    facts: Facts,
    comparisons: Collection[Comparison],
    others: Mapping[str, tuple[ModelSpec, ModelResult]],
    entry: Assignment,
) -> list[tuple[ModelSpec, ModelResult]]:
    """Return other models of the same outcome and of a treatment assigned in the same way.

    Parameters
    ----------
    facts : Facts
        The result.
    comparisons : collection of Comparison
        What they compare.
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
        if find_comparison(spec, facts.panel.design.person) in comparisons
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
            (other.name, other.title, other.treatments, *_kind(other), _values(result))
            for other, result in others.values()
            if other.outcome == spec.outcome
        ]
    )


def _events(path: EventPath, result: ModelResult) -> list[object]:
    terms = zip(path.times, path.terms, strict=True)
    return [result.estimates.get(term) for time, term in terms if time >= 0]


def _kind(spec: ModelSpec) -> tuple[object, ...]:
    """Return what says how its estimate is to be read."""
    return spec.kind_name(), spec.effects, scale_in_words(spec), getattr(spec, "baseline", ())


def _values(result: ModelResult) -> list[tuple[str, float | None]]:
    shown = result.shown if result.path is None else result.path.terms
    found = [(term, result.estimates.get(term)) for term in shown]
    return [(t, made.estimate if isinstance(made, Estimate) else None) for t, made in found]
