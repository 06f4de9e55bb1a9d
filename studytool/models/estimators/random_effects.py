"""Random effects: within and between people weighed together, as if people differed by chance."""

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
    UnbalancedVariant,
)

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.fitting.estimates import Fitted
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.methods.quasi_demeaning import Components
    from studytool.models.result import ModelResult, TestResult
    from studytool.survey.panel import Panel

STEPS = 3


class RandomEffects(ModelSpec):
    """Generalised least squares with a random effect of the person (Swamy and Arora).

    Notes
    -----
    y_it = a + b D_it + g'x_it + u_i + e_it with u_i and e_it of constant variance: least squares
    on y_it - theta_i mean(y_i), and so for every column, theta_i = 1 - sqrt(s_e^2 / (T_i s_u^2 +
    s_e^2)). The variances come from the regressions within people and of their means, and how
    people with different numbers of rows are taken together has a name: `unbalanced_variant`.
    b is an effect only if what makes people differ for good goes with no regressor, which the
    test ``hausman`` looks at: Hausman's contrast without clusters (where variances are equal, as
    the test needs), the regression-based test with the model's own covariance otherwise, and then
    the contrast as ``hausman_classic``. Effects other than the person's, such as the wave's, enter
    as factors. Weights count people, and must be the same at every wave of a person.

    References
    ----------
    Swamy and Arora (1972), https://doi.org/10.2307/1909405
    Baltagi and Chang (1994), https://doi.org/10.1016/0304-4076(94)90050-7
    Hausman (1978), https://doi.org/10.2307/1913827
    """

    called: ClassVar[str] = "Random effects"
    order: ClassVar[int] = 13
    question: ClassVar[str] = "Do those who are served do better, if people differ only by chance?"
    compares: ClassVar[str] = (
        "People with themselves at other waves and with other people, weighed by how much each "
        "comparison says."
    )
    right_when: ClassVar[str] = (
        "Treatment was random, or nothing that makes people differ for good goes with it."
    )
    wrong_when: ClassVar[str] = (
        "Those who were served differ for good from the others; the Hausman test then tells, if "
        "there are enough people."
    )
    needs_in_words: ClassVar[str] = "two waves or more"
    assumes: ClassVar[str] = (
        "that lasting differences between people have nothing to do with treatment"
    )
    equation: ClassVar[str] = (
        "y_it - theta_i mean(y_i) = a (1 - theta_i) + b (D_it - theta_i mean(D_i)) + "
        "g'(x_it - theta_i mean(x_i)) + error, theta_i = 1 - sqrt(s_e^2 / (T_i s_u^2 + s_e^2))"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Swamy and Arora (1972), https://doi.org/10.2307/1909405",
        "Baltagi and Chang (1994), https://doi.org/10.1016/0304-4076(94)90050-7",
        "Hausman (1978), https://doi.org/10.2307/1913827",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS[:-1],
        "wild cluster bootstrap beside them (resampling), the weights of rows as estimated",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Unbalanced panels: two named variants, which differ; on balanced ones they agree.",
        "A negative variance between people is taken as 0, which is pooled least squares.",
        "One wave, and weights that change within a person, are refused.",
        "Treatment that changes within people without wave effects is a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R plm 2.6-2, swar, balanced and unbalanced, estimates, errors, variances "
            "and theta 1e-8, phtest 1e-7 (tests/reference/panel_models)"
        ),
        (
            "linearmodels RandomEffects, both variants, clustered too, 1e-8 "
            "(tests/models/estimators/test_random_effects.py)"
        ),
        (
            "Baltagi's table for Grunfeld and its Hausman test as printed "
            "(tests/models/estimators/test_random_effects.py)"
        ),
    )
    comparison_is: ClassVar[Comparison] = "both"
    resamples: ClassVar[bool] = True
    no_permutation: ClassVar[str] = (
        "rows are weighed by variances estimated with the treatment as it was"
    )
    foretold: ClassVar[Foretold] = "weighed"

    kind: Literal["random_effects"] = "random_effects"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )
    unbalanced_variant: UnbalancedVariant = "harmonic_mean"

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the panel names no people or has one row a person, a treatment does not vary or
            repeats the controls, or no row is left.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.fitting.reshaping import Conclusion, conclude
        from studytool.models.methods import person_effects as shared
        from studytool.models.methods.weighed_people import draw_people, fit_weighed

        progress.step(f"{self.name}: sample", 0, STEPS)
        request = shared.request_of(self, panel)
        drawn = draw_people(self, panel, request)
        progress.step(f"{self.name}: estimates", 1, STEPS)
        found = fit_weighed(self, panel, request, drawn, variant=self.unbalanced_variant)
        progress.step(f"{self.name}: Hausman test", 2, STEPS)
        said = Conclusion(
            equation=f"{shared.taken_out(found.parts)} ({self.unbalanced_variant})",
            tests=_tests(self, drawn, found.fitted, found.parts),
            statistics=shared.numbers_of(found.parts),
            findings=shared.warn_of_waves(self, drawn),
            regression=found.regression,
        )
        return conclude(self, request, drawn, found.fitted, said, seed=seed)


def _tests(
    spec: RandomEffects, drawn: Drawn, fitted: Fitted, parts: Components
) -> dict[str, TestResult]:
    """Return the Hausman test that fits the covariance, and the classic one beside it."""
    from studytool.models.methods.person_effects import hausman, regression_hausman

    contrast = hausman(fitted, drawn.design, drawn.people)
    if fitted.covariance.kind == "classical":
        return {"hausman": contrast}
    robust = regression_hausman(spec, drawn.design, drawn.people, parts)
    return {"hausman": robust, "hausman_classic": contrast}
