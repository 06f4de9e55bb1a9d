"""Weights for those who left: stayers stand in for leavers who were like them at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import ByWeights

if TYPE_CHECKING:
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject


class AttritionWeights(ByWeights):
    """The model fitted again, stayers weighted by how unlikely they were to stay.

    Notes
    -----
    Among all whom `where` keeps at the baseline, a logit on baseline variables gives the chance p
    of having a row in the sample at the last wave; stayers have weight 1 / p, and rows of leavers
    are not used. Name the treatment, or what
    it was decided on, among the variables if it could have moved who stayed. Errors take the
    weights as given.

    References
    ----------
    Fitzgerald, Gottschalk and Moffitt (1998), https://doi.org/10.2307/146433
    Wooldridge (2007), https://doi.org/10.1016/j.jeconom.2007.02.002
    """

    called: ClassVar[str] = "Weights for those who left"
    order: ClassVar[int] = 2
    question: ClassVar[str] = "Does it hold when stayers stand in for those like them who left?"
    right_when: ClassVar[str] = (
        "Who left can be foretold by the baseline, and leavers fared as stayers like them did."
    )
    wrong_when: ClassVar[str] = "People left because of how they fared after the baseline."
    needs_in_words: ClassVar[str] = "a baseline wave with variables that foretell who stayed"
    assumes: ClassVar[str] = "that leavers would have fared as stayers like them did"
    equation: ClassVar[str] = "w = 1 / P(stayed | baseline), by a logit"
    sources: ClassVar[tuple[str, ...]] = (
        "Fitzgerald, Gottschalk and Moffitt (1998), https://doi.org/10.2307/146433",
        "Wooldridge (2007), https://doi.org/10.1016/j.jeconom.2007.02.002",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Where nobody left there is nothing to weight for: refused.",
        "Variables that tell stayers without exception are refused by name.",
        "Data without people who are followed are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "cells by hand; a truth that plain means miss, by simulation "
            "(tests/sensitivity/analyses/test_attrition_weights.py)"
        ),
    )

    kind: Literal["attrition_weights"] = "attrition_weights"
    until: float | None = Field(
        title="Stayed until wave",
        default=None,
        description="Wave that people stayed until; the last of the sample if empty.",
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If nobody left, or variables tell who stayed without exception.
        """
        import numpy as np

        from studytool.core.errors import ModelError
        from studytool.sensitivity.methods.baseline import people_at_baseline
        from studytool.sensitivity.methods.reweighted import judge_by_weights
        from studytool.sensitivity.methods.weighting import chances

        _refuse_nameless(subject)
        people = people_at_baseline(
            subject, self.variables, self.baseline_wave, everyone=True, until=self.until
        )
        stayed = people.stayed
        if stayed.all() or not stayed.any():
            word = "Everyone" if stayed.all() else "Nobody"
            raise ModelError(
                f"{word} at the baseline is in the sample at the wave people stayed until.",
                why="So there are no leavers and stayers to compare.",
                remedy="Leave this analysis out, or name the wave that people left after.",
            )
        chance = chances(stayed, people, "Who stayed")
        return judge_by_weights(
            self,
            subject,
            people,
            np.where(stayed, 1 / chance, 0.0),
            target=np.ones(stayed.size, dtype=bool),
            others=stayed,
            method=f"Stayers weighted by 1 / chance to stay, from a logit; {stayed.mean():.0%} "
            "of those at the baseline stayed",
            measures={"least_chance": float(chance.min()), "largest_chance": float(chance.max())},
            words="let stayers stand in for leavers who were like them",
        )


def _refuse_nameless(subject: Subject) -> None:
    from studytool.core.errors import ModelError

    if subject.panel.design.person is None or subject.panel.design.design == "cross_sections":
        raise ModelError(
            "The panel does not say who is who, so nobody can be seen to leave.",
            remedy="Name the person column in [panel].",
        )
