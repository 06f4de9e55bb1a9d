"""Permutation inference of a fitted model: who changes places, within what, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError, UnknownLevelError
from studytool.core.identity import derived_seed
from studytool.models.draws.dealing import plan_dealing
from studytool.models.draws.permutation import Units, permutation_interval, permute
from studytool.models.result import Estimate, TestResult
from studytool.models.terms import columns_of, parse_term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.draws.refit import Refit
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.resampling import Resampling
    from studytool.models.spec import Assignment

NAME = "permutation"


def permutation_tests(
    refit: Refit, asked: Resampling, assignments: Sequence[Assignment]
) -> dict[str, TestResult]:
    """Judge the treatments of a model by dealing them out anew.

    Parameters
    ----------
    refit : Refit
        The model.
    asked : Resampling
        What is asked of the permutations.
    assignments : sequence of Assignment
        How people came to be treated.

    Returns
    -------
    dict of str to TestResult
        ``permutation`` of the treatment; of several, ``permutation[visited]`` of each, the
        others held as they are. It is called randomisation inference only where that very
        treatment was assigned at random, and then deals as was assigned; elsewhere it assumes
        that who was treated could have been anybody.

    Raises
    ------
    UnknownLevelError
        If a level that it names does not exist.
    """
    alone = len(refit.terms) == 1
    return {
        NAME if alone else f"{NAME}[{term}]": _single(refit, asked, term, assignments)
        for term in refit.terms
    }


def _single(
    refit: Refit, asked: Resampling, term: str, assignments: Sequence[Assignment]
) -> TestResult:
    text = refit.design.terms[refit.design.names.index(term)]
    entry = _assignment_of(text, assignments)
    random = entry if entry is not None and entry.rule == "random" and _very(entry, text) else None
    level = asked.cluster or (entry.allocation_unit if entry is not None else "person")
    try:
        units, strata = _units(refit, term, level, random)
        plan = plan_dealing(units.paths, strata, asked.draws)
        if plan.every and plan.draws == 1:
            return TestResult(reason="There is no other way in which it could have been dealt.")
        seed = derived_seed(refit.result.seed, NAME, term)
        dealt = permute(refit.fit, refit.place(term), units, plan, seed=seed)
    except UnknownLevelError:
        raise
    except ModelError as error:
        return TestResult(reason=error.reason)
    found = refit.result.estimates[term]
    reach = 2 * found.std_error if isinstance(found, Estimate) else 1.0
    low, high = permutation_interval(dealt, reach, level=refit.spec.level)
    ways = f"all {plan.draws:,} ways" if plan.every else f"{plan.draws:,} draws"
    return TestResult(
        statistic=dealt.estimate,
        p=dealt.p_of(0.0),
        draws=plan.draws,
        every=plan.every,
        low=low,
        high=high,
        method=f"{_name(random, level)}, {ways}",
    )


def _name(random: Assignment | None, level: str) -> str:
    if random is None:
        return f"permutation (assumes exchangeability of each {level})"
    within = f", within {' and '.join(random.strata)}" if random.strata else ""
    return f"randomisation inference (dealt out again as assigned, by {level}{within})"


def _assignment_of(term: str, assignments: Sequence[Assignment]) -> Assignment | None:
    """Return the record of how a treatment came about; the one about itself before others."""
    columns = {term, *columns_of([term])}
    about = [entry for entry in assignments if entry.exposure in columns]
    about += [entry for entry in assignments if columns & set(entry.also)]
    return about[0] if about else None


def _very(entry: Assignment, term: str) -> bool:
    """Tell whether the term is what was assigned, not something that followed from it."""
    return entry.exposure in {term, *columns_of([term])}


def _units(refit: Refit, term: str, level: str, random: Assignment | None) -> tuple[Units, Codes]:
    """Return who changes places with whom."""
    codes, waves = _codes(refit, level), _waves(refit)
    owns, times = _taken_apart(refit, term, codes, waves)
    strata = np.zeros(int(codes.max()) + 1, dtype=np.intp)
    if random is not None:
        for name in random.strata:
            strata = _crossed(strata, _of_unit(refit.codes(name), codes, waves))
    if owns is not None:
        return Units(codes, waves, np.outer(owns, times)), strata
    values = refit.design.column(term)
    paths, seen = np.zeros((strata.size, times.size)), np.zeros((strata.size, times.size))
    paths[codes, waves], seen[codes, waves] = values, 1
    if (paths[codes, waves] != values).any():
        raise ModelError(
            f'"{term}" differs within a {level} at the same wave, so that whole units of {level} '
            "cannot change places.",
            remedy="Name a finer level as `cluster` of the resampling.",
        )
    # a path is known at the waves at which its unit was seen: it goes to units seen at the same
    patterns = np.unique(seen, axis=0, return_inverse=True)[1].reshape(-1)
    return Units(codes, waves, paths), _crossed(strata, patterns)


def _codes(refit: Refit, level: str) -> Codes:
    panel = refit.regression.panel
    if level == "group" and "group" not in {*panel.design.levels, *panel.frame.columns}:
        if panel.design.design == "groups":
            return refit.codes("person")
        raise ModelError(
            "The treatment was assigned to groups, and no level of the panel is called group.",
            remedy="Name the level in [panel], or as `cluster` of the resampling.",
        )
    return refit.codes(level)


def _waves(refit: Refit) -> Codes:
    panel = refit.regression.panel
    if panel.design.wave not in panel.frame:
        return np.zeros(refit.regression.index.size, dtype=np.intp)
    return refit.codes("wave")


def _taken_apart(refit: Refit, term: str, codes: Codes, waves: Codes) -> tuple[Array | None, Array]:
    """Return what is a unit's own and what is the wave's, where the treatment is their product."""
    times = np.ones(int(waves.max()) + 1)
    own = refit.design.column(term)
    parts = parse_term(refit.design.terms[refit.design.names.index(term)])
    frame = refit.regression.panel.frame
    if len(parts) > 1 and term not in frame:
        own = np.ones(codes.size)
        for part in parts:
            if part.factor:
                _refuse_interaction(term)
            column = np.asarray(frame[part.column].iloc[refit.regression.index], dtype=float)
            if _is_constant(column, waves):
                times *= _each(column, waves)
            elif _is_constant(column, codes):
                own = own * column
            else:
                _refuse_interaction(term)
    if not _is_constant(own, codes):
        return None, times
    owns = _each(own, codes)
    if not np.allclose(owns[codes] * times[waves], refit.design.column(term)):
        _refuse_interaction(term)  # the arrays hold something else, such as differences
    return owns, times


def _each(values: Array, codes: Codes) -> Array:
    """Return the value of each code, of values that are the same throughout it."""
    found = np.empty(int(codes.max()) + 1)
    found[codes] = values
    return found


def _refuse_interaction(term: str) -> None:
    raise ModelError(
        f'"{term}" is a product with something that is not the same for everybody at a wave, '
        "which permutations of the treatment would not leave as it is."
    )


def _is_constant(values: Array, codes: Codes) -> bool:
    return bool((_each(values, codes)[codes] == values).all())


def _of_unit(values: Codes, codes: Codes, waves: Codes) -> Codes:
    """Return each unit's value at the first wave it was seen at."""
    order = np.lexsort((values, waves))[::-1]
    found = np.empty(int(codes.max()) + 1, dtype=np.intp)
    found[codes[order]] = values[order]
    return found


def _crossed(first: Codes, second: Codes) -> Codes:
    pairs = first * (int(second.max()) + 1) + second
    return np.asarray(np.unique(pairs, return_inverse=True)[1].reshape(-1))
