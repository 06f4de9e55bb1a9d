"""Oster's delta: how much stronger selection on what was not observed must be than on controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject

LINEAR = ("pooled", "fixed_effects", "first_difference", "did", "ancova", "dose_response",
          "between")  # fmt: skip
"""Kinds that are least squares with controls."""


class Oster(OfTerm):
    """How far the estimate goes if what was not observed selects as the controls do.

    Notes
    -----
    From how the estimate and R2 move when the controls are added follow delta, the strength of
    selection on unobservables relative to the controls that leaves no effect, and b*, the effect
    that is left at delta = 1, both at R_max, the R2 if everything were observed (left out: 1.3
    times the R2 with controls, at most 1). Effects, and controls that `always` stay, are taken
    out first; R2 is of what they leave.

    References
    ----------
    Oster (2019), https://doi.org/10.1080/07350015.2016.1227711
    """

    called: ClassVar[str] = "Proportional selection"
    order: ClassVar[int] = 8
    question: ClassVar[str] = "What if the unobserved selects people as the controls do?"
    right_when: ClassVar[str] = (
        "The controls are a fair sample of what selected people, and they move the estimate."
    )
    wrong_when: ClassVar[str] = (
        "The controls explain little, or were chosen because they matter least."
    )
    needs_in_words: ClassVar[str] = "a linear model with controls"
    assumes: ClassVar[str] = "that the unobserved has nothing to do with the controls"
    equation: ClassVar[str] = "delta (Cov(D, W1) / Var(W1)) = Cov(D, W2) / Var(W2), at R_max"
    sources: ClassVar[tuple[str, ...]] = (
        "Oster (2019), https://doi.org/10.1080/07350015.2016.1227711",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A model without controls is refused: nothing moves.",
        "R_max below the R2 of the model is refused.",
        "Of several effects that fit, the nearest on the side the controls lead to is told.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "worlds made with a known delta, 1e-8, and a bias in closed form "
            "(tests/sensitivity/methods/test_selection.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("r_max",)

    kind: Literal["oster"] = "oster"
    r_max: float | None = Field(
        title="R2 within reach",
        default=None,
        gt=0,
        le=1,
        description="R2 if everything were observed; left out: 1.3 times that with controls.",
    )
    always: tuple[str, ...] = Field(
        title="Controls that always stay",
        default=(),
        description="Controls that are no measure of what was not observed.",
    )

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if model.kind_name() not in LINEAR:
            return (
                f'"{model.name}" is of kind "{model.kind_name()}", which is no linear model with '
                "controls."
            )
        lacking = [name for name in self.always if name not in model.controls]
        return f'"{lacking[0]}" is no control of "{model.name}".' if lacking else ""

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If there are no controls, or `r_max` is below the R2 of the model.
        """
        from studytool.core.errors import ModelError
        from studytool.models.result import NotAvailable
        from studytool.sensitivity.methods.selection import TIMES, beta_of, delta_of, movement
        from studytool.sensitivity.methods.taken_out import take_out
        from studytool.sensitivity.result import Line, SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line
        from studytool.sensitivity.words import number

        term = lead_term(subject, self.term)
        moved = movement(take_out(subject, term), self.always)
        r_max = min(1.0, TIMES * moved.r_full) if self.r_max is None else self.r_max
        if r_max < moved.r_full:
            raise ModelError(
                f"R_max is {r_max:.3f}, and the model explains {moved.r_full:.3f} already.",
                where="r_max",
                remedy="Name a larger share, or leave it out.",
            )
        delta, beta = delta_of(moved, r_max), beta_of(moved, r_max)
        people = subject.result.n_people
        without = Line("short", "Without the controls", estimate=moved.short, people=people)
        left = Line(
            "beta",
            "If the unobserved selects as the controls do",
            estimate=beta,
            people=people,
            reason="" if beta is not None else "no effect fits",
        )
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original_line(subject, term), without, left),
            statement=_statement(delta, beta),
            method=f"Proportional selection (Oster 2019), R_max {number(r_max)}, R2 within effects",
            measures={
                "delta": delta if abs(delta) < float("inf") else NotAvailable(_NONE),
                "r_max": r_max,
                "r_short": moved.r_short,
                "r_full": moved.r_full,
            },
            words={
                "delta": "Delta that leaves no effect",
                "r_max": "R2 within reach",
                "r_short": "R2 without the controls",
                "r_full": "R2 with the controls",
            },
            people=people,
            seed=subject.seed,
        )


_NONE = "no strength of selection leaves no effect"


def _statement(delta: float, beta: float | None) -> str:
    from studytool.sensitivity.words import number

    left = "" if beta is None else f"; at equal strength an effect of {number(beta)} is left"
    if delta < 0:
        return (
            "The conclusion fails only if the unobserved selects the other way than the controls, "
            f"{number(-delta)} times as strongly{left}."
        )
    return (
        f"The conclusion holds until the unobserved selects {number(delta)} times as strongly as "
        f"the controls{left}."
    )
