"""How many people one estimate of a model tells of, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.behind import people_behind, yes_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

_IN_GROUP = "n_treated_people["
_IN_BIN = "n_people["


def term_behind(panel: Panel, result: ModelResult, term: str) -> tuple[float | None, float | None]:
    """Return the count and the base that decide whether an estimate may leave.

    Where the people of the term itself are known, they are the count, the fewer of both sides of
    the comparison, and there is no base: what is left of all people says nothing then.

    Parameters
    ----------
    panel : Panel
        Whose people they are.
    result : ModelResult
        Of any kind.
    term : str
        One of its estimates.

    Returns
    -------
    count, base : float or None
        In people, as a cell has them; None and None where rows are groups, not people.
    """
    people, yes = people_behind(panel, result), yes_behind(panel, result)
    path = result.path
    if people is not None and path is not None and term in path.terms:
        return float(path.people[path.terms.index(term)]), people
    sides = [] if people is None else [side for side in _sides(result, term) if side > 0]
    if not sides:
        return yes, people
    return min([*sides, *(side for side in (yes, people) if side is not None)]), None


def term_of_test(test: str) -> str:
    """Return the term a test is of, as in ``wild_cluster[visited]``; empty for a joint one."""
    return test.partition("[")[2].removesuffix("]")


def _sides(result: ModelResult, term: str) -> Iterator[float]:
    """Yield the people an estimate tells of and those they are compared with, where known."""
    yield float(result.behind.get(term, 0))
    yield from _of_bins(result, term)
    yield from _of_groups(result, term)
    if result.path is None and term in result.shown[:1]:
        yield from _of_treatment(result)


def _of_treatment(result: ModelResult) -> Iterator[float]:
    """Yield those treated and, where nobody is his own comparison, those who are not."""
    told = result.statistics
    if "n_treated_people" not in told:
        return
    treated = told["n_treated_people"]
    yield treated
    if f"{_IN_BIN}none]" not in told and not told.get("n_changers"):
        yield told.get("n_untreated_people", result.n_people - treated)


def _of_bins(result: ModelResult, term: str) -> Iterator[float]:
    """Yield the people of a bin of amounts and of the bin it is compared with."""
    inside = term.partition("[")[2]
    bins = {name: n for name, n in result.statistics.items() if name.startswith(_IN_BIN)}
    if inside and f"{_IN_BIN}{inside}" in bins:
        yield bins[f"{_IN_BIN}{inside}"]
        if not _groups(result):
            yield next(iter(bins.values()))


def _of_groups(result: ModelResult, term: str) -> Iterator[float]:
    """Yield the treated people of the groups of a moderator that a term tells of.

    The treatment alone is the effect in the first group, and what another group has beside it
    tells of both: with it and the one the other is known.
    """
    groups = _groups(result)
    if not groups:
        return
    first = next(iter(groups))
    for name, treated in groups.items():
        if name == first:
            asked = term in result.shown and not ("[" in term and ":" not in term)
        else:
            asked = ":" in term and term in result.shown and _is_of(name, term)
        if asked or term.endswith(f"[{name}]"):
            yield treated


def _groups(result: ModelResult) -> dict[str, float]:
    """Return the treated people in each group of a moderator, such as ``girl=1``."""
    return {
        name.removeprefix(_IN_GROUP).removesuffix("]"): treated
        for name, treated in result.statistics.items()
        if name.startswith(_IN_GROUP)
    }


def _is_of(group: str, term: str) -> bool:
    """Return whether a product is that of `group`; one of an amount is of both its groups."""
    column, _, level = group.rpartition("=")
    factor = f":C({column})["
    return term.endswith(f"{factor}{level}]") if factor in term else True
