"""Goodman-Bacon: what two-way fixed effects average where treatment begins at several waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import model_validator

from studytool.models.honoured import refuse_errors
from studytool.models.staggered_spec import StaggeredSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.models.spec import Foretold
    from studytool.survey.panel import Panel


class GoodmanBacon(StaggeredSpec):
    """Two-way fixed effects as a weighted mean of comparisons of two groups before and after.

    Notes
    -----
    twfe = sum over pairs of weight x estimate. A pair sets those whose treatment begins beside
    people never treated, not treated yet, or already treated; the last kind counts how the effect
    of the others went on as if it were what would have been. ``weight[...]`` and ``average[...]``
    add the pairs of each kind up. It is a description of an estimator, no estimator of an effect.

    References
    ----------
    Goodman-Bacon (2021), https://doi.org/10.1016/j.jeconom.2021.03.014
    """

    called: ClassVar[str] = "Goodman-Bacon decomposition"
    order: ClassVar[int] = 29
    question: ClassVar[str] = (
        "Which comparisons does one fixed-effects number rest on, and how much on each?"
    )
    compares: ClassVar[str] = (
        "Each group of starters with those never treated, not treated yet and already treated, "
        "and says how much each counts."
    )
    right_when: ClassVar[str] = (
        "Nobody is compared with people already treated, or effects neither grow nor differ."
    )
    wrong_when: ClassVar[str] = (
        "Much of the weight lies on comparisons with people already treated and effects grow: "
        "then use Callaway and Sant'Anna."
    )
    equation: ClassVar[str] = "twfe = sum over pairs of weight x difference-in-differences"
    sources: ClassVar[tuple[str, ...]] = (
        "Goodman-Bacon (2021), https://doi.org/10.1016/j.jeconom.2021.03.014",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "of twfe: as of fixed effects, by person where no cluster is named; its parts have none",
    )
    properties: ClassVar[frozenset[str]] = frozenset({"scale", "shift", "row_order", "relabelling"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Somebody who misses a wave is refused: leave these people out by unbalanced.",
        "People treated at the first wave are set aside and counted.",
        "Controls and weights are refused: the weights hold only without.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; weights times estimates sum to the fixed-effects estimate, 1e-12 "
            "(tests/models/staggered/test_decomposition.py)"
        ),
        (
            "diff-diff, each pair, 1e-10; the castle doctrine as printed by Cunningham "
            "(tests/models/estimators/test_goodman_bacon.py)"
        ),
    )
    shown_in: ClassVar[str] = "decomposition"
    drawn_as: ClassVar[str] = "decomposition"
    foretold: ClassVar[Foretold] = "within"
    unused: ClassVar[frozenset[str]] = frozenset(
        {"effects", "controls", "weights", "anticipation", "window", "bands", "draws"}
    )

    kind: Literal["goodman_bacon"] = "goodman_bacon"

    @model_validator(mode="after")
    def _refuse_errors(self) -> Self:
        words = "a Goodman-Bacon decomposition"
        names = ("classical", "hc0", "hc1", "cr0", "cr1", "cr2", "cr3")
        conventions = ("nonnested", "no_k", "all_effects", "linearmodels")
        refuse_errors(
            self, names, words, conventions=conventions, most_clusters=2, always_clustered=True
        )
        return self

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Take two-way fixed effects on the linked panel apart.

        Raises
        ------
        ModelError
            If nobody begins treatment within the data, treatment ends again, all begin at one
            wave and nobody is left to compare with, or somebody misses a wave.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.staggered.decomposition_fit import fit_decomposition

        return fit_decomposition(self, panel, seed=seed, progress=progress)
