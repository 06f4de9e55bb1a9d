"""Whether a treatment can be told from everything else in the model, or the model is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.linear import least_squares

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

MOST = 6
"""Terms named in one message."""

NEGLIGIBLE = 1e-6
"""A regressor whose part in a dropped one is at most this share of it plays no part in it."""


def refuse_unidentified(design: Design, people: Codes) -> None:
    """Refuse treatments that do not vary, overall or within people where people are taken out.

    Parameters
    ----------
    design : Design
        Arrays of n rows.
    people : ndarray of int, shape (n,)
        Person of each row.

    Raises
    ------
    ModelError
        Says which treatment, and what to do instead.
    """
    for name in design.named("treatment"):
        values = design.column(name)
        if (values == values[0]).all():
            raise ModelError(
                f'"{name}" has the same value in every row of the sample.',
                why="No one in the sample is treated, so there is nothing to compare."
                if values[0] == 0
                else "Everyone in the sample is treated, so there is no one to compare with.",
                remedy="Check `where`, the waves, and how the treatment was linked.",
            )
        if "person" in design.effect_names and not changers(values, people):
            raise ModelError(
                f'"{name}" never changes within a person.',
                why="With person effects only changes within people carry information.",
                remedy='Use kind = "did" with `post` for a group indicator, or kind = "ancova" '
                "to compare later waves given the baseline. An exposure that is missing at the "
                'first wave leaves it out: before_first = "zero" keeps it.',
            )


def changers(values: Array, people: Codes) -> int:
    """Return how many people have more than one value.

    Parameters
    ----------
    values : ndarray, shape (n,)
        A treatment.
    people : ndarray of int, shape (n,)
        Person of each row.

    Returns
    -------
    int
        People whose treatment changes.
    """
    order = np.lexsort((values, people))
    same = people[order][1:] == people[order][:-1]
    moved = values[order][1:] != values[order][:-1]
    return int(np.unique(people[order][1:][same & moved]).size)


def refuse_dropped(design: Design, fit: Fit) -> None:
    """Refuse a fit that had to leave out a treatment.

    Parameters
    ----------
    design : Design
        Arrays of the model.
    fit : Fit
        The fit, treatments last.

    Raises
    ------
    ModelError
        Says whether the effects or other terms repeat it.
    """
    absorbed = {design.names[place] for place in fit.absorbed}
    collinear = {design.names[place] for place in fit.collinear}
    for name in design.named("treatment"):
        if name in absorbed:
            effects = ", ".join(design.effect_names)
            raise ModelError(
                f'"{name}" is the same throughout each level of the effects ({effects}).',
                why="The effects explain it entirely, so its own effect cannot be told from them.",
                remedy="Take out coarser effects, or fewer.",
            )
        if name in collinear:
            others = name_repeated(design, fit, design.names.index(name))
            raise ModelError(
                f'"{name}" repeats what other terms say: {others}.',
                why="It is collinear with them, so its effect cannot be told from theirs.",
                remedy="Leave out the control or treatment that repeats it.",
            )


def name_repeated(design: Design, fit: Fit, column: int) -> str:
    """Name the kept regressors before it that a dropped one is made up of, effects taken out.

    Parameters
    ----------
    design : Design
        Arrays of the model.
    fit : Fit
        The fit that dropped it.
    column : int
        Its place in the design.

    Returns
    -------
    str
        Names, joined by commas; the first of many.
    """
    before = fit.kept[fit.kept < column]
    target, columns = design.regressors[:, column], design.regressors[:, before]
    if (target == target[0]).all():
        return "the constant"
    try:
        told = least_squares(
            *(target, columns), effects=design.effects, weights=design.weights, trends=design.trends
        )
    except ModelError:
        return "the constant, because its values are so far from zero that they hardly differ"
    size = np.abs(told.coefficients) * np.abs(columns[:, told.kept]).max(axis=0)
    large = before[told.kept][size > NEGLIGIBLE * np.abs(target).max()]
    names = [design.names[place] for place in large if design.roles[place] != "constant"]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more or "the constant"
