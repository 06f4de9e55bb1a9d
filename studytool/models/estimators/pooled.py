"""Pooled least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from studytool.models.spec import ModelSpec, Treatments

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class Pooled(ModelSpec):
    """Least squares over all rows, no effects taken out unless asked for.

    Notes
    -----
    y_i = a + b D_i + g'x_i + e_i, by (weighted) least squares. It compares different people as
    well as the same people at different times: what makes people differ is in b unless it is
    among the controls.

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter 4,
    ISBN 9780262232586. Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13
    """

    kind: Literal["pooled"] = "pooled"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If a treatment does not vary or repeats the controls, or no row is left.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.design import Formula
        from studytool.models.regression import Request, regress

        formula = Formula(
            outcome=self.outcome,
            treatments=self.treatments,
            controls=self.controls,
            effects=self.effects or (),
            clusters=self.cluster,
            weights=self.weights,
        )
        request = Request(formula)
        return regress(self, panel, request, seed=seed, progress=progress)
