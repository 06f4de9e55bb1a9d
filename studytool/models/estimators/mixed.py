"""Mixed model: least squares with random intercepts of children, households, schools."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.core.errors import ModelError
from studytool.models.honoured import refuse_errors, refuse_unused
from studytool.models.spec import Comparison, Foretold, ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from studytool.core.findings import Finding
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.fitting.nonlinear import Drawn, Outcome
    from studytool.models.likelihood.variance_components import Components
    from studytool.models.result import Estimate, ModelResult
    from studytool.survey.panel import Panel

METHOD = "a mixed model"


class Mixed(ModelSpec):
    """Linear model with random intercepts of nested levels.

    Notes
    -----
    y_it = b D_it + a + k'x_it + u_person + u_household + u_school + e_it, the intercepts normal and
    independent of the treatment and the controls, by restricted maximum likelihood (REML; ML with
    `likelihood`). The levels are the `effects`, in any order: each must lie inside the next wider
    one. Estimates are the coefficients, and ``variance.school`` ... ``variance.residual``. People
    are compared with other people as well as with themselves: what makes the treated differ is in
    b unless it is among the controls. Standard errors rest on the model; the p-value of a variance
    is that of the likelihood ratio, half of it at 0, and its interval is made on the logarithm.

    References
    ----------
    Laird and Ware (1982), https://doi.org/10.2307/2529876
    Patterson and Thompson (1971), https://doi.org/10.1093/biomet/58.3.545
    Self and Liang (1987), https://doi.org/10.1080/01621459.1987.10478472
    """

    called: ClassVar[str] = "Mixed model"
    order: ClassVar[int] = 14
    question: ClassVar[str] = (
        "How much do people, homes and schools differ, and do the served differ from others?"
    )
    compares: ClassVar[str] = (
        "People with themselves at other waves and with other people, weighted by how alike rows "
        "of a child, home or school are."
    )
    right_when: ClassVar[str] = (
        "Treatment was random, or the controls hold what makes the treated differ."
    )
    wrong_when: ClassVar[str] = (
        "The treated differ in lasting ways not held fixed; fixed effects take those out."
    )
    needs_in_words: ClassVar[str] = "two waves or more"
    assumes: ClassVar[str] = (
        "that lasting differences between people have nothing to do with treatment"
    )
    equation: ClassVar[str] = (
        "y_it = b D_it + a + k'x_it + u_person + u_household + u_school + e_it"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Laird and Ware (1982), https://doi.org/10.2307/2529876",
        "Patterson and Thompson (1971), https://doi.org/10.1093/biomet/58.3.545",
        "Self and Liang (1987), https://doi.org/10.1080/01621459.1987.10478472",
    )
    standard_errors: ClassVar[tuple[str, ...]] = ("by the model (REML or ML), normal",)
    properties: ClassVar[frozenset[str]] = frozenset(
        {"scale", "shift", "row_order", "relabelling", "uniform_p"}
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A variance estimated at 0 is given as 0, and it is said.",
        "Levels that are not nested, that coincide, or that hold one row each are refused.",
        "Weights, clusters and robust errors are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R lme4 lmer, one and three levels, REML and ML: estimates and errors "
            "1e-7, variances 1e-6 (tests/reference/nonlinear)"
        ),
        (
            "statsmodels MixedLM, one level: estimates 1e-5, variance 1e-4 "
            "(tests/models/estimators/test_mixed.py)"
        ),
    )
    unused: ClassVar[frozenset[str]] = frozenset(
        {"weights", "cluster", "covariance", "small_sample", "cluster_g"}
    )
    comparison_is: ClassVar[Comparison] = "both"
    foretold: ClassVar[Foretold] = "weighed"
    random_levels: ClassVar[bool] = True

    kind: Literal["mixed"] = "mixed"
    treatment: str | tuple[str, ...] = Field(
        default=(),
        description="What may have changed it: a column, or several; left out, the model says how "
        "much the levels differ and nothing else.",
    )
    effects: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=6,
        description="Levels with random intercepts, each inside the next wider one; left out: "
        "the person.",
    )
    likelihood: Literal["reml", "ml"] = Field(
        title="How variances are found",
        default="reml",
        description="Restricted maximum likelihood, or maximum likelihood.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        refuse_unused(self, ("weights",), METHOD, 'Leave it out, or use kind = "pooled".')
        remedy = 'Give levels a random intercept instead, such as effects = ["person", "school"].'
        refuse_unused(self, ("cluster",), METHOD, remedy)
        refuse_errors(self, ("classical",), METHOD)
        return self

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels with random intercepts."""
        return ("person",) if self.effects is None else self.effects

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        own = ("person",) if self.effects is None else ()
        return tuple(dict.fromkeys((*super().needs(), *own)))

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If a treatment is not identified, the levels are not nested, or the likelihood has no
            maximum that can be found.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.drawing import draw
        from studytool.models.fitting.nonlinear import arrange, report
        from studytool.models.fitting.regression import Request, list_needs
        from studytool.models.likelihood.variance_components import fit_components

        formula = _formula(self)
        progress.step(f"{self.name}: sample", 0, 3)
        needs = list_needs(panel, Request(replace(formula, effects=self.levels, clusters=())))
        drawn = arrange(panel, draw(self, panel, needs)[0], formula)
        order = _nest(drawn)
        progress.step(f"{self.name}: estimates", 1, 3)
        centre = float(drawn.design.outcome.mean())
        fit = fit_components(
            drawn.design.outcome - centre,
            drawn.design.regressors[:, drawn.linear.kept],
            [drawn.design.clusters[place] for place in order],
            restricted=self.likelihood == "reml",
        )
        progress.step(f"{self.name}: standard errors", 2, 3)
        names = [self.levels[place] for place in order]
        outcome = _outcome(self, drawn, fit, names, centre)
        result = report(self, drawn, outcome, seed=seed)
        variances = dict(_variances(fit, names, self.level))
        return replace(result, estimates={**result.estimates, **variances})


