"""A model fitted once more, so that its estimates can be judged by drawing again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import codes_of, find_columns
from studytool.models.fitting.regression import fit_arrays
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design
    from studytool.models.kernel.absorption import Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.result import ModelResult, Regression
    from studytool.models.spec import ModelSpec


@dataclass(frozen=True, slots=True)
class Refit:
    """A model with its arrays.

    Attributes
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.
    regression : Regression
        What it was made of.
    design : Design
        Its arrays, n rows.
    fit : Fit
        Its fit.
    """

    spec: ModelSpec
    result: ModelResult
    regression: Regression
    design: Design
    fit: Fit

    @property
    def terms(self) -> tuple[str, ...]:
        """Treatments that have an estimate of their own, effects in groups left out."""
        estimates, own = self.result.estimates, self.design.names
        return tuple(
            n for n in self.result.shown if n in own and isinstance(estimates.get(n), Estimate)
        )

    def place(self, term: str) -> int:
        """Return which of the coefficients is a term's."""
        return [self.design.names[place] for place in self.fit.kept].index(term)

    def codes(self, level: str) -> Codes:
        """Return the code of a level for each row; each row its own where nobody has a name.

        Raises
        ------
        UnknownLevelError
            If the level does not exist.
        ModelError
            If some row has none.
        """
        panel, index = self.regression.panel, self.regression.index
        if level == "person" and panel.design.person is None and level not in panel.frame:
            return np.arange(index.size)
        columns = [panel.frame[name].iloc[index] for name in find_columns(level, panel)]
        empty = sum(int(column.isna().sum()) for column in columns)
        if empty:
            raise ModelError(
                f'{empty} rows of the sample have no "{level}", which drawing again needs.',
                remedy="Complete it, or name a level that every row has.",
            )
        return codes_of(columns)


def fit_again(spec: ModelSpec, result: ModelResult) -> Refit | None:
    """Fit a model once more.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.

    Returns
    -------
    Refit or None
        None where the model is not fitted by least squares.
    """
    if result.regression is None:
        return None
    design = result.regression.design()
    return Refit(spec, result, result.regression, design, fit_arrays(design))
