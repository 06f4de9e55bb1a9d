"""Fixed-effects Poisson: how rates changed within people, in ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.models.honoured import refuse_errors, refuse_unused
from studytool.models.spec import Comparison, ModelSpec, Treatments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.core.findings import Finding
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.nonlinear import Drawn, Outcome
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array
    from studytool.models.likelihood.conditional_poisson import ConditionalPoisson
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

METHOD = "a fixed-effects Poisson model"
OVERDISPERSED = 1.5
"""Variance over mean from which a standard error that takes them as equal is said to be small."""


class FePoisson(ModelSpec):
    """Poisson with person effects: ratios of rates within people.

    Notes
    -----
    E(y_it) = exp(b D_it + g'x_it + person_i + wave_t + offset_it). The person effects are taken
    out exactly, given each person's total; the other effects enter as dummies. It is right for
    any outcome that is not negative if that mean is: counts need not be Poisson, nor whole
    numbers, as long as the standard error is robust or clustered. People whose outcome is always
    0 carry no information, leave the sample and are counted. Estimates are logarithms of rate
    ratios, or rate ratios with `exponentiate`; `offset` is the logarithm of what is counted over.
    The clustered covariance is that of the weighted least squares of the last step, so that the
    small-sample conventions mean what they mean for fixed effects.

    References
    ----------
    Hausman, Hall and Griliches (1984), https://doi.org/10.2307/1911191
    Wooldridge (1999), https://doi.org/10.1016/S0304-4076(98)00033-5
    Santos Silva and Tenreyro (2006), https://doi.org/10.1162/rest.88.4.641
    """

    called: ClassVar[str] = "Fixed-effects Poisson"
    order: ClassVar[int] = 9
    question: ClassVar[str] = "By what ratio did a count change when people were served?"
    compares: ClassVar[str] = (
        "Each person's counts when served with their own when not, against what changed meanwhile "
        "for the others, in ratios."
    )
    right_when: ClassVar[str] = (
        "Without treatment the counts of the treated would have changed by the same ratio as those "
        "of the others."
    )
    wrong_when: ClassVar[str] = (
        "People were chosen by an earlier count, or changes add up rather than multiply."
    )
    needs_in_words: ClassVar[str] = "a count at two waves or more"
    assumes: ClassVar[str] = "equal ratios over time without treatment"
    equation: ClassVar[str] = "E(y_it) = exp(b D_it + g'x_it + person_i + wave_t + offset_it)"
    sources: ClassVar[tuple[str, ...]] = (
        "Hausman, Hall and Griliches (1984), https://doi.org/10.2307/1911191",
        "Wooldridge (1999), https://doi.org/10.1016/S0304-4076(98)00033-5",
        "Santos Silva and Tenreyro (2006), https://doi.org/10.1162/rest.88.4.641",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "classical (variance equal to the mean), normal",
        "HC0 and HC1",
        "CR0, CR1 in four named small-sample conventions, one cluster level or two, t(G-1)",
    )
    properties: ClassVar[frozenset[str]] = frozenset({"row_order", "relabelling", "uniform_p"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People whose outcome is always 0 leave, and are counted.",
        "Negative values are refused; values that are not whole are allowed, and it is said.",
        "A term at whose values the outcome is always 0 is refused, and named.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R glm with person dummies and sandwich vcovCL, with and without offset, "
            "1e-8 (tests/reference/nonlinear)"
        ),
        (
            "pyfixest fepois, clustered in its default convention, 1e-7 "
            "(tests/models/estimators/test_fe_poisson.py)"
        ),
        (
            "Stata xtpoisson, fe: accidents of ships, rate ratios and errors as printed, 1e-6 "
            "(tests/models/estimators/test_fe_poisson.py)"
        ),
    )
    comparison_is: ClassVar[Comparison] = "effects"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")

    kind: Literal["fe_poisson"] = "fe_poisson"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )
    offset: str | None = Field(
        title="Logarithm of what it is counted over",
        default=None,
        description="Column with the logarithm of what the outcome is counted over, such as time.",
    )
    exponentiate: bool = Field(
        title="Give rate ratios",
        default=False,
        description="Rate ratios in place of logarithms of rate ratios.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        refuse_errors(
            self,
            ("classical", "hc0", "hc1", "cr0", "cr1"),
            METHOD,
            conventions=("nonnested", "no_k", "all_effects", "linearmodels"),
            most_clusters=2,
        )
        if self.covariance in {None, "classical"} and not self.cluster:
            refuse_unused(
                self,
                ("weights",),
                f"{METHOD} with a classical standard error",
                'Name a cluster, or covariance = "hc1": weights make variances unequal.',
            )
        return self

    @property
    def scale(self) -> Literal["", "log odds", "log rate"]:
        """Scale of its coefficients."""
        return "log rate"

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        offset = (self.offset,) if self.offset else ()
        return tuple(dict.fromkeys((*super().needs(), *offset)))

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the outcome is negative somewhere or 0 in everybody, a treatment is not identified,
            or a term predicts outcomes of 0 perfectly.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.columns import numbers
        from studytool.models.arrays.design import conditional_formula
        from studytool.models.fitting.nonlinear import arrange, report
        from studytool.models.likelihood.conditional_poisson import fit_conditional_poisson

        formula = conditional_formula(self, "A fixed-effects Poisson model", "to take out")
        progress.step(f"{self.name}: sample", 0, 3)
        sample, silent = _draw(self, panel, formula)
        drawn = arrange(panel, sample, formula)
        progress.step(f"{self.name}: estimates", 1, 3)
        design = drawn.design
        fit = fit_conditional_poisson(
            design.outcome,
            drawn.regressors,
            design.effects[0],
            drawn.names,
            offset=numbers(panel.frame, self.offset)[sample.index] if self.offset else None,
            weights=design.weights,
        )
        progress.step(f"{self.name}: standard errors", 2, 3)
        return report(self, drawn, _outcome(self, drawn, fit, silent), seed=seed)


def _draw(spec: FePoisson, panel: Panel, formula: Formula) -> tuple[Sample, int]:
    """Return the rows of groups with an outcome above 0, and how many groups have none."""
    import numpy as np

    from studytool.models.arrays.drawing import (
        draw,
        let_groups_go,
        refuse_negative,
        refuse_none_left,
    )
    from studytool.models.arrays.sample import Need
    from studytool.models.fitting.regression import Request, list_needs

    needs = list_needs(panel, Request(formula))
    if spec.offset:
        needs.append(Need(spec.offset, f"offset missing: {spec.offset}"))
    sample, outcome = draw(spec, panel, needs)
    refuse_negative(spec.outcome, outcome, 'kind = "fixed_effects"')
    named = formula.effects[0]
    sample, silent = let_groups_go(
        *(panel, sample, named),
        lambda groups: np.bincount(groups, outcome) == 0,
        f"outcome always 0 within the {named}",
    )
    refuse_none_left(
        sample, why=f'"{spec.outcome}" is 0 in every row.', remedy="Choose another outcome."
    )
    return sample, silent


def _outcome(spec: FePoisson, drawn: Drawn, fit: ConditionalPoisson, silent: int) -> Outcome:
    """Return what was found, dummies left out, in the order of the design."""
    from studytool.models.fitting.nonlinear import Outcome, count_codes, word_equation

    covariance, convention, dispersion = _covariance(spec, drawn, fit)
    equation = word_equation(drawn, f"log E({spec.outcome})")
    if spec.offset:
        equation += f" + {spec.offset}"
    if spec.weights:
        equation += f", weighted by {spec.weights}"
    return Outcome(
        coefficients=fit.coefficients[drawn.dummies.shape[1] :],
        covariance=covariance,
        convention=convention,
        equation=equation,
        ratios=spec.exponentiate,
        of="rate ratios",
        statistics={
            "log_likelihood": fit.log_likelihood,
            "dispersion": dispersion,
            "n_carrying": float(count_codes(drawn.design.effects[0])),
            "n_always_zero": float(silent),
        },
        findings=tuple(_findings(spec, drawn.design.outcome, covariance, dispersion)),
    )


def _covariance(
    spec: FePoisson, drawn: Drawn, fit: ConditionalPoisson
) -> tuple[Covariance, str, float]:
    """Return covariance, its name and the dispersion, by the least squares of the last step."""
    import numpy as np

    from studytool.models.inference.standard_errors import Covariance, covariance, in_words
    from studytool.models.kernel.linear import least_squares

    design = drawn.design
    kept = design.regressors[:, drawn.linear.kept]
    relative = (design.outcome - fit.means) / fit.means
    working = kept @ fit.coefficients[drawn.dummies.shape[1] :] + relative
    weights = fit.means if design.weights is None else fit.means * design.weights
    last = least_squares(working, kept, effects=design.effects, weights=weights)
    freedom = max(last.rows - last.rank, 1)
    dispersion = float(fit.means @ relative**2) / freedom
    wanted = spec.covariance or ("cr1" if spec.cluster else "classical")
    if wanted == "classical":
        free = np.full(len(last.bread), np.inf)
        words = "classical (variance equal to the mean), normal"
        return Covariance(last.bread, free, wanted), words, dispersion
    found = covariance(
        last,
        wanted,
        clusters=design.clusters,
        small_sample=spec.small_sample,
        cluster_g=spec.cluster_g,
    )
    return found, in_words(found, design.cluster_names), dispersion


def _findings(
    spec: FePoisson, outcome: Array, covariance: Covariance, dispersion: float
) -> Iterator[Finding]:
    from studytool.core.findings import Finding

    if covariance.kind == "classical" and dispersion > OVERDISPERSED:
        yield Finding(
            "warning",
            "overdispersion",
            f'The variance of "{spec.outcome}" is {dispersion:.1f} times what the standard error '
            "takes it to be (its mean), so the standard error is too small.",
            remedy='Say cluster = ["person"], or covariance = "hc1".',
        )
    if (outcome % 1 != 0).any():
        yield Finding(
            "note",
            "not_counts",
            f'"{spec.outcome}" is not a count: some values are not whole. Ratios of its mean are '
            "estimated all the same.",
            remedy="Use a robust or clustered standard error.",
        )
