"""Items of a scale: laid side by side, checked, reversed, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.counted import several
from studytool.core.errors import DataError, DocumentError
from studytool.core.spec import nearest
from studytool.survey.codebook import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.survey.measure import Measure
    from studytool.survey.panel import Panel

Floats = npt.NDArray[np.float64]
TOO_FEW = "too few items"


@dataclass(frozen=True, slots=True)
class Items:
    """Answers to the items of a scale.

    Attributes
    ----------
    answers : ndarray of float64, shape (n, k)
        One column an item, reversed where asked; missing where not answered.
    answered : ndarray of int64, shape (n,)
        Items answered in each row.
    enough : ndarray of bool, shape (n,)
        Whether they are as many as asked for.
    """

    answers: Floats
    answered: npt.NDArray[np.int64]
    enough: npt.NDArray[np.bool_]

    def reasons(self) -> pd.Series:
        """Return "too few items" for rows that cannot be scored."""
        return pd.Series(TOO_FEW, index=pd.RangeIndex(len(self.enough)), dtype="str").mask(
            self.enough
        )


def items_of(
    panel: Panel,
    items: Sequence[str],
    *,
    reverse: Sequence[str],
    minimum: int | None,
    limits: tuple[float, float] | None,
) -> Items:
    """Return the items of a scale.

    Parameters
    ----------
    panel : Panel
        Rows to score.
    items, reverse : sequence of str
        Names of the items, and of those that are reversed: lowest + highest - answer.
    minimum : int or None
        Items that must be answered; all where None.
    limits : (float, float) or None
        Lowest and highest answer; the codebook's range of each item where None.

    Returns
    -------
    Items
        In the order of `items`.

    Raises
    ------
    DocumentError
        If an item is no number, or is to be reversed and has no range.
    DataError
        If an answer lies outside the range; names the column.
    """
    answers = np.empty((len(panel.frame), len(items)))
    for place, name in enumerate(items):
        own = limits or _range(panel.codebook, name)
        column = _answers(panel, name)
        if own is not None:
            _refuse_outside(column, own, name)
        if name in reverse:
            if own is None:
                raise DocumentError(
                    f'"{name}" is to be reversed, and its range is not known.',
                    remedy="Say range = [lowest, highest] in the measure.",
                )
            column = own[0] + own[1] - column
        answers[:, place] = column
    answered = (~np.isnan(answers)).sum(axis=1)
    wanted = len(items) if minimum is None else minimum
    return Items(answers, answered, answered >= wanted)


def _range(codebook: Mapping[str, Variable], name: str) -> tuple[float, float] | None:
    return codebook[name].range if name in codebook else None


def _answers(panel: Panel, name: str) -> Floats:
    if name not in panel.frame:
        known = [str(column) for column in panel.frame.columns]
        raise DocumentError(f'There is no column "{name}" to score.', remedy=nearest(name, known))
    if panel.frame[name].dtype.kind not in "fi":
        raise DocumentError(
            f'The item "{name}" holds no numbers.',
            remedy='Give it type = "number" in [[variables]], with recode for its texts.',
        )
    answers: Floats = panel.frame[name].to_numpy(dtype=np.float64)
    return answers


def _refuse_outside(answers: Floats, limits: tuple[float, float], name: str) -> None:
    outside = int(((answers < limits[0]) | (answers > limits[1])).sum())
    if outside:
        rows = several(outside, "row")
        raise DataError(
            f'The item "{name}" lies outside {limits[0]:g} to {limits[1]:g} in {rows}.',
            where=f"column {name}",
            why="A score made of impossible answers would be wrong without a sign of it.",
            remedy="Correct the range, list the code under missing, or decide about the cells.",
        )


def refuse_other_than_0_and_1(panel: Panel, items: Sequence[str]) -> None:
    """Raise an error for items that hold anything but 0 and 1.

    Parameters
    ----------
    panel : Panel
        Rows to score.
    items : sequence of str
        Names of the items.

    Raises
    ------
    DataError
        If there is such an item; names the column.
    """
    for name in items:
        answers = _answers(panel, name)
        other = int((~np.isin(answers, (0.0, 1.0)) & ~np.isnan(answers)).sum())
        if other:
            rows = several(other, "row")
            raise DataError(
                f'The item "{name}" is neither 0 nor 1 in {rows}.',
                where=f"column {name}",
                why="An item of a domain says at risk (1) or not (0).",
                remedy="Recode it in [[variables]], or cut it with a cutoff_band measure first.",
            )


def scored_variable(
    measure: Measure,
    panel: Panel,
    items: Sequence[str],
    *,
    labels: dict[str, str] | None = None,
    limits: tuple[float, float] | None = None,
) -> Variable:
    """Return the codebook entry of a score.

    Parameters
    ----------
    measure : Measure
        What was asked for.
    panel : Panel
        With the entries of the items, which say who answered.
    items : sequence of str
        What it was made from; informant and instrument are taken over where all items agree.
    labels : dict of code to name, optional
        Names of bands.
    limits : (float, float), optional
        Lowest and highest possible score.
    """
    entries = [panel.codebook[name] for name in items if name in panel.codebook]
    informants = {entry.informant for entry in entries}
    domains = {entry.domain for entry in entries}
    return Variable(
        name=measure.name,
        label=measure.label,
        informant=informants.pop() if len(informants) == 1 else None,
        domain=measure.domain or (domains.pop() if len(domains) == 1 else ""),
        higher_is=measure.higher_is,
        version=measure.version,
        labels=labels or {},
        range=limits,
    )
