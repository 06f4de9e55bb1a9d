"""Entropy balancing: untreated people weighted to have the baseline means of the treated."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import ByWeights

if TYPE_CHECKING:
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject


class EntropyBalancing(ByWeights):
    """The model fitted again, the untreated weighted to have the baseline means of the treated.

    Notes
    -----
    Weights nearest to equal, in entropy, under which the means (with `moments` = 2 the variances
    too) of the untreated at the baseline equal those of the treated. The treated are those who
    are treated in some row of the sample; they keep their weight. Errors take the weights as
    given.

    References
    ----------
    Hainmueller (2012), https://doi.org/10.1093/pan/mpr025
    """

    called: ClassVar[str] = "Entropy balancing"
    order: ClassVar[int] = 5
    question: ClassVar[str] = "Does it hold when the untreated are made like the treated?"
    right_when: ClassVar[str] = (
        "The groups differ in what was measured at the baseline, and in nothing else that matters."
    )
    wrong_when: ClassVar[str] = (
        "They differ in what was not measured, or some treated have no untreated like them."
    )
    needs_in_words: ClassVar[str] = "variables measured before treatment, for both groups"
    assumes: ClassVar[str] = "that people alike in these variables differ in nothing else"
    equation: ClassVar[str] = "min sum w log w with sum w c(x) = mean of c(x) of the treated"
    sources: ClassVar[tuple[str, ...]] = ("Hainmueller (2012), https://doi.org/10.1093/pan/mpr025",)
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Where the treated lie outside the untreated there are no weights: refused by variable.",
        "People without a baseline value have no weight and leave, counted.",
        "A treatment that is an amount is refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "moments met to 1e-8; by hand; a general optimiser, 1e-6 "
            "(tests/sensitivity/methods/test_entropy.py)"
        ),
    )

    kind: Literal["entropy_balancing"] = "entropy_balancing"
    moments: Literal[1, 2] = Field(
        title="Moments",
        default=1,
        description="1 makes means equal, 2 variances too.",
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If no weights make the groups alike.
        """
        import numpy as np

        from studytool.sensitivity.methods.baseline import independent_places, people_at_baseline
        from studytool.sensitivity.methods.entropy import entropy_weights
        from studytool.sensitivity.methods.reweighted import judge_by_weights, refuse_one_group

        people = people_at_baseline(subject, self.variables, self.baseline_wave)
        refuse_one_group(people, subject)
        treated = people.treated
        columns, names = people.columns, people.names
        if self.moments > 1:
            squares = (columns - columns[treated].mean(axis=0)) ** 2
            columns = np.column_stack([columns, squares])
            names = (*names, *(f"{name} squared" for name in names))
        kept = independent_places(columns[~treated])
        weights = np.ones(treated.size)
        weights[~treated] = treated.sum() * entropy_weights(
            columns[~treated][:, kept],
            columns[treated][:, kept].mean(axis=0),
            np.ones(int((~treated).sum())),
            [names[place] for place in kept],
        )
        return judge_by_weights(
            self,
            subject,
            people,
            weights,
            target=treated,
            others=~treated,
            method="Entropy balancing (Hainmueller 2012) of "
            + ("means" if self.moments == 1 else "means and variances"),
            measures={},
            words="make the untreated like the treated at the baseline",
        )
