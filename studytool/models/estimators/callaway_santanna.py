"""Callaway and Sant'Anna: each cohort at each wave against people untreated then, and averages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.models.honoured import refuse_errors
from studytool.models.spec import LINEAR_PROPERTIES
from studytool.models.staggered_spec import Base, ByCovariates, ComparedWith, StaggeredSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class CallawaySantanna(StaggeredSpec):
    """Effects by cohort and wave, from clean comparisons alone, and their averages.

    Notes
    -----
    att[g,t] is how much more those who began treatment at g changed from the last wave before g
    (less ``anticipation``) to t than people never treated, or (comparison = "not_yet") than all
    who had not begun by then. Waves before the start are compared with the wave before them (base
    = "varying") or with the last wave before the start ("universal"); both should be 0. Given
    controls, taken as they were at the wave compared with, others are made like the treated by
    predicting their change, by weighting them by their odds of treatment (a logit), or by both,
    which is right if either is. Averages: ``event[e]`` over cohorts at e waves since the start, by
    their shares; ``cohort[g]`` over waves; ``calendar[t]`` over cohorts treated by t; ``simple``
    over all effects from the start on, by shares; ``dynamic``, ``group`` and ``calendar`` over
    event times, cohorts and waves. Each has a standard error of its own, from influence functions
    in which the shares are estimates too. Weights are those at the wave compared with. People
    count wherever they are seen at the two waves of a comparison; unbalanced = "drop" leaves those
    out who are not seen at all waves.

    References
    ----------
    Callaway and Sant'Anna (2021), https://doi.org/10.1016/j.jeconom.2020.12.001
    Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003
    """

    called: ClassVar[str] = "Callaway and Sant'Anna"
    order: ClassVar[int] = 20
    question: ClassVar[str] = (
        "Where people were served from different waves on, how much did it change them?"
    )
    compares: ClassVar[str] = (
        "The change of those who began at one wave with the change of people not treated then."
    )
    right_when: ClassVar[str] = (
        "Each cohort would have changed as the others did, had it not been treated, and nobody "
        "changed in expectation of it."
    )
    wrong_when: ClassVar[str] = (
        "Cohorts were on different paths before, or began when they did because of their outcome."
    )
    equation: ClassVar[str] = (
        "att[g,t] = E(y_t - y_(g-1) | began at g) - E(y_t - y_(g-1) | not treated at t); "
        "simple = sum over t >= g of share(g) att[g,t] / sum of shares"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Callaway and Sant'Anna (2021), https://doi.org/10.1016/j.jeconom.2020.12.001",
        "Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "influence functions, one cluster level, t(G-1), with the factor G/(G-1) or (cr0) without",
        "bands that hold together, by multiplier bootstrap",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People treated at the first wave are set aside and counted.",
        "A treatment that ends again is refused, unless the first treated wave is given.",
        (
            "Without people never treated comparison = never is refused; with not_yet, waves at "
            "which everyone is treated have no effect, and a finding."
        ),
        "An effect of one person has no estimate; cohorts of few people have a finding.",
        "Controls that tell treated and others apart are refused.",
        "Clusters that people change are those they were first seen in, with a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the minimum-wage example of Callaway and Sant'Anna as printed with R did, four "
            "decimals (tests/models/estimators/test_callaway_santanna.py)"
        ),
        (
            "diff-diff, and moderndid (R DRDID) where doubly robust: both comparisons and bases, "
            "three methods with controls, anticipation, gaps, clusters, cross-sections, estimates "
            "1e-9, errors 1e-7 (tests/reference/staggered)"
        ),
        (
            "influence functions and averages by finite differences, 5e-5 "
            "(tests/models/staggered/test_influence.py)"
        ),
        (
            "by hand; difference-in-differences and fixed effects with two waves, 1e-10 "
            "(tests/models/estimators/test_callaway_santanna.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("cohort", "comparison")

    kind: Literal["callaway_santanna"] = "callaway_santanna"
    comparison: ComparedWith = Field(
        title="Compared with",
        default="never",
        description="People never treated, or all who are not treated yet.",
    )
    base: Base = Field(
        title="Waves before the start",
        default="varying",
        description="Compared with the wave before each, or all with the last one before the "
        "start.",
    )
    method: ByCovariates = Field(
        title="How controls are used",
        default="doubly_robust",
        description="By predicting the change of the others, by weighting them, or by both.",
    )

    @classmethod
    def in_text(cls) -> str:
        """Return what it is called inside a sentence: names of people keep their capitals."""
        return cls.called

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        words = "Callaway and Sant'Anna's estimator"
        refuse_errors(self, ("cr0", "cr1"), words, always_clustered=True)
        return self

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If nobody begins treatment within the data, nobody is left to compare with, treatment
            ends again, or controls tell treated and others apart.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.staggered.group_time import Plan
        from studytool.models.staggered.group_time_fit import fit_group_time

        plan = Plan(self.comparison, self.base, self.method, self.anticipation)
        return fit_group_time(self, panel, plan, seed=seed, progress=progress)
