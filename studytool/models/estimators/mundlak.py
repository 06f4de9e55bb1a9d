"""Correlated random effects (Mundlak): the change within people beside how people differ."""

from __future__ import annotations

from dataclasses import replace
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
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

STEPS = 2


class Mundlak(ModelSpec):
    """Random effects with the person means of everything that changes within people.

    Notes
    -----
    y_it = a + b D_it + d mean(D_i) + g'x_it + h'mean(x_i) + u_i + e_it, by least squares with
    theta_i times the person's mean taken out of each column, theta as in random effects (here of
    the model with the means). b is that of fixed effects, on unbalanced panels too; the terms
    ``mean(x)`` say how people with more of x differ from people with less beyond that, and can
    stand beside what never changes within people. ``hausman`` tests that all means are 0: that
    random effects would have done. A mean that is the same for everyone, such as that of the
    waves where all have all, is left out.

    References
    ----------
    Mundlak (1978), https://doi.org/10.2307/1913646
    Wooldridge (2019), https://doi.org/10.1016/j.jeconom.2018.12.010
    """

    called: ClassVar[str] = "Correlated random effects (Mundlak)"
    order: ClassVar[int] = 12
    question: ClassVar[str] = (
        "Did people change more when served, and how did the served differ anyway?"
    )
    compares: ClassVar[str] = (
        "Each person with themselves at other waves; the terms mean(x) compare people with people."
    )
    right_when: ClassVar[str] = (
        "As with fixed effects: without treatment the treated would have changed as the others did."
    )
    wrong_when: ClassVar[str] = (
        "People were chosen by an earlier score, or mean(x) is read as an effect."
    )
    needs_in_words: ClassVar[str] = "two waves or more"
    assumes: ClassVar[str] = "equal paths without treatment"
    equation: ClassVar[str] = "y_it = a + b D_it + d mean(D_i) + g'x_it + h'mean(x_i) + u_i + e_it"
    sources: ClassVar[tuple[str, ...]] = (
        "Mundlak (1978), https://doi.org/10.2307/1913646",
        "Wooldridge (2019), https://doi.org/10.1016/j.jeconom.2018.12.010",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS[:-1],
        "wild cluster bootstrap beside them (resampling), the weights of rows as estimated",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        (
            "A treatment that never changes within a person has no mean of its own: its estimate "
            "compares people, as in random effects."
        ),
        "One wave, and weights that change within a person, are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; fixed effects, balanced and unbalanced, the estimates within people, 1e-9 "
            "(tests/models/estimators/test_mundlak.py)"
        ),
        "R plm, random on the means, 1e-8 (tests/reference/panel_models)",
        (
            "linearmodels RandomEffects on the means, estimates and errors, 1e-8 "
            "(tests/models/estimators/test_mundlak.py)"
        ),
    )
    comparison_is: ClassVar[Comparison] = "changes"
    resamples: ClassVar[bool] = True
    no_permutation: ClassVar[str] = (
        "rows are weighed by variances estimated with the treatment as it was"
    )
    foretold: ClassVar[Foretold] = "within"

    kind: Literal["mundlak"] = "mundlak"
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
        found = fit_weighed(
            self, panel, request, drawn, variant=self.unbalanced_variant, means=True
        )
        kept = [name for name in found.means if name in found.fitted.kept]
        means = f"with {', '.join(kept)}; " if kept else ""
        said = Conclusion(
            equation=f"{means}{shared.taken_out(found.parts)} ({self.unbalanced_variant})",
            tests={"hausman": shared.judge_means(found.fitted, found.means)},
            statistics=shared.numbers_of(found.parts),
            findings=shared.warn_of_waves(self, drawn),
            regression=found.regression,
        )
        described = replace(drawn, design=found.design)
        return conclude(self, request, described, found.fitted, said, seed=seed)
