"""Fixed-effects logit: whether yes came with treatment in people whose answer changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.models.honoured import refuse_errors, refuse_unused
from studytool.models.spec import Comparison, ModelSpec, Treatments

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from studytool.core.findings import Finding
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.nonlinear import Drawn, Outcome
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Codes
    from studytool.models.likelihood.conditional_logit import ConditionalLogit
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

METHOD = "a fixed-effects logit"
FEW_CARRY = 30
"""People whose outcome changed, below which large-sample intervals are not to be relied on."""


class FeLogit(ModelSpec):
    """Conditional (fixed-effects) logit: odds of a yes within people.

    Notes
    -----
    Pr(y_it = 1) = 1 / (1 + exp(-(b D_it + g'x_it + wave_t + person_i))). Given how many of a
    person's answers are yes, which of them are does not depend on person_i (Chamberlain), so b is
    estimated without it and without the bias that person dummies bring into a logit. Only people
    whose answer changes carry information: the others leave the sample and are counted. The first
    of the `effects` is the one conditioned on, the others enter as dummies. Estimates are log odds
    ratios within a person, or odds ratios with `exponentiate`; an effect on the share of yes does
    not follow from them, because it depends on the person effects (fixed effects by least squares
    gives one). The clustered covariance is I^-1 (sum of s_c s_c') I^-1 with s_c the scores of the
    groups in cluster c summed; "cr1" times G/(G-1).

    References
    ----------
    Chamberlain (1980), https://doi.org/10.2307/2297110
    Gail, Lubin and Rubinstein (1981), https://doi.org/10.1093/biomet/68.3.703
    """

    called: ClassVar[str] = "Fixed-effects logit"
    order: ClassVar[int] = 8
    question: ClassVar[str] = (
        "Did a yes or no of the same people turn to yes more often when they were served?"
    )
    compares: ClassVar[str] = (
        "The answers of each person when served with their own answers when not."
    )
    right_when: ClassVar[str] = (
        "Without treatment the odds of the treated would have changed as those of the others did."
    )
    wrong_when: ClassVar[str] = (
        "People were chosen by an earlier answer, or the answer at one wave depends on the last."
    )
    needs_in_words: ClassVar[str] = "a yes or no at two waves or more"
    assumes: ClassVar[str] = "equal paths of the odds without treatment"
    equation: ClassVar[str] = "log odds(y_it = 1) = b D_it + g'x_it + person_i + wave_t"
    sources: ClassVar[tuple[str, ...]] = (
        "Chamberlain (1980), https://doi.org/10.2307/2297110",
        "Gail, Lubin and Rubinstein (1981), https://doi.org/10.1093/biomet/68.3.703",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "classical (inverse information), normal",
        "CR0 and CR1 (times G/(G-1)) from the scores of the groups, t(G-1), one cluster level",
    )
    properties: ClassVar[frozenset[str]] = frozenset({"row_order", "relabelling", "uniform_p"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People whose answer never changes leave, and are counted.",
        "An outcome that a term predicts perfectly is refused, and the term is named.",
        "An outcome other than 0 and 1, weights, and clusters that cut through people are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R survival::clogit, exact: a panel, estimates, errors and clustered "
            "errors, 1e-7 (tests/reference/nonlinear)"
        ),
        (
            "R survival::clogit: union membership of 545 men, .29536 (.16529), 5e-6 "
            "(tests/models/estimators/test_fe_logit.py)"
        ),
        (
            "statsmodels ConditionalLogit, estimates 1e-6, errors 1e-5 "
            "(tests/models/likelihood/test_conditional_logit.py)"
        ),
    )
    outcome_is: ClassVar[Literal["any", "yes_no"]] = "yes_no"
    unused: ClassVar[frozenset[str]] = frozenset({"weights", "small_sample", "cluster_g"})
    comparison_is: ClassVar[Comparison] = "effects"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")

    kind: Literal["fe_logit"] = "fe_logit"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )
    exponentiate: bool = Field(
        title="Give odds ratios",
        default=False,
        description="Odds ratios in place of logarithms of odds ratios.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        refuse_unused(
            self,
            ("weights",),
            METHOD,
            'Leave it out, or use kind = "fixed_effects" with weights (differences in shares).',
        )
        refuse_errors(self, ("classical", "cr0", "cr1"), METHOD)
        return self

    @property
    def scale(self) -> Literal["", "log odds", "log rate"]:
        """Scale of its coefficients."""
        return "log odds"

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the outcome has other values than 0 and 1, nobody's answer changes, a treatment is
            not identified, or the outcome is predicted perfectly.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.design import conditional_formula
        from studytool.models.fitting.nonlinear import arrange, report
        from studytool.models.likelihood.conditional_logit import fit_conditional_logit

        formula = conditional_formula(self, "A fixed-effects logit", "to condition on")
        progress.step(f"{self.name}: sample", 0, 3)
        sample, unchanged = _draw(self, panel, formula)
        drawn = arrange(panel, sample, formula)
        progress.step(f"{self.name}: estimates", 1, 3)
        fit = fit_conditional_logit(
            drawn.design.outcome, drawn.regressors, drawn.design.effects[0], drawn.names
        )
        progress.step(f"{self.name}: standard errors", 2, 3)
        return report(self, drawn, _outcome(self, drawn, fit, unchanged), seed=seed)


def _draw(spec: FeLogit, panel: Panel, formula: Formula) -> tuple[Sample, int]:
    """Return the rows of groups whose answer changes, and how many groups never changed."""
    import numpy as np

    from studytool.models.arrays.drawing import (
        draw,
        let_groups_go,
        refuse_none_left,
        refuse_other_than_yes_and_no,
    )
    from studytool.models.fitting.regression import Request, list_needs

    sample, outcome = draw(spec, panel, list_needs(panel, Request(formula)))
    refuse_other_than_yes_and_no(spec.outcome, outcome, "A logit")
    named = formula.effects[0]

    def unchanged(groups: Codes) -> npt.NDArray[np.bool_]:
        rows, yes = np.bincount(groups), np.bincount(groups, outcome)
        return np.asarray((yes == 0) | (yes == rows))

    reason = f"outcome never changes within the {named}"
    sample, same = let_groups_go(panel, sample, named, unchanged, reason)
    refuse_none_left(
        sample,
        why=f'"{spec.outcome}" never changes within a {named}.',
        remedy='Use kind = "pooled" or "ancova" on a later wave, which compare different people.',
    )
    return sample, same


def _outcome(spec: FeLogit, drawn: Drawn, fit: ConditionalLogit, unchanged: int) -> Outcome:
    """Return what was found, dummies left out, in the order of the design."""
    from studytool.models.fitting.nonlinear import Outcome, count_codes, word_equation

    covariance, convention = _covariance(spec, drawn, fit)
    return Outcome(
        coefficients=fit.coefficients[drawn.dummies.shape[1] :],
        covariance=covariance,
        convention=convention,
        equation=word_equation(drawn, f"log odds({spec.outcome} = 1)"),
        ratios=spec.exponentiate,
        of="odds ratios",
        statistics={
            "log_likelihood": fit.log_likelihood,
            "pseudo_r_squared": 1 - fit.log_likelihood / fit.log_likelihood_null,
            "n_carrying": float(count_codes(drawn.design.effects[0])),
            "n_never_changing": float(unchanged),
        },
        findings=tuple(_who_carries(spec, drawn, unchanged)),
    )


def _covariance(spec: FeLogit, drawn: Drawn, fit: ConditionalLogit) -> tuple[Covariance, str]:
    import numpy as np

    from studytool.models.inference.score_covariance import clustered_scores, clusters_of_groups
    from studytool.models.inference.standard_errors import Covariance

    bread = np.asarray(np.linalg.inv(fit.information), dtype=float)
    named = drawn.dummies.shape[1]
    wanted = spec.covariance or ("cr1" if spec.cluster else "classical")
    if wanted == "classical":
        matrix = bread[named:, named:]
        free = np.full(len(matrix), np.inf)
        return Covariance(matrix, free, "classical"), "classical (inverse information), normal"
    design = drawn.design
    names = (design.effect_names[0], design.cluster_names[0])
    codes = clusters_of_groups(design.effects[0], design.clusters[0], names)
    matrix, count = clustered_scores(bread, fit.scores, codes)
    factor = count / (count - 1) if wanted == "cr1" else 1.0
    matrix = factor * matrix[named:, named:]
    convention = " (times G/(G-1))" if wanted == "cr1" else ""
    return (
        Covariance(matrix, np.full(len(matrix), count - 1.0), wanted, clusters=(count,)),
        f"{wanted.upper()}{convention}, t(G-1), clusters: {design.cluster_names[0]}",
    )


def _who_carries(spec: FeLogit, drawn: Drawn, unchanged: int) -> Iterator[Finding]:
    """Say how many people carry the estimate, and how many do not."""
    from studytool.core.counted import portion
    from studytool.core.findings import Finding
    from studytool.models.fitting.identification import changers
    from studytool.models.fitting.nonlinear import count_codes

    design = drawn.design
    carrying = count_codes(design.effects[0])
    person = design.effect_names[0] == "person"
    noun = "people" if person else f"levels of {design.effect_names[0]}"
    words, counts = portion(carrying, carrying + unchanged, noun, of="of the")
    lead = design.named("treatment")[0]
    both, more = portion(
        changers(design.column(lead), design.effects[0]), carrying, "", of="of the"
    )
    yield Finding(
        "warning" if carrying < FEW_CARRY else "note",
        "outcome_never_changes",
        f'The estimate rests on {words} with answers: those in whom "{spec.outcome}" changed. '
        f'In {both} "{lead}" changed too. Nothing is learnt from the others.',
        remedy="Look at who they are; fixed effects by least squares use everyone.",
        counts=(*counts, *more),
    )
