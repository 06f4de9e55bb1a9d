"""Synthetic difference-in-differences: untreated people and waves weighted to run alongside."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.models.staggered_spec import StaggeredSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class SyntheticDid(StaggeredSpec):
    """Difference-in-differences with weights on untreated people and on waves before.

    Notes
    -----
    Weights of people, at least 0 and summing to 1, make the untreated mean run parallel to the
    treated one before treatment, with a ridge of (N1 T1)^(1/4) times the spread of first
    differences; weights of waves make the waves before stand for those after, among untreated
    people. att = treated change - weighted untreated change, from the weighted mean before. The
    standard error is the spread of the estimate over draws that take untreated people for the
    treated: it holds where errors spread alike among both.

    By hand, with one wave before, where all weights are equal: the treated person goes from 2 to 9,
    two untreated ones from 1 to 3 and from 1 to 1: att = 7 - (2 + 0) / 2 = 6.

    References
    ----------
    Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), https://doi.org/10.1257/aer.20190159
    """

    called: ClassVar[str] = "Synthetic difference-in-differences"
    order: ClassVar[int] = 27
    question: ClassVar[str] = (
        "How much did the treated change beyond a mix of others who ran alongside before?"
    )
    compares: ClassVar[str] = (
        "The treated with a weighted mix of people never treated, and waves after with a weighted "
        "mix of waves before."
    )
    right_when: ClassVar[str] = (
        "Many waves before treatment, one start, and a mix of untreated people that ran parallel "
        "before would have gone on so."
    )
    wrong_when: ClassVar[str] = (
        "There are few waves before, or something else happened to the treated at the start."
    )
    equation: ClassVar[str] = (
        "att = argmin over att, person, wave of sum unit_i time_t (y_it - person_i - wave_t - "
        "att treated_it)^2"
    )
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), "
            "https://doi.org/10.1257/aer.20190159"
        ),
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "the spread of estimates with treatment dealt to people never treated, 200 draws",
    )
    properties: ClassVar[frozenset[str]] = frozenset({"scale", "shift", "row_order", "relabelling"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Somebody who misses a wave is refused: leave these people out by unbalanced.",
        "Treatment that begins at several waves is refused.",
        "With one wave before it is the plain difference in differences, and a finding says so.",
        "No more people untreated than treated is refused: the errors cannot be drawn.",
        (
            "Each draw compares with fewer people than there are: with nearly as many treated as "
            "not, errors are too large."
        ),
        "Controls, weights and clusters are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "Proposition 99: -15.604 as by the authors' R package "
            "(tests/models/estimators/test_synthetic_did.py)"
        ),
        (
            "weights against a general solver of the same problem "
            "(tests/models/staggered/test_synthetic.py)"
        ),
    )
    drawn_as: ClassVar[str] = ""
    unused: ClassVar[frozenset[str]] = frozenset(
        {
            "effects",
            "controls",
            "weights",
            "cluster",
            "covariance",
            "small_sample",
            "anticipation",
            "window",
            "bands",
        }
    )

    kind: Literal["synthetic_did"] = "synthetic_did"
    draws: int = Field(
        title="Draws behind the standard error",
        default=0,
        ge=0,
        le=100_000,
        description="How often treatment is dealt to people never treated; left out: 200.",
    )

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If nobody begins treatment within the data or treatment ends again, it begins at
            several waves, somebody misses a wave, or no more people are untreated than treated.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.staggered.synthetic_fit import fit_synthetic

        return fit_synthetic(self, panel, seed=seed, progress=progress)
