"""Each household or school counted once a wave, where an answer is about it, not about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def once_a_unit(
    rows: pd.DataFrame, *, keys: Sequence[str], constant: Sequence[str], unit: str, label: str
) -> pd.DataFrame:
    """Return one row for each unit and wave.

    Parameters
    ----------
    rows : DataFrame
        Rows of people with the columns of `keys` and `constant`.
    keys : sequence of str
        Columns that tell units and waves apart; rows without one are left out.
    constant : sequence of str
        Columns that may have one value a unit and wave, missing ones aside.
    unit : str
        What a unit is called.
    label : str
        What the answers are called.

    Returns
    -------
    DataFrame
        Columns `keys` and `constant`; a value is missing where nobody in the unit has one.

    Raises
    ------
    DataError
        If people of one unit and wave have different values; says how many units.
    """
    groups = rows.groupby(list(keys), sort=True, dropna=True)
    different = groups[list(constant)].nunique()
    clashes = int(different.gt(1).any(axis=1).sum())
    if clashes:
        raise DataError(
            f"{clashes} times, people of one {unit} and wave differ in {label}.",
            why=f"Each {unit} is to be counted once, so its answer must be one.",
            remedy='Count people (unit = "person"), or derive one answer for the group.',
        )
    return groups[list(constant)].first().reset_index()
