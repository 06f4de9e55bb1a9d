"""Pooled least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.models.spec import (
    LINEAR_ERRORS,
    LINEAR_PROPERTIES,
    Comparison,
    Foretold,
    ModelSpec,
    Treatments,
)

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

    called: ClassVar[str] = "Pooled regression"
    order: ClassVar[int] = 6
    question: ClassVar[str] = "Do those who were served have better results than the others?"
    compares: ClassVar[str] = (
        "Rows with more of the treatment with rows with less, of different people and of the same."
    )
    right_when: ClassVar[str] = (
        "Treatment was random, or what decided it is among the controls, and errors are clustered."
    )
    wrong_when: ClassVar[str] = (
        "People differ in ways that are not controlled for and that go with the treatment."
    )
    needs_in_words: ClassVar[str] = "one wave or more"
    assumes: ClassVar[str] = "that treated and others are otherwise alike"
    equation: ClassVar[str] = "y_i = a + b D_i + g'x_i + e_i"
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter 4, "
            "ISBN 9780262232586"
        ),
        "Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13",
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "One wave is enough.",
        "A treatment that does not vary is refused.",
        "A control that repeats another is left out and named; the treatment's double is refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; statsmodels WLS with factors and interactions, estimates and errors, 1e-9 "
            "(tests/models/estimators/test_pooled.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    takes_moderator: ClassVar[bool] = True
    takes_intercept: ClassVar[bool] = True
    comparison_is: ClassVar[Comparison] = "effects"
    foretold: ClassVar[Foretold] = "rows"

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
        from studytool.models.arrays.design import Formula
        from studytool.models.fitting.regression import Request, regress

        formula = Formula(
            outcome=self.outcome,
            treatments=self.treatments,
            controls=self.controls,
            effects=self.effects or (),
            clusters=self.cluster,
            weights=self.weights,
            intercept=self.intercept,
        )
        request = Request(formula)
        return regress(self, panel, request, seed=seed, progress=progress)
