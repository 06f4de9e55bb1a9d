"""Partial R2: how strong an unobserved confounder must be, beside covariates we have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.methods.omitted import Strength
    from studytool.sensitivity.methods.taken_out import TakenOut
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.subject import Subject

LINEAR = ("pooled", "fixed_effects", "first_difference", "did", "ancova", "event_study",
          "dose_response", "mundlak", "random_effects", "between")  # fmt: skip
"""Kinds that are least squares."""


class PartialR2(OfTerm):
    """How much of treatment and outcome an unobserved confounder would have to explain.

    Notes
    -----
    The robustness value is the partial R2 that a confounder needs with both treatment and outcome
    to bring the estimate to 0 (or, beside it, its interval to hold 0). Benchmarks ask what one
    would leave that is one, two or three times as strong as a covariate of the model. Estimate,
    error and degrees of freedom are those of plain least squares; effects are taken out first.

    References
    ----------
    Cinelli and Hazlett (2020), https://doi.org/10.1111/rssb.12348
    """

    called: ClassVar[str] = "Strength of a confounder"
    order: ClassVar[int] = 7
    question: ClassVar[str] = "How strong must something unobserved be to undo the effect?"
    right_when: ClassVar[str] = (
        "The fear is of something that was not measured, and covariates give a sense of scale."
    )
    wrong_when: ClassVar[str] = (
        "The covariates compared with are weak, so that any confounder looks far stronger."
    )
    needs_in_words: ClassVar[str] = "a linear model; covariates to compare with"
    assumes: ClassVar[str] = "that the confounder has nothing to do with the covariates"
    equation: ClassVar[str] = "RV = (sqrt(f^4 + 4 f^2) - f^2) / 2, f = |t| / sqrt(df)"
    sources: ClassVar[tuple[str, ...]] = (
        "Cinelli and Hazlett (2020), https://doi.org/10.1111/rssb.12348",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A benchmark that is no control of the model is refused by name.",
        "Clusters and robust errors are left aside: a share explained knows no clusters.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the Darfur example in print, to the digits printed; a confounder of that strength "
            "made and added (tests/sensitivity/methods/test_omitted.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("benchmarks",)

    kind: Literal["partial_r2"] = "partial_r2"
    benchmarks: tuple[str, ...] = Field(
        title="Compared with",
        default=(),
        description="Controls of the model that a confounder is compared with, as it names them.",
    )
    times: tuple[float, ...] = Field(
        title="Times as strong",
        default=(1.0, 2.0, 3.0),
        description="How many times as strong as each of them.",
    )

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if model.kind_name() not in LINEAR:
            return f'"{model.name}" is of kind "{model.kind_name()}", which is no linear model.'
        lacking = [name for name in self.benchmarks if name not in model.controls]
        lacking = [name for name in lacking if not name.startswith("baseline(")]
        return f'"{lacking[0]}" is no control of "{model.name}".' if lacking else ""

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If the model is no least-squares regression of its rows.
        """
        from studytool.sensitivity.methods.omitted import robustness_value, strength_of
        from studytool.sensitivity.methods.taken_out import take_out
        from studytool.sensitivity.result import SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        columns = take_out(subject, term)
        found = strength_of(columns)
        level = subject.result.level
        measures = {
            "robustness_value": robustness_value(found),
            "robustness_value_interval": robustness_value(found, error=1 - level),
            "partial_r2": found.partial_r2,
        }
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=level,
            lines=(original_line(subject, term), *_lines(self, subject, columns, found)),
            statement=_statement(measures["robustness_value"]),
            method="Omitted variable bias by partial R2 (Cinelli and Hazlett 2020), with plain "
            "least-squares errors",
            measures=measures,
            words={
                "robustness_value": "Robustness value: brings the estimate to 0",
                "robustness_value_interval": f"Robustness value: the {100 * level:g} % interval "
                "holds 0",
                "partial_r2": "Partial R2 of treatment with the outcome",
            },
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _lines(spec: PartialR2, subject: Subject, columns: TakenOut, found: Strength) -> list[Line]:
    from scipy.special import stdtr, stdtrit

    from studytool.sensitivity.methods.omitted import bound_by, strength_of_covariate
    from studytool.sensitivity.result import Line
    from studytool.sensitivity.words import plain

    half = float(stdtrit(found.df - 1, (1 + subject.result.level) / 2))
    lines = []
    for name in spec.benchmarks:
        if not columns.of_terms([name]):
            lines.append(Line(f"{name}[1]", name, reason="it was dropped from the model"))
            continue
        shares = strength_of_covariate(columns, name)
        for times in spec.times:
            bound = bound_by(found, *shares, times)
            label = f"A confounder {plain(times)} times as strong as {name}"
            people = subject.result.n_people
            if bound.with_treatment >= 1:
                reason = "it would explain all of treatment"
                lines.append(Line(f"{name}[{plain(times)}]", label, people=people, reason=reason))
                continue
            spread = bound.std_error
            lines.append(
                Line(
                    name=f"{name}[{plain(times)}]",
                    label=label,
                    estimate=bound.estimate,
                    std_error=spread,
                    low=bound.estimate - half * spread,
                    high=bound.estimate + half * spread,
                    p=float(2 * stdtr(found.df - 1, -abs(bound.estimate / spread)))
                    if spread
                    else None,
                    people=people,
                    at=times,
                )
            )
    return lines


def _statement(value: float) -> str:
    from studytool.sensitivity.words import percent

    return (
        "The estimate is brought to 0 only by something unobserved that explains more than "
        f"{percent(value)} of what is left of both treatment and outcome."
    )
