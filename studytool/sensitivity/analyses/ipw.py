"""Inverse probability weights: people weighted by how likely they were to be treated."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import ByWeights

if TYPE_CHECKING:
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject


class InverseProbability(ByWeights):
    """The model fitted again, people weighted by their chance of being treated.

    Notes
    -----
    A logit of treatment on the baseline gives each person a chance p. For the treated
    (``target`` = treated) the untreated have weight p / (1 - p); for everyone the treated have
    1 / p and the untreated 1 / (1 - p). People with a chance below `trim` or above 1 - `trim`
    leave. Errors take the weights as given.

    References
    ----------
    Hirano, Imbens and Ridder (2003), https://doi.org/10.1111/1468-0262.00442
    Crump, Hotz, Imbens and Mitnik (2009), https://doi.org/10.1093/biomet/asn055
    """

    called: ClassVar[str] = "Inverse probability weights"
    order: ClassVar[int] = 6
    question: ClassVar[str] = "Does it hold when groups are weighted by who was likely treated?"
    right_when: ClassVar[str] = (
        "The logit says how likely each was to be treated, and nobody was certain to be or not."
    )
    wrong_when: ClassVar[str] = (
        "Chances come near 0 or 1, so that few people carry the estimate, or the logit is wrong."
    )
    needs_in_words: ClassVar[str] = "variables measured before treatment that foretell it in part"
    assumes: ClassVar[str] = "that people of the same chance differ in nothing else"
    equation: ClassVar[str] = "w = p/(1-p) of the untreated (treated); 1/p and 1/(1-p) (everyone)"
    sources: ClassVar[tuple[str, ...]] = (
        "Hirano, Imbens and Ridder (2003), https://doi.org/10.1111/1468-0262.00442",
        "Crump, Hotz, Imbens and Mitnik (2009), https://doi.org/10.1093/biomet/asn055",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Variables that tell the treated without exception are refused by name.",
        "People without a baseline value have no weight and leave, counted.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        ("cells by hand: shares of a 2 by 2 table (tests/sensitivity/analyses/test_ipw.py)"),
    )

    kind: Literal["ipw"] = "ipw"
    target: Literal["treated", "everyone"] = Field(
        title="Effect on",
        default="treated",
        description="Whose effect is meant: the treated, or everyone.",
    )
    trim: float = Field(
        title="Least chance",
        default=0.0,
        ge=0.0,
        lt=0.5,
        description="People with a chance below this, or above 1 less this, leave.",
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If variables tell the treated without exception, or nobody is left.
        """
        import numpy as np

        from studytool.sensitivity.methods.baseline import people_at_baseline
        from studytool.sensitivity.methods.reweighted import judge_by_weights, refuse_one_group
        from studytool.sensitivity.methods.weighting import chances

        people = people_at_baseline(subject, self.variables, self.baseline_wave)
        refuse_one_group(people, subject)
        treated = people.treated
        chance = chances(treated, people, "Who was treated")
        if self.target == "treated":
            weights = np.where(treated, 1.0, chance / (1 - chance))
        else:
            weights = np.where(treated, 1 / chance, 1 / (1 - chance))
        inside = (chance >= self.trim) & (chance <= 1 - self.trim)
        kept = people.among(inside)
        refuse_one_group(kept, subject)
        return judge_by_weights(
            self,
            subject,
            kept,
            weights[inside],
            target=kept.treated,
            others=~kept.treated,
            method="Inverse probability weights from a logit"
            + (", for the treated" if self.target == "treated" else ", for everyone"),
            measures={"least_chance": float(chance.min()), "largest_chance": float(chance.max())},
            words="make up for who was likely to be treated",
        )
