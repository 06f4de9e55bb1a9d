"""Sun and Abraham: an event study with terms for each cohort, weighted back into one path."""

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


class SunAbraham(StaggeredSpec):
    """An event study in which each cohort has its own terms, averaged by its share.

    Notes
    -----
    y_it = sum over cohorts g and waves t, but not g - 1, of att[g,t] 1(i began at g) 1(wave t) +
    g'x_it + person_i + wave_t + e_it; event[k] is the mean of att[g,g+k] weighted by the rows of
    each cohort at k. Only people never treated stand for what would have been; without them the
    last cohort does, at the waves before it begins. The weights are taken as given in standard
    errors. With everyone seen at every wave and no controls its effects are those of Callaway and
    Sant'Anna with people never treated and a universal base. Where people are not followed, cohort
    effects stand in the place of person effects.

    References
    ----------
    Sun and Abraham (2021), https://doi.org/10.1016/j.jeconom.2020.09.006
    """

    called: ClassVar[str] = "Sun and Abraham"
    order: ClassVar[int] = 21
    question: ClassVar[str] = (
        "Where people began at different waves, what is the path of the effect before and after?"
    )
    compares: ClassVar[str] = (
        "Each cohort with people never treated, wave by wave, against how they differed at the "
        "wave before its start."
    )
    right_when: ClassVar[str] = (
        "Each cohort would have moved as those never treated did, and nobody changed in "
        "expectation of treatment."
    )
    wrong_when: ClassVar[str] = (
        "Few people are never treated, or cohorts were on other paths than they before."
    )
    equation: ClassVar[str] = (
        "y_it = sum_g sum_(t != g-1) att[g,t] 1(cohort g) 1(wave t) + g'x_it + person_i + wave_t + "
        "e_it; event[k] = sum_g share(g at k) att[g,g+k]"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Sun and Abraham (2021), https://doi.org/10.1016/j.jeconom.2020.09.006",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS[:-1],
        "by person where no cluster is named; bands that hold together, by normal draws",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People treated at the first wave are set aside and counted.",
        "Without people never treated the last cohort is compared with, and a finding says so.",
        "A treatment that ends again is refused, unless the first treated wave is given.",
        "An effect of one person has no estimate; cohorts of few people have a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the minimum-wage example: Callaway and Sant'Anna's effects as printed, pyfixest's "
            "terms before the start (tests/models/estimators/test_sun_abraham.py)"
        ),
        (
            "Callaway and Sant'Anna, never treated, universal base, 1e-9 "
            "(tests/models/estimators/test_sun_abraham.py)"
        ),
        (
            "diff-diff, estimates and errors by person, 1e-8, with and without gaps "
            "(tests/reference/staggered)"
        ),
    )

    kind: Literal["sun_abraham"] = "sun_abraham"

    @classmethod
    def in_text(cls) -> str:
        """Return what it is called inside a sentence: names of people keep their capitals."""
        return cls.called

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        names = ("classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2", "cr3")
        conventions = ("nonnested", "no_k", "all_effects", "linearmodels")
        refuse_errors(
            self,
            names,
            "Sun and Abraham",
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
        from studytool.models.staggered.layouts import lay_out_all_times

        return lay_out_all_times(paths, self.anticipation)

    def _written(self) -> str:
        held = "".join(f" + b {name}" for name in self.controls)
        weighted = f", weighted by {self.weights}" if self.weights else ""
        return (
            f"{self.outcome} = effects of each cohort at each wave but the last one before its "
            f"start{held} + effects of person and wave + error{weighted}; averages by treated rows"
        )