def _formula(spec: Mixed) -> Formula:
    from studytool.models.arrays.design import Formula

    return Formula(
        outcome=spec.outcome,
        treatments=spec.treatments,
        controls=spec.controls,
        clusters=spec.levels,
    )


def _nest(drawn: Drawn) -> list[int]:
    """Return the places of the levels from the widest to the narrowest, or refuse them."""
    import numpy as np

    from studytool.models.fitting.nonlinear import count_codes

    codes, names = drawn.design.clusters, drawn.design.cluster_names
    counts = [count_codes(each) for each in codes]
    order = sorted(range(len(codes)), key=lambda place: counts[place])
    for wide, narrow in pairwise(order):
        if counts[wide] == counts[narrow]:
            raise ModelError(
                f'"{names[wide]}" and "{names[narrow]}" have as many groups, {counts[wide]}.',
                why="Their variances cannot be told apart.",
                remedy="Leave one of them out.",
            )
        pairs = np.unique(np.stack([codes[narrow], codes[wide]]), axis=1).shape[1]
        if pairs > counts[narrow]:
            raise ModelError(
                f'"{names[narrow]}" is not inside "{names[wide]}".',
                why=f"{pairs - counts[narrow]} of its groups have rows in another one too.",
                remedy=f'Take "{names[wide]}*{names[narrow]}" in its place: such a group then '
                "counts as one in each.",
            )
    if counts[order[-1]] == drawn.design.outcome.size:
        raise ModelError(
            f'Every "{names[order[-1]]}" has one row.',
            why="Its variance cannot be told from that of the error.",
            remedy="Leave it out of the effects, or use more waves.",
        )
    return order


def _outcome(
    spec: Mixed, drawn: Drawn, fit: Components, names: list[str], centre: float
) -> Outcome:
    import numpy as np

    from studytool.models.fitting.nonlinear import Outcome, count_codes, word_equation
    from studytool.models.inference.standard_errors import Covariance

    coefficients = fit.coefficients.copy()
    constant = [place for place, name in enumerate(drawn.names) if name == drawn.design.names[0]]
    coefficients[constant] += centre
    counts = tuple(count_codes(codes) for codes in drawn.design.clusters)
    free = np.full(coefficients.size, np.inf)
    levels = " and ".join(names)
    said = "restricted maximum likelihood (REML)" if spec.likelihood == "reml" else "ML"
    total = float(fit.variances.sum())
    return Outcome(
        coefficients=coefficients,
        covariance=Covariance(fit.covariance, free, "classical", clusters=counts),
        convention=f"{said}, standard errors by the model, normal",
        equation=f"{word_equation(drawn, spec.outcome)} + random intercepts of {levels} + error",
        ratios=False,
        statistics={
            "log_likelihood": fit.log_likelihood,
            **{
                f"share.{name}": float(variance) / total
                for name, variance in zip((*names, "residual"), fit.variances, strict=True)
            },
        },
        findings=tuple(_at_zero(fit.variances[:-1], names)),
    )


def _at_zero(variances: npt.NDArray[np.float64], names: list[str]) -> Iterator[Finding]:
    from studytool.core.findings import Finding

    for name, variance in zip(names, variances, strict=True):
        if variance == 0:
            yield Finding(
                "note",
                "boundary_variance",
                f'The variance of "{name}" is estimated at 0: its groups differ no more than '
                "chance would have them differ. With few groups that does not mean that they are "
                "alike.",
                remedy="Leave the level out, or keep it because the design has it; the other "
                "estimates are the same.",
            )


def _variances(fit: Components, names: list[str], level: float) -> Iterator[tuple[str, Estimate]]:
    """Yield each variance: p by the likelihood ratio, the interval on the logarithm."""
    import math

    from scipy.special import chdtrc, ndtri

    from studytool.models.result import Estimate

    reach = float(ndtri((1 + level) / 2))
    for place, name in enumerate((*names, "residual")):
        variance, error = float(fit.variances[place]), float(fit.errors[place])
        p = math.nan
        if place < len(names):
            ratio = max(2 * (fit.log_likelihood - float(fit.without[place])), 0.0)
            p = 0.5 * float(chdtrc(1, ratio)) if variance > 0 else 1.0
        far = math.exp(reach * error / variance) if variance > 0 else math.nan
        low = variance / far if variance > 0 else 0.0
        yield f"variance.{name}", Estimate(variance, error, math.inf, p, low, variance * far)
