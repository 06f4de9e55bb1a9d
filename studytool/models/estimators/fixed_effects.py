"""Fixed effects: what changes within people against what changes within others."""

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


class FixedEffects(ModelSpec):
    """Least squares with effects taken out: person and wave unless others are named.

    Notes
    -----
    y_it = b D_it + g'x_it + person_i + wave_t + e_it, by (weighted) least squares, exact on
    unbalanced panels. Only people whose treatment changes carry information on b. It is an
    effect if, without treatment, the treated would have changed as the others did; people
    chosen by an earlier score would not (regression to the mean).

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter 10,
    ISBN 9780262232586. Daw and Hatfield (2018), https://doi.org/10.1111/1475-6773.12993
    """

    called: ClassVar[str] = "Fixed effects"
    order: ClassVar[int] = 1
    question: ClassVar[str] = (
        "Did people change more when they were served than when they were not?"
    )
    compares: ClassVar[str] = (
        "Each person with themselves at other waves, against what changed meanwhile for the others."
    )
    right_when: ClassVar[str] = (
        "Without treatment the treated would have changed as the others did; lasting differences "
        "between people do no harm."
    )
    wrong_when: ClassVar[str] = (
        "People were chosen by an earlier score (regression to the mean), or treatment began at "
        "several waves with effects that differ or grow."
    )
    needs_in_words: ClassVar[str] = "two waves or more"
    assumes: ClassVar[str] = "equal paths without treatment"
    equation: ClassVar[str] = "y_it = b D_it + g'x_it + person_i + wave_t + e_it"
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter 10, "
            "ISBN 9780262232586"
        ),
        "Daw and Hatfield (2018), https://doi.org/10.1111/1475-6773.12993",
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Exact on unbalanced panels; rows alone in an effect stay, are counted and move nothing.",
        "A treatment that never changes within a person is refused.",
        "One wave is refused.",
        (
            "With trends: a straight line over the waves for each level, exact on unbalanced "
            "panels; a level with rows at one wave only has none."
        ),
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; the castle doctrine in five conventions in print, 5e-7 "
            "(tests/reference/fixed_effects)"
        ),
        (
            "R plm, sandwich and clubSandwich: estimates 1e-10, CR0 to CR3 with degrees of "
            "freedom 1e-8 (tests/models/inference/test_standard_errors.py)"
        ),
        (
            "pyfixest and, weighted, linearmodels PanelOLS: estimates 1e-9, errors 1e-8 "
            "(tests/models/estimators/test_fixed_effects.py)"
        ),
        (
            "first differences and the four means of two waves and one switch, 1e-10 "
            "(tests/models/estimators/test_fixed_effects.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    takes_moderator: ClassVar[bool] = True
    takes_trends: ClassVar[bool] = True
    comparison_is: ClassVar[Comparison] = "effects"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")
    foretold: ClassVar[Foretold] = "rows"

    kind: Literal["fixed_effects"] = "fixed_effects"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If a treatment does not vary within people, repeats the controls or effects, or no
            row is left.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.design import Formula
        from studytool.models.fitting.regression import Request, regress

        formula = Formula(
            outcome=self.outcome,
            treatments=self.treatments,
            controls=self.controls,
            effects=("person", "wave") if self.effects is None else self.effects,
            clusters=self.cluster,
            weights=self.weights,
            trends=self.trends,
        )
        request = Request(formula)
        return regress(self, panel, request, seed=seed, progress=progress)
