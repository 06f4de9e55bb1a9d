"""Generalised estimating equations: averages of groups, with answers alike inside clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.core.errors import ModelError
from studytool.models.honoured import refuse_errors, refuse_unused
from studytool.models.spec import Comparison, Foretold, ModelSpec, Treatments

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.fitting.nonlinear import Drawn, Outcome
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.likelihood.estimating_equations import Equations, EquationsFit
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

CERTAIN = 1e-6
"""Variance of an answer below which separation is looked for."""

METHOD = "generalised estimating equations"
LINKS = {"gaussian": "E({})", "binomial": "log odds({} = 1)", "poisson": "log E({})"}
WORKING = {
    "exchangeable": "exchangeable",
    "independence": "independence",
    "ar1": "ar1 (to the power of the difference of wave numbers)",
}
RATIOS = {"gaussian": "", "binomial": "odds ratios", "poisson": "rate ratios"}


class Gee(ModelSpec):
    """Population averages of a score, a yes/no answer or a count, clusters allowed for.

    Notes
    -----
    g(E(y_it)) = a + b D_it + k'x_it, with g the identity (gaussian), the log odds (binomial) or
    the logarithm (poisson), by solving sum D'V^-1 (y - m) = 0 with a working correlation inside
    each cluster: the same for all pairs (exchangeable), none (independence), or falling with the
    time between (ar1), which is the difference of their wave numbers: from wave 2 to wave 4 are
    two steps, whether or not there is a wave 3, because the time that passed is what makes answers
    less alike. If it is wrong, estimates and clustered errors are still right in large
    samples, as long as treatment at one wave does not depend on the outcome at another. Nothing is
    taken out: people are compared with other people. Estimates are averages over the population,
    which for log odds are nearer 0 than those within people (fe_logit). "cr3" is the correction of
    Mancl and DeRouen, for few clusters; "cr1" is the raw covariance times G/(G-1). The statistic
    ``average_effect`` is the effect on the outcome's own scale, averaged over the rows.

    References
    ----------
    Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13
    Mancl and DeRouen (2001), https://doi.org/10.1111/j.0006-341X.2001.00126.x
    """

    called: ClassVar[str] = "Generalised estimating equations"
    order: ClassVar[int] = 15
    question: ClassVar[str] = (
        "Do averages of the served and the others differ: a score, a yes or no, or a count?"
    )
    compares: ClassVar[str] = "Averages of the treated with averages of others, at all waves."
    right_when: ClassVar[str] = (
        "Treatment was random, or the controls hold all that decided it, and it did not follow "
        "earlier outcomes."
    )
    wrong_when: ClassVar[str] = "The treated differ from the others in lasting ways not held fixed."
    needs_in_words: ClassVar[str] = "two waves or more"
    assumes: ClassVar[str] = "that the controls hold what decided who was treated"
    equation: ClassVar[str] = "g(E(y_it)) = a + b D_it + k'x_it, g identity, log odds or logarithm"
    sources: ClassVar[tuple[str, ...]] = (
        "Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13",
        "Mancl and DeRouen (2001), https://doi.org/10.1111/j.0006-341X.2001.00126.x",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "CR0, CR1 (times G/(G-1)) and CR3 (Mancl and DeRouen), t(G-1), one cluster level",
        "classical (the working model, scale estimated), normal",
    )
    properties: ClassVar[frozenset[str]] = frozenset(
        {"scale", "shift", "row_order", "relabelling", "uniform_p"}
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Without a cluster the person is one.",
        "Effects and weights are refused; waves go in as C(wave).",
        "An answer that a term predicts perfectly is refused, and the term is named.",
        "A working correlation that cannot be is refused.",
        "With ar1, wave 2 to wave 4 are two steps; refused where no waves are one apart.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R gee: three distributions, three correlations, estimates and errors, "
            "1e-7 (tests/reference/nonlinear)"
        ),
        "statsmodels GEE, robust and bias-reduced, 1e-6 (tests/models/estimators/test_gee.py)",
    )
    asked_first: ClassVar[tuple[str, ...]] = ("distribution",)
    unused: ClassVar[frozenset[str]] = frozenset(
        {"weights", "effects", "small_sample", "cluster_g"}
    )
    comparison_is: ClassVar[Comparison] = "both"
    foretold: ClassVar[Foretold] = "weighed"

    kind: Literal["gee"] = "gee"
    treatment: Treatments = Field(description="What may have changed it: a column, or several.")
    distribution: Literal["gaussian", "binomial", "poisson"] = Field(
        title="The outcome is",
        default="gaussian",
        description="A score (gaussian), yes/no (binomial), or a count (poisson).",
    )
    correlation: Literal["exchangeable", "independence", "ar1"] = Field(
        title="Rows of a cluster are alike",
        default="exchangeable",
        description="How alike rows of a cluster are taken to be: all pairs (exchangeable), not "
        "(independence), or less with the difference of their wave numbers (ar1).",
    )
    offset: str | None = Field(
        title="Logarithm of what it is counted over",
        default=None,
        description="Column added to the predictor: the logarithm of what is counted over.",
    )
    exponentiate: bool = Field(
        title="Give ratios",
        default=False,
        description="Odds or rate ratios in place of their logarithms.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        refuse_unused(
            self,
            ("weights", "effects"),
            METHOD,
            'Hold waves fixed with controls = ["C(wave)"]; for weights use kind = "pooled".',
        )
        refuse_errors(self, ("classical", "cr0", "cr1", "cr3"), METHOD, always_clustered=True)
        if self.distribution == "gaussian":
            refuse_unused(
                self, ("exponentiate",), f"{METHOD} of a score", "Leave it out: it is no ratio."
            )
        return self

    @property
    def scale(self) -> Literal["", "log odds", "log rate"]:
        """Scale of its coefficients; empty for the units of the outcome."""
        if self.distribution == "gaussian":
            return ""
        return "log odds" if self.distribution == "binomial" else "log rate"

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        own = (*(() if self.cluster else ("person",)), *((self.offset,) if self.offset else ()))
        return tuple(dict.fromkeys((*super().needs(), *own)))

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the outcome does not suit the distribution, a treatment is not identified, an answer
            is predicted perfectly, or the working correlation is impossible.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.drawing import draw
        from studytool.models.arrays.sample import Need
        from studytool.models.fitting.nonlinear import arrange, report
        from studytool.models.fitting.regression import Request, list_needs

        formula = _formula(self)
        progress.step(f"{self.name}: sample", 0, 3)
        needs = list_needs(panel, Request(formula))
        if self.offset:
            needs.append(Need(self.offset, f"offset missing: {self.offset}"))
        sample, outcome = draw(self, panel, needs)
        _refuse_outcome(self, outcome)
        drawn = arrange(panel, sample, formula)
        progress.step(f"{self.name}: estimates", 1, 3)
        data = _equations(self, panel, drawn)
        fit = _solve(self, data, drawn)
        progress.step(f"{self.name}: standard errors", 2, 3)
        return report(self, drawn, _outcome(self, drawn, data, fit), seed=seed)


def _formula(spec: Gee) -> Formula:
    from studytool.models.arrays.design import Formula

    return Formula(
        outcome=spec.outcome,
        treatments=spec.treatments,
        controls=spec.controls,
        clusters=spec.cluster or ("person",),
    )


def _refuse_outcome(spec: Gee, outcome: object) -> None:
    import numpy as np

    from studytool.models.arrays.drawing import refuse_negative, refuse_other_than_yes_and_no

    values = np.asarray(outcome)
    if spec.distribution == "binomial":
        refuse_other_than_yes_and_no(spec.outcome, values, "A binomial model")
    if spec.distribution == "poisson":
        refuse_negative(spec.outcome, values, 'distribution = "gaussian"')


def _equations(spec: Gee, panel: Panel, drawn: Drawn) -> Equations:
    """Return the data with the rows of each cluster together, in order of their waves."""
    import numpy as np

    from studytool.models.arrays.columns import numbers, waves_of
    from studytool.models.likelihood.estimating_equations import Equations

    design, index = drawn.design, drawn.sample.index
    clusters = np.unique(design.clusters[0], return_inverse=True)[1]
    times = waves_of(panel)[index]
    order = np.lexsort([drawn.people, times, clusters])
    offset = numbers(panel.frame, spec.offset)[index] if spec.offset else np.zeros(index.size)
    data = Equations(
        design.outcome[order],
        offset[order],
        design.regressors[order][:, drawn.linear.kept],
        clusters[order],
        times[order],
        spec.distribution,
        spec.correlation,
    )
    same = (np.diff(data.clusters) == 0) & (np.diff(data.times) == 0)
    if spec.correlation == "ar1" and same.any():
        raise ModelError(
            "Some clusters have several rows at the same wave, so waves do not order them.",
            remedy='Use correlation = "exchangeable", or cluster = ["person"].',
        )
    return data


def _solve(spec: Gee, data: Equations, drawn: Drawn) -> EquationsFit:
    import numpy as np

    from studytool.models.likelihood.estimating_equations import solve_equations
    from studytool.models.likelihood.separation import find_separation, refuse_separation

    fit = solve_equations(data)
    extreme = fit is None or bool((fit.slopes < CERTAIN).any())
    if fit is None or (extreme and spec.distribution == "binomial"):
        signs = np.where(data.outcome == 1, 1.0, -1.0)[:, None]
        contrasts = data.regressors * signs
        if fit is None and spec.distribution != "binomial":
            contrasts = np.empty((0, data.regressors.shape[1]))
        if fit is None or find_separation(contrasts):
            refuse_separation(contrasts, drawn.names)
    return fit


def _outcome(spec: Gee, drawn: Drawn, data: Equations, fit: EquationsFit) -> Outcome:
    from studytool.models.fitting.nonlinear import Outcome, word_equation

    covariance, convention = _covariance(spec, drawn, fit)
    equation = word_equation(drawn, LINKS[spec.distribution].format(spec.outcome))
    if spec.offset:
        equation += f" + {spec.offset}"
    if spec.correlation == "ar1":
        equation += "; corr(t, s) = alpha^|wave_t - wave_s|"
    return Outcome(
        coefficients=fit.coefficients,
        covariance=covariance,
        convention=f"{convention}; working correlation {WORKING[spec.correlation]}",
        equation=equation,
        ratios=spec.exponentiate,
        of=RATIOS[spec.distribution],
        statistics={
            "working_correlation": fit.alpha,
            "scale": fit.scale,
            **_average_effect(spec, drawn, data, fit, covariance),
        },
    )


def _covariance(spec: Gee, drawn: Drawn, fit: EquationsFit) -> tuple[Covariance, str]:
    import numpy as np

    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.likelihood.estimating_equations import clustered_equations

    name, count = drawn.design.cluster_names[0], len(fit.scores)
    wanted = spec.covariance or "cr1"
    if wanted == "classical":
        matrix, free = fit.scale * fit.bread, np.full(len(fit.bread), np.inf)
        words = f"classical (the working model), normal, clusters: {name}"
        return Covariance(matrix, free, wanted, clusters=(count,)), words
    matrix = clustered_equations(fit, corrected=wanted == "cr3")
    if wanted == "cr1":
        matrix = matrix * (count / (count - 1))
    inside = {"cr0": "", "cr1": " (times G/(G-1))", "cr3": " (Mancl and DeRouen)"}[wanted]
    found = Covariance(matrix, np.full(len(matrix), count - 1.0), wanted, clusters=(count,))
    return found, f"{wanted.upper()}{inside}, t(G-1), clusters: {name}"


def _average_effect(
    spec: Gee, drawn: Drawn, data: Equations, fit: EquationsFit, covariance: Covariance
) -> dict[str, float]:
    """Return the effect of the first treatment on the outcome's own scale, with its error.

    The mean difference of fitted means with and without a 0/1 treatment; none of another, nor
    where something interacts.
    """
    import math

    from studytool.models.arrays.columns import is_yes_no
    from studytool.models.likelihood.estimating_equations import fitted_means

    lead = drawn.design.named("treatment")[0]
    if spec.distribution == "gaussian" or any(":" in name for name in drawn.names):
        return {}
    place = drawn.names.index(lead)
    if not is_yes_no(data.regressors[:, place]):
        return {}
    sides = []
    for value in (1.0, 0.0):
        moved = data.regressors.copy()
        moved[:, place] = value
        means, slopes = fitted_means(data, moved @ fit.coefficients + data.offset)
        sides.append((float(means.mean()), (slopes[:, None] * moved).mean(axis=0)))
    gradient = sides[0][1] - sides[1][1]
    return {
        "average_effect": sides[0][0] - sides[1][0],
        "average_effect_std_error": math.sqrt(float(gradient @ covariance.matrix @ gradient)),
    }
