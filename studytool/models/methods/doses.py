"""An amount as regressors: a straight line, a line that bends, or steps; and who had how much."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.core.counted import Counted
from studytool.core.errors import ModelError
from studytool.core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

Shape = Literal["linear", "quadratic", "bins"]


@dataclass(frozen=True, slots=True)
class Doses:
    """An amount as columns of a panel.

    Attributes
    ----------
    columns : dict of str to ndarray, shape (n,)
        Regressors by name; NaN where the amount is missing.
    steps : tuple of (str, ndarray of bool, shape (n,))
        Groups of rows by amount, from none up, with their names.
    """

    columns: dict[str, Array]
    steps: tuple[tuple[str, NDArray[np.bool_]], ...]


def spread_dose(name: str, values: Array, shape: Shape, cuts: Sequence[float]) -> Doses:
    """Return the regressors of an amount.

    Parameters
    ----------
    name : str
        Column of the amount.
    values : ndarray, shape (n,)
        Amounts; NaN where missing.
    shape : {"linear", "quadratic", "bins"}
        The amount itself; with its square, named ``x^2``; or indicators named ``x[1 to <4]`` and
        ``x[4+]`` for cuts 1 and 4, amounts below the first cut being compared with.
    cuts : sequence of float
        Ascending limits of the bins, where the upper group begins.

    Returns
    -------
    Doses
        Columns and groups.

    Raises
    ------
    ModelError
        If the amount has two values at most.
    """
    known = values[~np.isnan(values)]
    if np.unique(known).size <= 2:  # noqa: PLR2004  # treated or not
        raise ModelError(
            f'"{name}" has two values at most, so it is no amount.',
            why="With treated and untreated only there is no more and less.",
            remedy='Use kind = "fixed_effects" or "did", or an exposure of kind "dose".',
        )
    if shape == "bins":
        return _bins(name, values, cuts)
    columns = {name: values} if shape == "linear" else {name: values, f"{name}^2": values**2}
    return Doses(columns, (("none", values == 0), ("some", (values != 0) & ~np.isnan(values))))


def _bins(name: str, values: Array, cuts: Sequence[float]) -> Doses:
    limits = [*cuts, np.inf]
    names = [
        f"{low:g}+" if np.isinf(high) else f"{low:g} to <{high:g}" for low, high in pairwise(limits)
    ]
    inside = [(values >= low) & (values < high) for low, high in pairwise(limits)]
    missing = np.isnan(values)
    columns = {
        f"{name}[{text}]": np.where(missing, np.nan, rows.astype(float))
        for text, rows in zip(names, inside, strict=True)
    }
    below = (f"below {cuts[0]:g}", values < cuts[0])
    return Doses(columns, (below, *zip(names, inside, strict=True)))


def refuse_empty_steps(name: str, doses: Doses, rows: NDArray[np.intp]) -> None:
    """Refuse bins that no row of the sample is in.

    Parameters
    ----------
    name : str
        Column of the amount.
    doses : Doses
        Groups by amount.
    rows : ndarray of int, shape (m,)
        Rows of the sample.

    Raises
    ------
    ModelError
        Names the first one that is empty.
    """
    for text, inside in doses.steps:
        if len(doses.steps) > 2 and not inside[rows].any():  # noqa: PLR2004  # none and some
            raise ModelError(
                f'No row has an amount of "{name}" in the group {text}.',
                remedy="Choose other limits for the bins.",
            )


def describe_doses(
    values: Array, doses: Doses, people: Codes, rows: NDArray[np.intp]
) -> dict[str, float]:
    """Return who had how much.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Amounts.
    doses : Doses
        Groups by amount.
    people : ndarray of int, shape (n,)
        Person of each row.
    rows : ndarray of int, shape (m,)
        Rows of the sample.

    Returns
    -------
    dict of str to float
        People and rows with an amount other than 0, its mean and median among these rows, the
        most, and people by group.
    """
    used = values[rows]
    some = used != 0
    told = {
        "n_treated_people": float(np.unique(people[rows][some]).size),
        "n_treated_rows": float(some.sum()),
        "dose_mean": float(used[some].mean()),
        "dose_median": float(np.median(used[some])),
        "dose_max": float(used.max()),
    }
    groups = {
        f"n_people[{text}]": float(np.unique(people[rows][inside[rows]]).size)
        for text, inside in doses.steps
    }
    return {**told, **groups}


def dose_findings(
    name: str, values: Array, doses: Doses, people: Codes, rows: NDArray[np.intp]
) -> tuple[Finding, ...]:
    """Return what an amount gives reason to mind.

    Parameters
    ----------
    name : str
        Column of the amount.
    values : ndarray, shape (n,)
        Amounts.
    doses : Doses
        Groups by amount.
    people : ndarray of int, shape (n,)
        Person of each row.
    rows : ndarray of int, shape (m,)
        Rows of the sample.

    Returns
    -------
    tuple of Finding
        That those who got more may differ from those who got less; that nobody got none; and
        with bins the people in each.
    """
    used = values[rows]
    found = [
        Finding(
            "warning",
            "dose_selection",
            f"People with more of {name} are compared with people with less. That is the effect "
            "of more only if those who got more would have changed, at any amount, as those who "
            "got less did; often those in need get more.",
            remedy="Say in the text who decided how much each got.",
        )
    ]
    if not (used == 0).any():
        found.append(
            Finding(
                "warning",
                "no_untreated",
                f"Everyone has some of {name}: the estimate compares more with less, and says "
                "nothing of some against none.",
                remedy="Read it so, or add people who got none.",
            )
        )
    if len(doses.steps) > 2:  # noqa: PLR2004  # none and some
        found.append(_who(name, doses, people, rows))
    return tuple(found)


def _who(name: str, doses: Doses, people: Codes, rows: NDArray[np.intp]) -> Finding:
    counts = [
        (text, int(np.unique(people[rows][inside[rows]]).size)) for text, inside in doses.steps
    ]
    told = ", ".join(f"{count} with {text}" for text, count in counts)
    return Finding(
        "note",
        "dose_groups",
        f"People by amount of {name}, each counted wherever they were at some wave: {told}.",
        counts=tuple(
            Counted(f"{count} with {text}", (count,), f"{{few}} with {text}")
            for text, count in counts
        ),
    )
