"""Stacked comparisons: one clean comparison for each cohort, put under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.models.honoured import refuse_errors
from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES
from studytool.models.staggered_spec import ComparedWith, StaggeredSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.models.staggered.layouts import Layout
    from studytool.models.staggered.paths import Paths
    from studytool.survey.panel import Panel


class Stacked(StaggeredSpec):
    """One comparison for each cohort with people untreated throughout its window, stacked.

    Notes
    -----
    For each cohort g whose whole window lies in the data, a comparison of its own: the cohort, and
    people never treated or (comparison = "not_yet") who begin after the window. In all of them
    together y_ist = sum over cohorts g and waves t of the window, but not g - 1, of att[g,t] 1(i
    began at g) 1(wave t) + g'x_it + person_is + wave_ts + e_ist, with effects of persons and waves
    for each comparison s. As every cohort has every event time, averages over event times are of
    the same cohorts throughout; they weigh by treated rows, as the corrective weights of Wing,
    Freedman and Hollingsworth do. People who serve in several comparisons are one cluster.

    References
    ----------
    Cengiz, Dube, Lindner and Zipperer (2019), https://doi.org/10.1093/qje/qjz014
    Wing, Freedman and Hollingsworth (2024), https://doi.org/10.3386/w32054
    """

    called: ClassVar[str] = "Stacked comparisons"
    order: ClassVar[int] = 23
    question: ClassVar[str] = (
        "With a clean comparison for each cohort over the same waves, what is the path?"
    )
    compares: ClassVar[str] = (
        "Each cohort with people untreated throughout the same waves, against the wave before its "
        "start."
    )
    right_when: ClassVar[str] = (
        "Each cohort would have moved as those untreated throughout its window did, and nobody "
        "changed in expectation of treatment."
    )
    wrong_when: ClassVar[str] = (
        "The window leaves out cohorts whose effects differ, or cohorts were on other paths before."
    )
    equation: ClassVar[str] = (
        "y_ist = sum_g sum_(t != g-1) att[g,t] 1(cohort g) 1(wave t) + g'x_it + person_is + "
        "wave_ts + e_ist, t in the window of g"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Cengiz, Dube, Lindner and Zipperer (2019), https://doi.org/10.1093/qje/qjz014",
        "Wing, Freedman and Hollingsworth (2024), https://doi.org/10.3386/w32054",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS[:-1],
        "by person where no cluster is named; bands that hold together, by normal draws",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People treated at the first wave are set aside and counted.",
        "Cohorts whose window is not in the data are left out, with a finding.",
        "Left out, the window is the widest that keeps all cohorts.",
        "A treatment that ends again is refused, unless the first treated wave is given.",
        "An effect of one person has no estimate; cohorts of few people have a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "diff-diff with its aggregate weights, balanced, estimates 1e-8 "
            "(tests/reference/staggered)"
        ),
        (
            "Callaway and Sant'Anna, never treated, universal base, effect by effect, 1e-9 "
            "(tests/models/estimators/test_stacked.py)"
        ),
    )

    kind: Literal["stacked"] = "stacked"
    comparison: ComparedWith = Field(
        title="Compared with",
        default="never",
        description="People never treated, or also those who begin after the window.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        names = ("classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2", "cr3")
        conventions = ("nonnested", "no_k", "all_effects", "linearmodels")
        refuse_errors(
            self,
            names,
            "Stacked comparisons",
            conventions=conventions,
            most_clusters=2,
            always_clustered=True,
        )
        return self

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If nobody begins treatment within the data, nobody is left to compare with, or
            treatment ends again.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.staggered.saturated import fit_saturated

        return fit_saturated(
            self, panel, self._lay_out, equation=self._written(), seed=seed, progress=progress
        )

    def _lay_out(self, paths: Paths) -> Layout:
        from studytool.models.staggered.layouts import lay_out_stacks

        return lay_out_stacks(paths, self.anticipation, self.window, self.comparison)

    def _written(self) -> str:
        held = "".join(f" + b {name}" for name in self.controls)
        weighted = f", weighted by {self.weights}" if self.weights else ""
        who = "never treated" if self.comparison == "never" else "untreated throughout its window"
        return (
            f"{self.outcome} = effects of each cohort at each wave of its window but the last one "
            f"before its start{held} + effects of person and wave in each comparison + "
            f"error{weighted}; one comparison a cohort, with people {who}; averages by treated rows"
        )
