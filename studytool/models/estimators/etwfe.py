"""Wooldridge's extended two-way fixed effects: one effect for each cohort at each treated wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import model_validator

from studytool.models.honoured import refuse_errors
from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES
from studytool.models.staggered_spec import StaggeredSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.models.staggered.layouts import Layout
    from studytool.models.staggered.paths import Paths
    from studytool.survey.panel import Panel


class Etwfe(StaggeredSpec):
    """Two-way fixed effects with an effect for each cohort at each wave from its start on.

    Notes
    -----
    y_it = sum over cohorts g and waves t >= g of att[g,t] 1(i began at g) 1(wave t) + g'x_it +
    person_i + wave_t + e_it. All waves before the start, together with everyone not yet treated,
    say what would have been, so it is more exact than comparisons with one wave before, and
    relies on equal paths at all these waves. There are therefore no terms before the start.
    Averages weigh by treated rows, which standard errors take as given. With everyone seen at
    every wave and no controls its effects are those of imputation (Borusyak, Jaravel and Spiess)
    and of two-stage differences (Gardner). Where people are not followed, cohort effects stand in
    the place of person effects.

    References
    ----------
    Wooldridge (2025), https://doi.org/10.1007/s00181-025-02807-z
    Borusyak, Jaravel and Spiess (2024), https://doi.org/10.1093/restud/rdae007
    """

    called: ClassVar[str] = "Extended two-way fixed effects"
    order: ClassVar[int] = 22
    question: ClassVar[str] = (
        "With all waves before the start as one baseline, how much did each cohort change?"
    )
    compares: ClassVar[str] = (
        "Each cohort from its start on with everyone not yet treated, against all waves before."
    )
    right_when: ClassVar[str] = (
        "Without treatment all cohorts would have moved alike at every wave, before and after, and "
        "nobody changed in expectation of it."
    )
    wrong_when: ClassVar[str] = (
        "Paths differed at some wave before the start, even if not at the last."
    )
    equation: ClassVar[str] = (
        "y_it = sum_g sum_(t >= g) att[g,t] 1(cohort g) 1(wave t) + g'x_it + person_i + wave_t + "
        "e_it"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Wooldridge (2025), https://doi.org/10.1007/s00181-025-02807-z",
        "Borusyak, Jaravel and Spiess (2024), https://doi.org/10.1093/restud/rdae007",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS[:-1],
        "by person where no cluster is named; bands that hold together, by normal draws",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People treated at the first wave are set aside and counted.",
        "Waves at which everyone is treated are left out and counted.",
        "A treatment that ends again is refused, unless the first treated wave is given.",
        "There are no terms before the start, so nothing of the paths before is tested.",
        "An effect of one person has no estimate; cohorts of few people have a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "untreated rows alone predict what would have been (imputation), balanced, 1e-9 "
            "(tests/models/estimators/test_etwfe.py)"
        ),
        ("diff-diff, estimates 1e-8, errors 1e-6 (tests/reference/staggered)"),
        (
            "difference-in-differences and fixed effects with two waves, 1e-10 "
            "(tests/models/estimators/test_etwfe.py)"
        ),
    )

    kind: Literal["etwfe"] = "etwfe"

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        names = ("classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2", "cr3")
        conventions = ("nonnested", "no_k", "all_effects", "linearmodels")
        refuse_errors(
            self,
            names,
            "Extended two-way fixed effects",
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
        from studytool.models.staggered.layouts import lay_out_treated

        return lay_out_treated(paths, self.anticipation)

    def _written(self) -> str:
        held = "".join(f" + b {name}" for name in self.controls)
        weighted = f", weighted by {self.weights}" if self.weights else ""
        return (
            f"{self.outcome} = effects of each cohort at each wave from its start on{held} + "
            f"effects of person and wave + error{weighted}; averages by treated rows"
        )
