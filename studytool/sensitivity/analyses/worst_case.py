"""Worst case: the least and greatest estimate that those who left could have given."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.subject import Subject

LINEAR = ("pooled", "fixed_effects", "did", "ancova")
"""Kinds that are least squares on rows of people."""


class WorstCase(OfTerm):
    """The range of estimates that missing outcomes leave, whatever they were.

    Notes
    -----
    Everyone of the baseline has a row at every later wave again; a missing outcome is put at the
    end of the scale that makes the estimate least, then greatest. Values of controls are carried
    from the baseline. The bounds need nothing but the scale; they are wide. Their intervals are
    those of the two fits, so that both together hold the truth at least as often as the level
    says.

    References
    ----------
    Horowitz and Manski (2000), https://doi.org/10.1080/01621459.2000.10473902
    Manski (1990), https://www.jstor.org/stable/2006592, https://doi.org/10.2307/2006592
    """

    called: ClassVar[str] = "Worst case"
    order: ClassVar[int] = 3
    question: ClassVar[str] = "What if all who left had fared as badly as can be?"
    right_when: ClassVar[str] = "Few left, and nothing is known of how they fared."
    wrong_when: ClassVar[str] = "Many left: then the bounds hold nearly everything."
    needs_in_words: ClassVar[str] = "an outcome with a least and a greatest value"
    assumes: ClassVar[str] = "nothing about those who left"
    equation: ClassVar[str] = "min and max over missing y in [low, high] of b = sum a_it y_it"
    sources: ClassVar[tuple[str, ...]] = (
        "Horowitz and Manski (2000), https://doi.org/10.1080/01621459.2000.10473902",
        "Manski (1990), https://doi.org/10.2307/2006592",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "An outcome without a range in the codebook is refused, unless its ends are given.",
        "A treatment that changes within people is refused: it is not known for those who left.",
        "Values outside the ends are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "four people by hand; every way to fill in the missing, 1e-10 "
            "(tests/sensitivity/analyses/test_worst_case.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("low", "high")

    kind: Literal["worst_case"] = "worst_case"
    low: float | None = Field(
        title="Least value",
        default=None,
        description="Least value of the outcome; the start of its range where left out.",
    )
    high: float | None = Field(
        title="Greatest value",
        default=None,
        description="Greatest value of the outcome; the end of its range where left out.",
    )
    baseline_wave: float | None = Field(
        title="Baseline wave", default=None, description="Wave of the baseline; the first if empty."
    )

    @model_validator(mode="after")
    def _refuse_turned(self) -> Self:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise PydanticCustomError(
                "low_high", "the least value is not below the greatest", {"remedy": "Turn them."}
            )
        return self

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if model.kind_name() in LINEAR:
            return ""
        return (
            f'"{model.name}" is of kind "{model.kind_name()}"; worst cases are worked out for '
            f"{', '.join(LINEAR)}."
        )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If the outcome has no ends, or treatment is not known for those who left.
        """
        from studytool.core.errors import ModelError
        from studytool.sensitivity.methods.completed import complete, refit_extremes
        from studytool.sensitivity.result import SensitivityResult, line_of
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        ends = _ends(self, subject)
        completed = complete(subject, self.baseline_wave)
        if not completed.people:
            raise ModelError(
                "Nobody of the baseline misses an outcome at a later wave.",
                remedy="Leave this analysis out: there is nothing to be bounded.",
            )
        lowest, highest, count = refit_extremes(subject, completed, term, ends)
        lines = [
            line_of(name, label, fitted.estimates[term], people=fitted.n_people)
            for name, label, fitted in (
                ("lower", "Least possible", lowest),
                ("upper", "Greatest possible", highest),
            )
        ]
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original_line(subject, term), *lines),
            statement=_statement(*lines),
            method=f"Missing outcomes at {ends[0]:g} or {ends[1]:g}, whichever is worse "
            "(Horowitz and Manski 2000)",
            measures={"n_filled": float(count)},
            words={"n_filled": "Outcomes filled in"},
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _ends(spec: WorstCase, subject: Subject) -> tuple[float, float]:
    """Return the least and greatest value of the outcome: given, in the codebook, or 0 and 1."""
    import numpy as np

    from studytool.core.errors import ModelError
    from studytool.models.arrays.columns import numbers

    name = subject.model.outcome
    values = numbers(subject.panel.frame, name)
    values = values[~np.isnan(values)]
    variable = subject.panel.codebook.get(name)
    known = variable.range if variable is not None else None
    if known is None and set(np.unique(values).tolist()) <= {0.0, 1.0}:
        known = (0.0, 1.0)
    low = spec.low if spec.low is not None else known[0] if known else None
    high = spec.high if spec.high is not None else known[1] if known else None
    if low is None or high is None:
        raise ModelError(
            f'"{name}" has no least and greatest value.',
            why="Without ends, those who left could have fared without limit.",
            remedy="Give it a range in the codebook, or low and high here.",
        )
    outside = int(((values < low) | (values > high)).sum())
    if outside:
        raise ModelError(
            f'"{name}" lies outside {low:g} to {high:g} in {outside} rows.',
            remedy="Give the true ends of its scale.",
        )
    return float(low), float(high)


def _statement(lower: Line, upper: Line) -> str:
    from studytool.sensitivity.words import span

    if lower.estimate is None or upper.estimate is None:
        return "The worst cases could not be estimated."
    between = span(lower.estimate, upper.estimate)
    if (lower.low or 0.0) > 0 or (upper.high or 0.0) < 0:
        return f"The conclusion holds however those who left fared: the estimate lies in {between}."
    if lower.estimate > 0 or upper.estimate < 0:
        return f"The sign holds however those who left fared ({between}), but an interval holds 0."
    return (
        f"The conclusion rests on those who left having fared like others: the estimate could lie "
        f"anywhere in {between}."
    )
